/**
 * Tells what people do in the documents of an analysis: it looks at each edit as it is applied, with its proven author,
 * and says in words what was done. Only the documents that analysts work in together: of accounts, interviews, asides
 * and reviews nothing is ever looked at, since nobody is seen working on what is theirs.
 *
 * In the turn of an edit only what Yjs knows just then is noted; the words are found a moment later, for all edits of
 * that moment together, and only of those that are on disk.
 */
import type { AnalysisId } from '#lib/model/ids.ts';
import { narrativeOf } from '#lib/model/narrative.ts';
import { sectionAt, touchedPlaces, type TouchedPlace } from '#lib/model/prose-touched.ts';
import { anchorOf } from '#lib/model/time.ts';
import { printWhen } from '#lib/model/time-text.ts';
import type { Edit } from '../collab/ports.ts';
import type { Log } from '../journal/log.ts';
import { gathered, type Act } from './act.ts';
import type { ActivityLog, Line } from './activity-log.ts';
import { inquiryActs } from './inquiry-acts.ts';
import { notesActs } from './notes-acts.ts';
import { timelineActs } from './timeline-acts.ts';

export interface RecordActivity {
	/** See `CollabDeps.onEdit`. */
	onEdit(edit: Edit): void;
	/** Resolves once all that was edited so far is told of. */
	settle(): Promise<void>;
}

interface Deps {
	readonly activity: Pick<ActivityLog, 'tell'>;
	readonly zoneOf: (analysisId: string) => Promise<string>;
	readonly log: Log;
	readonly now?: () => number;
}

/** What was noted of one person's edits of one document since the last look. */
interface Noted {
	readonly edit: Edit;
	readonly acts: Map<string, Act & { readonly at: number }>;
	/** Where they wrote in the narrative; undefined: all over it. */
	places: TouchedPlace[] | undefined;
	at: number;
}

const lookAfterMs = 500;
/** Who touches more blocks or sections at once wrote in the narrative, and not in each of them. */
const mostPlaces = 200;
const mostSections = 3;

export function createRecordActivity({ activity, zoneOf, log, now = Date.now }: Deps): RecordActivity {
	let noted = new Map<string, Noted>();
	let timer: NodeJS.Timeout | undefined;
	let last: Promise<void> = Promise.resolve();

	function look(): Promise<void> {
		clearTimeout(timer);
		timer = undefined;
		const all = [...noted.values()];
		noted = new Map();
		last = last.then(async () => {
			for (const one of all)
				try {
					await told(one);
				} catch (error) {
					log.error({ err: error }, 'an edit could not be told of');
				}
		});
		return last;
	}

	async function told({ edit, acts, places, at }: Noted): Promise<void> {
		if (!(await edit.isKept())) return;
		const { analysis } = edit.ref;
		const by = { analysisId: analysis, userId: edit.userId };
		for (const act of gathered([...acts.values()], analysis))
			activity.tell({ ...by, on: act.on, act: act.act, at: act.at, words: await wordsOf(act, analysis) });
		for (const on of sectionsOf(places, analysis))
			activity.tell({ ...by, on, act: 'wrote', words: 'wrote in {}', at });
	}

	async function wordsOf({ words, when }: Act, analysis: AnalysisId): Promise<string> {
		if (!when) return words;
		// What was typed of it is a person's words, and not told: the time is.
		const clock = { zone: await zoneOf(analysis), near: anchorOf(when) ?? 0 };
		return `${words} to ${printWhen({ ...when, written: '' }, clock)}`;
	}

	return {
		onEdit(edit) {
			const { ref, userId, transaction } = edit;
			const acts = actsOf(edit);
			const places =
				ref.kind === 'narrative' ? touchedPlaces(narrativeOf(transaction.doc), transaction, mostPlaces) : [];
			if (acts.length === 0 && places?.length === 0) return;
			const key = `${transaction.doc.guid} ${userId}`;
			const before = noted.get(key);
			const one: Noted = before ?? { edit, acts: new Map(), places: [], at: 0 };
			one.at = now();
			for (const act of acts) {
				const of = `${act.on.kind} ${act.on.id} ${act.act}`;
				one.acts.delete(of);
				one.acts.set(of, { ...act, at: one.at });
			}
			one.places = joined(one.places, places);
			noted.set(key, one);
			timer ??= setTimeout(() => void look(), lookAfterMs).unref();
		},
		settle: look,
	};
}

function actsOf({ ref, transaction }: Edit): readonly Act[] {
	const { analysis } = ref;
	switch (ref.kind) {
		case 'timeline':
			return gathered(timelineActs(transaction, { kind: 'timeline', id: analysis }), analysis);
		case 'inquiry':
			return gathered(inquiryActs(transaction), analysis);
		case 'notes':
			return gathered(notesActs(transaction, { kind: 'notes', id: analysis }), analysis);
		default:
			return [];
	}
}

/** The same block is touched with each letter. */
function joined(
	before: TouchedPlace[] | undefined,
	more: readonly TouchedPlace[] | undefined,
): TouchedPlace[] | undefined {
	if (!before || !more) return undefined;
	for (const place of more) if (!before.some(({ item }) => item === place.item)) before.push(place);
	return before.length > mostPlaces ? undefined : before;
}

function sectionsOf(
	places: readonly TouchedPlace[] | undefined,
	analysis: AnalysisId,
): readonly Line['on'][] {
	if (places?.length === 0) return [];
	const whole = { kind: 'narrative', id: analysis } as const;
	const sections = new Set(places?.map(sectionAt));
	if (!places || sections.size > mostSections) return [whole];
	return [...sections].map((id) => (id === undefined ? whole : { kind: 'section', id }));
}
