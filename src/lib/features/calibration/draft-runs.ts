/** A passage of a frozen text cut where its look changes, and a selection on screen turned back into a place in it. Pure. */
import { ways } from '#lib/model/said.ts';
import type { DraftPassage } from '#server/calibration/drafts.ts';

/** Words a thread hangs on, in one passage. */
export interface ThreadSpan {
	readonly id: string;
	readonly start: number;
	readonly end: number;
	readonly isActive: boolean;
}

/** A stretch of a passage that looks the same throughout. */
export interface DraftRun {
	/** Where it begins in the passage's text (UTF-16). */
	readonly start: number;
	readonly end: number;
	/** What is shown: the words, or the time of the event that a chip cites. */
	readonly text: string;
	readonly isChip: boolean;
	readonly marks: readonly string[];
	/** A mark of it goes no further: how its author says that it is known is told there, once. */
	readonly endsMark: boolean;
	readonly href: string | undefined;
	/** The thread to open when it is pressed: the active one, else the one that begins last. */
	readonly thread: ThreadSpan | undefined;
}

const isWay = (mark: string): boolean => (ways as readonly string[]).includes(mark);

/** The runs of a passage, in order; together they cover its text once. */
export function runsOf(
	{ text, marks, chips }: Pick<DraftPassage, 'text' | 'marks' | 'chips'>,
	spans: readonly ThreadSpan[],
): readonly DraftRun[] {
	const cuts = new Set([0, text.length]);
	for (const { start, end } of [...marks, ...spans]) cuts.add(start).add(end);
	for (const { at } of chips) cuts.add(at).add(at + 1);
	const at = [...cuts].filter((cut) => cut >= 0 && cut <= text.length).sort((a, b) => a - b);
	const labels = new Map(chips.map((chip) => [chip.at, chip.label]));
	return at.slice(0, -1).map((start, index) => {
		const end = at[index + 1] ?? text.length;
		const covers = (one: { readonly start: number; readonly end: number }) =>
			one.start <= start && one.end >= end;
		const on = spans.filter(covers);
		const label = labels.get(start);
		return {
			start,
			end,
			text: label ?? text.slice(start, end),
			isChip: label !== undefined,
			marks: marks.filter((mark) => mark.is !== 'link' && covers(mark)).map(({ is }) => is),
			endsMark: marks.some(
				(mark) =>
					isWay(mark.is) &&
					covers(mark) &&
					mark.end === end &&
					!marks.some((next) => next.is === mark.is && next.start === end),
			),
			href: marks.find((mark) => mark.is === 'link' && covers(mark))?.href,
			thread: on.find(({ isActive }) => isActive) ?? on.toSorted((a, b) => b.start - a.start)[0],
		};
	});
}

/** One end of a selection: the run it lies in, and how many of the shown characters lie before it. */
export interface RunPoint {
	readonly start: number;
	readonly end: number;
	readonly isChip: boolean;
	readonly offset: number;
}

/** The place between two ends: a chip is taken whole, blanks at either side are left out. Undefined without words. */
export function placeBetween(
	text: string,
	from: RunPoint,
	to: RunPoint,
): { readonly start: number; readonly end: number; readonly quote: string } | undefined {
	let start = from.isChip ? from.start : from.start + from.offset;
	let end = to.isChip ? (to.offset === 0 ? to.start : to.end) : to.start + to.offset;
	while (start < end && text[start]?.trim() === '') start++;
	while (end > start && text[end - 1]?.trim() === '') end--;
	return end > start ? { start, end, quote: text.slice(start, end) } : undefined;
}
