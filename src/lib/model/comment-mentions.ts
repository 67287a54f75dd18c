/** Who is mentioned in a comment: `@` and a whole name. Pure; the page and the server read a comment alike. */

export interface Mentioned {
	readonly userId: string;
	/** UTF-16, the `@` included. */
	readonly start: number;
	readonly end: number;
}

/** The mentions in a text, in order. Of names that begin alike the longest counts; a name shared by two is both. */
export function mentionsIn(
	text: string,
	people: readonly { readonly userId: string; readonly name: string }[],
): readonly Mentioned[] {
	const byLength = people
		.filter(({ name }) => name.trim() !== '')
		.toSorted((a, b) => b.name.length - a.name.length);
	const found: Mentioned[] = [];
	for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
		// An address is no mention.
		if (at > 0 && /[\p{L}\p{N}.]/u.test(text[at - 1] ?? '')) continue;
		const rest = text.slice(at + 1);
		const fits = ({ name }: { readonly name: string }) =>
			rest.startsWith(name) && !/^[\p{L}\p{N}]/u.test(rest.slice(name.length));
		const name = byLength.find(fits)?.name;
		if (name === undefined) continue;
		for (const person of byLength)
			if (person.name === name) found.push({ userId: person.userId, start: at, end: at + 1 + name.length });
	}
	return found;
}

/** What is being typed after an `@` at the caret: where it begins, and what stands there so far; undefined when nothing is. */
export function mentionBefore(
	text: string,
	caret: number,
): { readonly start: number; readonly typed: string } | undefined {
	const match = /(?:^|[^\p{L}\p{N}.@])@([\p{L}\p{N}'’-]*(?: [\p{L}\p{N}'’-]*)?)$/u.exec(text.slice(0, caret));
	const typed = match?.[1];
	return typed === undefined ? undefined : { start: caret - typed.length - 1, typed };
}
