/** Which events are shown, on the lanes and in the list alike. A filter hides; it never colours. */
import { SvelteSet } from 'svelte/reactivity';
import type { PersonId, SystemId } from '#lib/model/ids.ts';
import type { EventKind, Gap, TimelineEvent } from '#lib/model/timeline.ts';

/** A theme of the inquiry, for those who may read it. */
export interface FilterTheme {
	readonly id: string;
	readonly title: string;
	readonly on: ReadonlySet<string>;
}

interface Around {
	readonly nameOf: (id: string) => string;
	readonly themes: () => readonly FilterTheme[];
	/** Where a merged event went. */
	readonly successorOf: (id: string) => string | undefined;
}

export class Filter {
	readonly #around: Around;
	/** The bar is shown; while anything is filtered it is anyway. */
	isOpen = $state(false);
	text = $state('');
	/** In each of these: empty lets all through, several let through what has any of them. */
	readonly kinds = new SvelteSet<EventKind>();
	readonly people = new SvelteSet<PersonId>();
	readonly systems = new SvelteSet<SystemId>();
	readonly themes = new SvelteSet<string>();

	readonly #words: readonly string[] = $derived(this.text.toLowerCase().split(/\s+/).filter(Boolean));
	readonly #pinned: ReadonlySet<string> | undefined = $derived.by(() => {
		if (this.themes.size === 0) return undefined;
		const chosen = this.#around.themes().filter(({ id }) => this.themes.has(id));
		return new Set(chosen.flatMap(({ on }) => [...on].map((id) => this.#around.successorOf(id) ?? id)));
	});
	readonly isOn: boolean = $derived(
		this.#words.length + this.kinds.size + this.people.size + this.systems.size + this.themes.size > 0,
	);

	constructor(around: Around) {
		this.#around = around;
	}

	/** What themes there are to choose from. */
	get allThemes(): readonly FilterTheme[] {
		return this.#around.themes();
	}

	shows(event: TimelineEvent): boolean {
		const { kind, people, systems } = event;
		if (this.kinds.size > 0 && !this.kinds.has(kind)) return false;
		if (this.people.size > 0 && !anyOf(people, this.people)) return false;
		if (this.systems.size > 0 && !anyOf(systems, this.systems)) return false;
		if (this.#pinned && !this.#pinned.has(event.id)) return false;
		return this.#says(event.title, event.label, event.descriptionProse, people, systems);
	}
	/** A gap has no kind, people or systems: where those are asked for it gives way. */
	showsGap({ id, title, note }: Gap): boolean {
		if (this.kinds.size + this.people.size + this.systems.size > 0) return false;
		if (this.#pinned && !this.#pinned.has(id)) return false;
		return this.#says(title, note, '', [], []);
	}

	clear(): void {
		this.text = '';
		for (const each of [this.kinds, this.people, this.systems, this.themes]) each.clear();
	}

	/** All of the typed words, in any order, in its texts or the names it is about. */
	#says(a: string, b: string, c: string, people: Iterable<string>, systems: Iterable<string>): boolean {
		if (this.#words.length === 0) return true;
		const names = [...people, ...systems].map(this.#around.nameOf);
		const text = `${a} ${b} ${c} ${names.join(' ')}`.toLowerCase();
		return this.#words.every((word) => text.includes(word));
	}
}

function anyOf<T>(set: ReadonlySet<T>, wanted: ReadonlySet<T>): boolean {
	for (const one of set) if (wanted.has(one)) return true;
	return false;
}

/** Puts one into a set that filters, or takes it out. */
export function toggleIn<T>(set: SvelteSet<T>, one: T): void {
	if (!set.delete(one)) set.add(one);
}
