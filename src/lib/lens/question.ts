/** Questions made of the sentence's own people, systems and events. */
import type { Names } from './finding.ts';

/** What a sentence offers to its question. */
export interface Said {
	readonly sentence: string;
	/** Where the wording stands in it. */
	readonly start: number;
	/** The people whom the wording itself speaks of, when it says: “the night shift”. */
	readonly who?: string | undefined;
	/** What the wording says something of: “the change”. */
	readonly what?: string | undefined;
}

type Finder = (sentence: string) => readonly { readonly name: string; readonly at: number }[];

/** Fills templates of the table (`rule.ts`). Build it once per set of names: it is a regular expression inside. */
export function asker(names: Names): (template: string, said: Said) => string {
	const finders: Readonly<Record<string, Finder>> = {
		person: finder(names.people),
		system: finder(names.systems),
		event: finder(names.events),
		thing: () => [],
	};
	return (template, said) =>
		capital(
			template.replace(/\{(\w+)\|([^}]*)\}/g, (_, slot: string, otherwise: string) => {
				const nearest = finders[slot]?.(said.sentence).toSorted(
					(a, b) => Math.abs(a.at - said.start) - Math.abs(b.at - said.start),
				)[0];
				if (nearest) return nearest.name;
				if (slot === 'person' && said.who !== undefined) return said.who;
				if (slot === 'thing' && said.what !== undefined) return said.what;
				return otherwise;
			}),
		);
}

function finder(names: readonly string[] = []): Finder {
	const known = names.map((name) => name.trim()).filter((name) => name !== '');
	if (known.length === 0) return () => [];
	// Longest first: “search index” is not “search”.
	const alternatives = known.toSorted((a, b) => b.length - a.length).map(escapePattern);
	const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
	return (sentence) => [...sentence.matchAll(pattern)].map(({ 0: name, index }) => ({ name, at: index }));
}

/** Of what is escaped nothing may be but syntax: with `u`, an escape that means nothing is an error. */
const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
