/** With which word a line must begin to be more than an action. Anybody may read this table, and correct a guess. */
import { eventKinds, type EventKind } from '../timeline.ts';

/** After the names a line may begin with: “Priya, Dev: decide to wait” begins with “decide”. */
export const kindWords: Readonly<Partial<Record<EventKind, readonly string[]>>> = {
	decision: [
		'decide',
		'decides',
		'decided',
		'decision',
		'agree',
		'agrees',
		'agreed',
		'choose',
		'chooses',
		'chose',
	],
	noticing: [
		...[
			'notice',
			'notices',
			'noticed',
			'see',
			'sees',
			'saw',
			'spot',
			'spots',
			'spotted',
			'realise',
			'realises',
		],
		...[
			'realised',
			'realize',
			'realizes',
			'realized',
			'find',
			'finds',
			'found',
			'suspect',
			'suspects',
			'suspected',
		],
	],
	message: [
		...['say', 'says', 'said', 'write', 'writes', 'wrote', 'ask', 'asks', 'asked', 'tell', 'tells', 'told'],
		...[
			'reply',
			'replies',
			'replied',
			'answer',
			'answers',
			'answered',
			'post',
			'posts',
			'posted',
			'announce',
		],
		...['announces', 'announced', 'report', 'reports', 'reported', 'call', 'calls', 'called'],
	],
	change: [
		...[
			'deploy',
			'deploys',
			'deployed',
			'release',
			'releases',
			'released',
			'merge',
			'merges',
			'merged',
			'ship',
		],
		...['ships', 'shipped'],
	],
	care: [
		'hands',
		'handed',
		'hand-over',
		'handover',
		'relieves',
		'relieved',
		'rests',
		'rested',
		'sleeps',
		'slept',
	],
};

/** Signs come from systems: a line that begins with a person and “pages” is what that person did. */
const signalWords: readonly string[] = [
	...['alert', 'alerts', 'alarm', 'alarms', 'page', 'pages', 'paged', 'pager', 'monitor', 'monitoring'],
];

/** The kind that a line's first word after its names says; undefined when it says none. */
export function kindOf(words: string, isAfterName: boolean): EventKind | undefined {
	const first = /^[\p{L}-]+/u.exec(words.trimStart())?.[0].toLowerCase();
	if (first === undefined) return undefined;
	if (!isAfterName && signalWords.includes(first)) return 'signal';
	return eventKinds.find((kind) => kindWords[kind]?.includes(first));
}

/** A kind by its own name, as a column says it. */
export function kindNamed(word: string): EventKind | undefined {
	const wanted = word.trim().toLowerCase();
	return eventKinds.find((kind) => kind === wanted);
}
