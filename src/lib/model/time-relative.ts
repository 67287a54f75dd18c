/**
 * Times said by another event: “before the page”, “after Priya joins”. What is taken over is that event's own bound,
 * so that its doubt stays in the time made of it.
 */
import { anchorOf, makeWhen, type When } from './time.ts';

/** An event that can be named: by its title, its short name, or words of both and of who was in it. */
export interface Named {
	readonly title: string;
	readonly label: string;
	readonly who: readonly string[];
	readonly when: When;
}

export type Relative =
	| { readonly is: 'found'; readonly when: When }
	/** Several are named so; best first. */
	| { readonly is: 'several'; readonly choices: readonly { readonly title: string; readonly when: When }[] }
	/** The event is there, and its time sets no such bound. `why` is one sentence. */
	| { readonly is: 'unplaced'; readonly why: string };

/** What “before …” or “after …” some event means; undefined when it says neither, or names no event. */
export function parseRelative(typed: string, events: readonly Named[], zone: string): Relative | undefined {
	const written = typed.trim().replace(/\s+/g, ' ').slice(0, 200);
	const said = /^(before|after|since)\s+(?:the\s+|an?\s+)?(.+)$/i.exec(written);
	if (!said) return undefined;
	const form = said[1]?.toLowerCase() === 'before' ? 'before' : 'after';
	const phrase = wordsOf(said[2] ?? '');
	if (phrase.length === 0) return undefined;
	const ranked = events
		.map((event) => ({ event, fit: fitOf(event, phrase) }))
		.filter(({ fit }) => fit > 0)
		.toSorted((a, b) => b.fit - a.fit);
	const [best, second] = ranked;
	if (!best) return undefined;
	const isClear = second === undefined || (best.fit === whole && second.fit < whole);
	const meant = isClear ? [best] : ranked.slice(0, 6);
	const choices = meant.flatMap(({ event }) => {
		const bound = form === 'before' ? boundBefore(event.when) : boundAfter(event.when);
		const when = makeWhen({
			form,
			...(form === 'before' ? { latest: bound } : { earliest: bound }),
			written,
			zone,
		});
		return when ? [{ title: event.title, when }] : [];
	});
	const [only, another] = choices;
	if (!only)
		return {
			is: 'unplaced',
			why: `Nobody knows ${form === 'before' ? 'by' : 'from'} when “${best.event.title}” was, so it sets no bound.`,
		};
	return another ? { is: 'several', choices } : { is: 'found', when: only.when };
}

/** Before something is before the latest it may have been; a time written exactly is meant as it reads. */
function boundBefore(when: When) {
	return when.form === 'exact' ? anchorOf(when) : when.latest;
}
function boundAfter({ earliest }: When) {
	return earliest;
}

const whole = 4;

/** How well words name an event: all of its name, part of it, or its words in any order; 0 is not at all. */
function fitOf({ title, label, who }: Named, phrase: readonly string[]): number {
	const sought = phrase.join(' ');
	const [name, short] = [wordsOf(title), wordsOf(label)];
	if (name.join(' ') === sought || short.join(' ') === sought) return whole;
	if (` ${short.join(' ')} `.includes(` ${sought} `)) return 3;
	if (` ${name.join(' ')} `.includes(` ${sought} `)) return 2;
	const all = [...name, ...short, ...wordsOf(who.join(' '))];
	return phrase.every((word) => all.some((one) => one.startsWith(word))) ? 1 : 0;
}

/** Lower case, without punctuation and without the endings a sentence puts on a verb. */
function wordsOf(text: string): string[] {
	const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	return words
		.filter((word) => !/^(?:the|an?|is|was|were|are)$/.test(word))
		.map((word) => (word.length > 4 ? word.replace(/(?:s|ed|ing|e)$/, '') : word));
}
