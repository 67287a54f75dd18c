/**
 * Finds people whose name a text must not give away. Other than `mentionFinder`, which would rather miss somebody than
 * name the wrong one, this finds every form of a name: any case, any part of it, its parts run together or turned
 * around, an initial in place of one, without accents, in addresses, and the handles that are theirs.
 */
import type { Mention, Named } from './mentions.ts';
import { formsOfHandle, formsOfName, isEverydayWord } from './name-forms.ts';

/** Somebody with the other words that stand for them. */
export interface Known extends Named {
	/** Authors of records, addresses: each is theirs as a whole, and its words are anybody's. */
	readonly handles?: readonly string[];
	/** The name they have an account under, which may be another than the one they are known by here. */
	readonly accountName?: string | undefined;
}

/** The id of a mention that several hidden people share, so that it is one of them and nobody knows which. */
export const oneOfThem = '';

/** What is looked for where an anchor stands. */
interface Form {
	readonly pattern: RegExp;
	/** How far from the anchor it may reach. */
	readonly reach: number;
	readonly id: string;
}

/**
 * Finds the `hidden` people of a cast. A part that somebody who is not hidden shares names nobody in particular and is
 * left; one that only hidden people share is `oneOfThem`. Give it texts that went through `bare`. The time it takes is
 * linear in the text and in how often names stand in it.
 */
export function hiddenFinder(
	cast: readonly Known[],
	hidden: ReadonlySet<string>,
): (text: string) => readonly Mention[] {
	if (hidden.size === 0) return () => [];
	const byAnchor = formsByAnchor(cast, hidden);
	return (text) => {
		const small = smallLetters(text);
		const found: Mention[] = [];
		for (const [anchor, forms] of byAnchor)
			for (let at = small.indexOf(anchor); at >= 0; at = small.indexOf(anchor, at + anchor.length))
				for (const form of forms) found.push(...around(text, at, at + anchor.length, form));
		return merged(text, found);
	};
}

/** What a form finds over the anchor from `from` to `to`. */
function around(text: string, from: number, to: number, { pattern, reach, id }: Form): readonly Mention[] {
	const offset = Math.max(0, from - reach);
	return [...text.slice(offset, to + reach).matchAll(pattern)]
		.map((match) => ({ id, start: offset + match.index, end: offset + match.index + match[0].length }))
		.filter(({ start, end }) => start < to && end > from)
		.filter(({ start, end }) => !isEverydayWord(text.slice(start, end)) && !isInId(text, start));
}

/** The first and longest of those that overlap; parts of one name beside each other name somebody once. */
function merged(text: string, found: readonly Mention[]): readonly Mention[] {
	const mentions: Mention[] = [];
	for (const mention of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
		const last = mentions.at(-1);
		if (last && mention.start < last.end) continue;
		if (last?.id === mention.id && /^[ ._-]?$/u.test(text.slice(last.end, mention.start)))
			mentions[mentions.length - 1] = { ...last, end: mention.end };
		else mentions.push(mention);
	}
	return mentions;
}

function formsByAnchor(
	cast: readonly Known[],
	hidden: ReadonlySet<string>,
): ReadonlyMap<string, readonly Form[]> {
	const known = new Map<string, { sources: Set<string>; anchors: Set<string>; owners: Set<string> }>();
	for (const { id, name, accountName = '', handles = [] } of cast)
		for (const { key, source, anchors } of [
			...formsOfName(name),
			...formsOfName(accountName),
			...handles.flatMap(formsOfHandle),
		]) {
			const form = known.get(key) ?? { sources: new Set(), anchors: new Set(), owners: new Set() };
			form.sources.add(source);
			form.owners.add(id);
			for (const anchor of anchors) form.anchors.add(anchor);
			known.set(key, form);
		}
	const byAnchor = new Map<string, Form[]>();
	for (const [key, { sources, anchors, owners }] of known) {
		if (![...owners].every((id) => hidden.has(id))) continue;
		const form = {
			pattern: new RegExp([...sources].join('|'), 'gu'),
			reach: 2 * key.length + 32,
			id: owners.size === 1 ? ([...owners][0] ?? oneOfThem) : oneOfThem,
		};
		for (const anchor of anchors) byAnchor.set(anchor, [...(byAnchor.get(anchor) ?? []), form]);
	}
	return byAnchor;
}

/** In small letters, each where it was: a few letters become two when they are made small. */
function smallLetters(text: string): string {
	const small = text.toLowerCase();
	if (small.length === text.length) return small;
	return text.replaceAll(/\p{Lu}/gu, (letter) => {
		const one = letter.toLowerCase();
		return one.length === letter.length ? one : letter;
	});
}

/** Letters of an id name nobody: “ana_…” is an analysis. */
function isInId(text: string, at: number): boolean {
	const offset = Math.max(0, at - 24);
	const [head = ''] = /[0-9a-z_]*$/u.exec(text.slice(offset, at)) ?? [];
	return /^[a-z]{3}_[0-9a-z]{20}(?![\p{L}\p{N}_])/u.test(text.slice(at - head.length, at - head.length + 25));
}
