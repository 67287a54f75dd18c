/** Where sentences begin and end. A quotation is never cut in two, so that each sentence knows what in it is quoted. */
import { quotedIn } from './quoted.ts';

export interface Sentence {
	/** UTF-16 offset into the text. */
	readonly start: number;
	readonly text: string;
}

// A heading is a sentence. An empty line ends one, and so does a line that begins a list entry, a heading, a table row, a chat line or a
// quotation of Markdown. Any other line break is a space: people wrap their lines.
const block =
	/(?<=^[ \t]*#{1,6}[ \t][^\n]{0,300})\r?\n|\r?\n(?:[ \t]*(?:\r?\n)+|(?=[ \t]*(?:[-*+•#>|]|\d+[.)]\s|\[\d)))/gmu;

// An end mark, what may close behind it, white space, and something that may begin a sentence.
const stop =
	/(?<![.!?…])[.!?…]+["”’')\]]{0,4}\s+(?=["“‘'([*_`]*(?:\p{Lu}|\p{N}|\p{Extended_Pictographic}|[-–—•]))/gu;

const abbreviation = /(?:^|[\s(])(?:e\.g|i\.e|cf|vs|approx|ca|etc|Dr|Mr|Mrs|Ms|Prof|No|Fig|St|\p{Lu})\.$/u;

/** Cuts a text into its sentences, without the white space around them, in order. Never throws. */
export function sentencesOf(text: string): Sentence[] {
	const found: Sentence[] = [];
	let from = 0;
	for (const match of text.matchAll(block)) {
		cutBlock(text.slice(from, match.index), from, found);
		from = match.index + match[0].length;
	}
	cutBlock(text.slice(from), from, found);
	return found;
}

function cutBlock(text: string, offset: number, found: Sentence[]): void {
	const quoted = quotedIn(text);
	let from = 0;
	for (const match of text.matchAll(stop)) {
		const end = match.index + match[0].length;
		if (quoted.some((range) => range.start < match.index && match.index + 1 < range.end)) continue;
		if (abbreviation.test(text.slice(Math.max(0, match.index - 8), match.index + 1))) continue;
		add(text.slice(from, end), offset + from, found);
		from = end;
	}
	add(text.slice(from), offset + from, found);
}

function add(text: string, offset: number, found: Sentence[]): void {
	const trimmed = text.trim();
	if (trimmed !== '') found.push({ start: offset + text.indexOf(trimmed), text: trimmed });
}
