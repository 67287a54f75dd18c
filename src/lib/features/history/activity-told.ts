/** How lines of activity are laid out: by day, and where each of them leads. */
import { dayWords } from './told.ts';

interface Line {
	readonly at: string;
	readonly on: { readonly kind: string; readonly id: string } | null;
}

export interface Day<L> {
	/** “Today”, “Wednesday 11 March”. */
	readonly words: string;
	readonly lines: readonly L[];
}

/** The lines by their days in the given zone, in the order in which they are. */
export function byDay<L extends Line>(lines: readonly L[], now: number, zone: string): readonly Day<L>[] {
	const days: { words: string; lines: L[] }[] = [];
	for (const line of lines) {
		const day = dayWords(line.at, now, zone);
		const words = day.charAt(0).toUpperCase() + day.slice(1);
		const last = days.at(-1);
		if (last?.words === words) last.lines.push(line);
		else days.push({ words, lines: [line] });
	}
	return days;
}

const pages: Readonly<Record<string, string>> = {
	timeline: 'timeline',
	gap: 'timeline',
	inquiry: 'timeline',
	question: 'timeline',
	theme: 'timeline',
	hypothesis: 'timeline',
	notes: 'notes',
	narrative: 'narrative',
	section: 'narrative',
	round: 'narrative',
	source: 'evidence',
	person: 'people',
	member: 'people',
	story: 'story',
};

/** The page of the analysis on which the subject is seen; undefined where there is none. */
export function leadsTo({ on }: Line, analysisId: string): string | undefined {
	if (on === null) return undefined;
	const base = `/analysis/${analysisId}`;
	const id = encodeURIComponent(on.id);
	if (on.kind === 'event') return `${base}/timeline?event=${id}`;
	if (on.kind === 'record') return `${base}/evidence?record=${id}`;
	if (on.kind === 'page') return `${base}/notes?page=${id}`;
	if (on.kind === 'thread') return `${base}/narrative?thread=${id}`;
	if (on.kind === 'version') return `${base}/narrative?version=${id}`;
	const page = pages[on.kind];
	return page && `${base}/${page}`;
}
