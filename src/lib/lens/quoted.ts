/** What in a text is somebody's own words, or no prose at all: the lens leaves it alone. */

export interface Range {
	readonly start: number;
	readonly end: number;
}

// Pairs of quotation marks; a straight mark opens at a word's beginning and closes at a word's end. Single marks are
// left out: nobody can tell them from apostrophes. Backticks hold code, and an address is nobody's wording.
const spans =
	/“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|(?<![\p{L}\p{N}])"(?=\S)[^"]*(?<=\S)"(?![\p{L}\p{N}])|`[^`\n]+`|\bhttps?:\/\/\S+/gu;

// A line of a chat, as people paste it: `liggitt [7:40 AM] …`, `fejta 5:21 PM …`, `<ana> …`; or Markdown's `> …`.
const whole =
	/^\s*(?:>|<[\w.-]+>\s|@?[\w.-]+(?:\s[\w.-]+)?\s*[[(]?\d{1,2}:\d{2}(?::\d{2})?\s*[AP]M[\])]?\s)/iu;

// Words that hand the rest of the sentence to somebody: what they said or thought then is theirs.
const reported =
	/\b(?:s?he|they) (?:said|says|told|recalled|recounted|remembered|replied|typed|explained|commented)\b/iu;

/** The ranges of a text that are quoted, in order and apart. A line of chat is one range. */
export function quotedIn(text: string): Range[] {
	if (whole.test(text)) return [{ start: 0, end: text.length }];
	return [...text.matchAll(spans)].map(({ 0: { length }, index }) => ({ start: index, end: index + length }));
}

/** What in one sentence is not its writer's own wording: quotations, and what it reports that somebody said. */
export function othersWords(sentence: string): Range[] {
	const told = reported.exec(sentence);
	const quoted = quotedIn(sentence);
	return told ? [...quoted, { start: told.index, end: sentence.length }] : quoted;
}
