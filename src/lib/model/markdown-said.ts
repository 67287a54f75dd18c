/** Reads back from Markdown what an author says of their words: `[^inference]` behind them, explained at the end. */
import type { Inline } from './prose.ts';
import { wayIn, ways, type Way } from './said.ts';

const notes = ways.join('|');
const behind = new RegExp(`^\\[\\^(${notes})\\](?!:)`);
const explained = new RegExp(`^\\[\\^(?:${notes})\\]: `);
/** No sentence is longer or has more parts; it bounds what a hostile text can cost. */
const longest = 2000;
const mostParts = 64;
const ending = /[.!?…]["”’)\]]*\s+(?=\S)/gu;

/** The way that a note at the beginning of a text names, and how long the note is. */
export function noteAt(text: string): { readonly way: Way; readonly length: number } | undefined {
	const match = behind.exec(text);
	const way = wayIn([match?.[1]]);
	return way === undefined ? undefined : { way, length: match?.[0].length ?? 0 };
}

/** Whether a line is no text, only the explanation of such a note. */
export const isExplanation = (line: string): boolean => explained.test(line);

/**
 * Says so of the sentence at the end of a line: of all of it that is not said one way already. Markdown knows where
 * the words end and not where they begin.
 */
export function sayBefore(inlines: Inline[], way: Way): void {
	let first = inlines.length;
	let length = 0;
	while (first > 0 && length < longest && inlines.length - first < mostParts) {
		const before = inlines[first - 1];
		if (before?.is === 'text' && wayIn(before.marks.map(({ is }) => is))) break;
		first--;
		length += before?.is === 'text' ? before.text.length : 1;
	}
	const tail = inlines.splice(first);
	const words = tail.map((inline) => (inline.is === 'text' ? inline.text : '\uFFFC')).join('');
	const from = Math.max(0, words.length - longest);
	let start = from + (/^\s*/.exec(words.slice(from))?.[0].length ?? 0);
	for (const { index, 0: end } of words.slice(from).matchAll(ending)) start = from + index + end.length;
	let at = 0;
	for (const inline of tail) {
		const end = at + (inline.is === 'text' ? inline.text.length : 1);
		if (inline.is !== 'text' || end <= start || inline.marks.some(({ is }) => is === 'code'))
			inlines.push(inline);
		else {
			const cut = Math.max(0, start - at);
			if (cut > 0) inlines.push({ ...inline, text: inline.text.slice(0, cut) });
			inlines.push({ ...inline, text: inline.text.slice(cut), marks: [...inline.marks, { is: way }] });
		}
		at = end;
	}
}
