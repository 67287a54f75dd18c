/** Names of people and systems found in words that somebody wrote. Nothing is taken out of the words. */

/** Someone or something of the cast. */
export interface Named {
	readonly id: string;
	readonly name: string;
	/** Other names in chats, without the @. */
	readonly handles?: readonly string[];
}

export interface Finder {
	/** Who is named in a text, in the order of the cast. */
	in(text: string): readonly string[];
	/** How many characters of names, commas and “and” a text begins with: “Priya, Dev: ” is 12. */
	leading(text: string): number;
}

interface Pattern {
	readonly id: string;
	/** At the place of `lastIndex` only. */
	readonly at: RegExp;
	readonly anywhere: RegExp;
}

/**
 * Finds people by their whole name in any case, by a first name that only one of them has (written as a name is:
 * “will” is not Will), and by @handle.
 */
export function peopleFinder(people: readonly Named[]): Finder {
	const firsts = new Map<string, number>();
	for (const { name } of people) {
		const first = firstOf(name);
		firsts.set(first, (firsts.get(first) ?? 0) + 1);
	}
	const whole = people.map(({ id, name }) =>
		patternOf(id, escaped(plain(name)).replaceAll(' ', '\\s+'), 'iu'),
	);
	const handles = people.flatMap(({ id, name, handles: own = [] }) => {
		const dotted = plain(name).split(' ').map(escaped);
		const words = [
			...own.map((handle) => escaped(plain(handle))),
			...(dotted.length > 1 ? [dotted.join('[._-]?')] : []),
		];
		return words.map((word) => patternOf(id, `@${word}`, 'iu'));
	});
	const short = people.flatMap(({ id, name }) => {
		const first = firstOf(name);
		return first.length > 1 && firsts.get(first) === 1 && first !== plain(name)
			? [patternOf(id, `@?${escaped(first)}`, 'u')]
			: [];
	});
	// Longer names first: “Ana Maria Silva” is not Ana Maria.
	const order = (patterns: readonly Pattern[]) =>
		patterns.toSorted((a, b) => b.at.source.length - a.at.source.length);
	return finder([...order(whole), ...order(handles), ...order(short)], people);
}

/** Finds systems by their whole name in any case. */
export function systemsFinder(systems: readonly Named[]): Finder {
	const patterns = systems
		.filter(({ name }) => name.trim().length > 1)
		.map(({ id, name }) => patternOf(id, escaped(plain(name)).replaceAll(' ', '\\s+'), 'iu'))
		.toSorted((a, b) => b.at.source.length - a.at.source.length);
	return finder(patterns, systems);
}

function finder(patterns: readonly Pattern[], all: readonly Named[]): Finder {
	return {
		in(text) {
			const found = new Set<string>();
			// What one name has taken is no part of a shorter one.
			let rest = plain(text);
			for (const { id, anywhere } of patterns) {
				const without = rest.replace(anywhere, '\u0000');
				if (without === rest) continue;
				found.add(id);
				rest = without;
			}
			return all.filter(({ id }) => found.has(id)).map(({ id }) => id);
		},
		leading(text) {
			let end = 0;
			for (;;) {
				const next = patterns.map(({ at }) => lengthAt(at, text, end)).find((length) => length > 0);
				if (next === undefined) return end;
				end += next;
				end += lengthAt(/(?:\s*(?:[,&+/:]|\band\b|[–—-](?=\s)))*\s*/uy, text, end);
			}
		},
	};
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0].length ?? 0;
}

function patternOf(id: string, source: string, flags: string): Pattern {
	// A hyphen goes on with a name (kafka-main-2), a full stop before a letter too (db.internal).
	const bounded = `(?<![\\p{L}\\p{N}_@.-])${source}(?![\\p{L}\\p{N}_]|[-.][\\p{L}\\p{N}])`;
	return { id, at: new RegExp(bounded, `${flags}y`), anywhere: new RegExp(bounded, `${flags}g`) };
}

const plain = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ');
const firstOf = (name: string): string => plain(name).split(' ')[0] ?? '';
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
