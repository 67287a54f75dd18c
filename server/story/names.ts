/**
 * How people are named in one story: the one place that knows it. Whoever is not named by name is found in every form
 * their name takes, in text, addresses and sources, and put in the words chosen for them.
 */
import { hiddenFinder, oneOfThem, type Known } from '#lib/model/hidden-names.ts';
import { renameMentions, renameStretch, type Mention } from '#lib/model/mentions.ts';
import { bare } from '#lib/model/name-forms.ts';

export interface StoryPerson extends Known {
	/** What to call them when not by name: “the infrastructure lead”. */
	readonly role: string;
}

/** How a person appears: by name, by role, by a pseudonym, or not at all. */
export type Appearance = 'name' | 'role' | 'left_out' | { readonly pseudonym: string };

/** Where a role would give a name away (“someone in Brandt’s team”). */
const anybody = 'someone who was there';

export class StoryNames {
	/** Whether everyone of the cast appears by name. */
	readonly areOpen: boolean;
	/** Everyone whom it was asked to call something, or whom it found in words. */
	readonly met = new Set<string>();
	readonly #people: ReadonlyMap<string, StoryPerson>;
	readonly #appearance: ReadonlyMap<string, Appearance>;
	readonly #words: ReadonlyMap<string, string>;
	readonly #find: (text: string) => readonly Mention[];

	/** People not listed in `appearance` appear by name. */
	constructor(cast: readonly StoryPerson[], appearance: ReadonlyMap<string, Appearance>) {
		this.#people = new Map(cast.map((person) => [person.id, person]));
		this.#appearance = appearance;
		const hidden = cast.filter(({ id }) => this.of(id) !== 'name');
		this.areOpen = hidden.length === 0;
		const find = hiddenFinder(cast, new Set(hidden.map(({ id }) => id)));
		this.#find = (text) => {
			const mentions = find(text);
			for (const { id } of mentions) this.met.add(id);
			return mentions;
		};
		this.#words = new Map([
			[oneOfThem, 'someone'],
			...hidden.map(({ id, role }): [string, string] => {
				const chosen = this.of(id);
				if (typeof chosen === 'object') return [id, chosen.pseudonym];
				return [id, find(bare(role)).length > 0 ? anybody : role];
			}),
		]);
	}

	of(personId: string): Appearance {
		return this.#appearance.get(personId) ?? 'name';
	}

	/** What they are called; null for who is left out, and for nobody of the cast. */
	nameOf(personId: string): string | null {
		const person = this.#people.get(personId);
		if (!person || this.of(personId) === 'left_out') return null;
		this.met.add(personId);
		// The name of a team may have somebody's in it.
		return this.#words.get(personId) ?? this.rename(person.name);
	}

	rename(text: string): string {
		return this.areOpen ? text : renameMentions(bare(text), this.#find, this.#words);
	}

	/** Each of the stretches that follow each other renamed: a name may begin in one and end in another. */
	renameAll(stretches: readonly string[]): readonly string[] {
		if (this.areOpen) return stretches;
		const texts = stretches.map(bare);
		const whole = texts.join('');
		const mentions = this.#find(whole);
		let from = 0;
		return texts.map((text) => {
			const renamed = renameStretch(whole, mentions, this.#words, from, from + text.length);
			from += text.length;
			// A name alone in a link is one, whatever word stands right behind it.
			return this.rename(renamed);
		});
	}

	/** What stands from `start` to `end`, renamed; a name that is cut off there is still theirs. */
	renameCut(text: string, start: number, end: number): string {
		if (this.areOpen) return text.slice(start, end);
		const { whole, from, to } = cut(text, start, end);
		const mentions = this.#find(whole).map((one) =>
			one.end > from && one.start < from ? { ...one, start: from } : one,
		);
		return renameStretch(whole, mentions, this.#words, from, to);
	}

	/** Whether somebody who is to be left out is named in these words, or in what stands from `start` to `end` of them. */
	namesLeftOut(text: string, start = 0, end = text.length): boolean {
		if (this.areOpen) return false;
		const { whole, from, to } = cut(text, start, end);
		return this.#find(whole).some(
			(one) => one.end > from && one.start < to && this.of(one.id) === 'left_out',
		);
	}

	/** An address that names nobody who is not to be named; undefined for one that does. */
	href(href: string): string | undefined {
		return this.areOpen || this.#find(bare(decoded(href))).length + this.#find(bare(href)).length === 0
			? href
			: undefined;
	}
}

function cut(text: string, start: number, end: number) {
	const [head, words, tail] = [text.slice(0, start), text.slice(start, end), text.slice(end)].map(bare);
	const from = head?.length ?? 0;
	return { whole: `${head}${words}${tail}`, from, to: from + (words?.length ?? 0) };
}

/** Twice, as addresses inside of addresses are. What cannot be decoded stays. */
function decoded(href: string): string {
	let text = href;
	for (let times = 0; times < 2; times++)
		text = text.replaceAll(/(?:%[0-9a-f]{2})+/giu, (bytes) => {
			try {
				return decodeURIComponent(bytes);
			} catch {
				return bytes;
			}
		});
	return text;
}
