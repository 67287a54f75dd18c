/** What lines of activity are about, and what each is called when its own name is not known (any more). */

interface Called {
	readonly one: string;
	readonly many: string;
	/** With its own name. */
	readonly named: (name: string) => string;
	/** What it is part of. */
	readonly in: Whole;
}

/** Parts of an analysis as a whole, and all of it: they are always there, and their id is the analysis'. */
const parts = ['analysis', 'timeline', 'notes', 'narrative', 'inquiry'] as const;
type Whole = (typeof parts)[number];
export const wholes: ReadonlySet<string> = new Set(parts);

const quoted = (name: string) => `“${name}”`;
const call = (of: Whole, one: string, many: string, named: Called['named'] = quoted): Called => ({
	...{ one, many, named, in: of },
});

export const kinds = {
	analysis: call('analysis', 'the analysis', 'the analysis'),
	timeline: call('timeline', 'the timeline', 'the timeline'),
	notes: call('notes', 'the notes', 'the notes'),
	narrative: call('narrative', 'the narrative', 'the narrative'),
	inquiry: call('inquiry', 'the inquiry', 'the inquiry'),
	event: call('timeline', 'an event', 'several events'),
	gap: call('timeline', 'a gap', 'several gaps', (name) => `the gap “${name}”`),
	page: call('notes', 'a page of notes', 'several pages of notes', (name) => `the notes page “${name}”`),
	section: call('narrative', 'a section of the narrative', 'several sections of the narrative'),
	question: call('inquiry', 'a question', 'several questions'),
	theme: call('inquiry', 'a theme', 'several themes', (name) => `the theme “${name}”`),
	hypothesis: call('inquiry', 'a hypothesis', 'several hypotheses', (name) => `the hypothesis “${name}”`),
	version: call('analysis', 'a version', 'several versions', (name) => `the version “${name}”`),
	source: call('analysis', 'a file', 'several files'),
	record: call('analysis', 'a record', 'several records'),
	person: call('analysis', 'somebody', 'several people', (name) => name),
	member: call('analysis', 'somebody', 'several people', (name) => name),
	moment: call('analysis', 'a moment', 'several moments'),
	thread: call('analysis', 'a thread', 'several threads'),
	round: call('analysis', 'a round', 'several rounds'),
	story: call('analysis', 'the story', 'the story'),
} as const satisfies Readonly<Record<string, Called>>;

export type SubjectKind = keyof typeof kinds;

export function parseKind(text: string): SubjectKind | undefined {
	return Object.hasOwn(kinds, text) ? (text as SubjectKind) : undefined;
}

/** Long names are cut: a line is to be read at a glance. */
export function calledAs(kind: SubjectKind, name: string | undefined): string {
	const short = name?.replace(/\s+/gu, ' ').trim() ?? '';
	if (short === '') return kinds[kind].one;
	return kinds[kind].named(short.length > 120 ? `${short.slice(0, 119).trimEnd()}…` : short);
}
