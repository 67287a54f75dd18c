/** What a story rests on, paragraph by paragraph, and which events and voices are not in it yet. Rules GR in SPEC.md. */
import type { EventId } from './ids.ts';
import { mentionFinder, type Named } from './mentions.ts';
import type { AccountQuote, Passage, PassageId, RecordQuote } from './prose.ts';
import { ways, type Way } from './said.ts';

/** Those of the people given, in their order, whom the text neither names nor quotes. */
export function missingVoices<Person extends Named>(
	people: readonly Person[],
	cast: readonly Named[],
	passages: readonly Passage[],
	quoted: ReadonlySet<string>,
): readonly Person[] {
	const find = mentionFinder(cast);
	const named = new Set(passages.flatMap(({ text }) => find(text).map(({ id }) => id)));
	return people.filter(({ id }) => !named.has(id) && !quoted.has(id));
}

/** What one paragraph rests on, each thing once, in the order of the text. */
export interface Rests {
	readonly events: readonly EventId[];
	/** How its author says that its words are known. */
	readonly said: readonly Way[];
	/** Quote blocks right behind it, by their passage. */
	readonly quotes: readonly { readonly passageId: PassageId; readonly quote: RecordQuote | AccountQuote }[];
}

/**
 * What the passage at `index` rests on: the events it cites, what its author says of its words, and the quotes that
 * stand right behind it. A quote rests on itself. Undefined where nothing is told: headings, code, and what nobody wrote in.
 */
export function restsOn(passages: readonly Passage[], index: number): Rests | undefined {
	const passage = passages[index];
	if (!passage || passage.kind === 'heading' || passage.kind === 'code') return undefined;
	const { passageId, quote } = passage;
	if (quote) return { events: [], said: [], quotes: [{ passageId, quote }] };
	if (passage.text.trim() === '') return undefined;
	const events = passage.chips.map(({ eventId }) => eventId).filter((id) => id !== undefined);
	const said = ways.filter((way) => passage.marks.some(({ is }) => is === way));
	const quotes: Rests['quotes'][number][] = [];
	for (let next = index + 1; ; next++) {
		const behind = passages[next];
		if (!behind?.quote) return { events: [...new Set(events)], said, quotes };
		quotes.push({ passageId: behind.passageId, quote: behind.quote });
	}
}
