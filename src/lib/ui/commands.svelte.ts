/**
 * What the command palette offers: every shortcut of the page, and what pages and features add with `useCommands`
 * (places to go, things to make).
 */
import { SvelteMap } from 'svelte/reactivity';
import type { IconShape } from './icon.ts';
import { keys } from './keys.svelte.ts';

export interface Command {
	/** A verb or a place: “Add event”, “Timeline”. */
	label: string;
	/** Quiet words beside it. */
	note?: string | undefined;
	icon?: IconShape | undefined;
	/** The key that does the same. */
	hint?: string | undefined;
	run: () => void;
}

export interface CommandGroup {
	name: string;
	commands: readonly Command[];
}

/** Answers what someone types, such as a search of analyses and people; asked again with each pause. */
export type Finder = (query: string) => Promise<readonly CommandGroup[]>;

/** The palette doesn't offer itself. */
export const paletteKeys = 'Mod+K';

class Commands {
	#groups = new SvelteMap<symbol, () => CommandGroup>();
	#finders = new SvelteMap<symbol, Finder>();

	/** What pages added, then the shortcuts by scope. Empty groups are left out. */
	groups: CommandGroup[] = $derived(
		[
			...[...this.#groups.values()].map((read) => read()),
			...keys.scopes.map(({ name, shortcuts }) => ({
				name,
				commands: shortcuts
					.filter(({ keys: pressed, when }) => pressed !== paletteKeys && when?.() !== false)
					.map(({ label, keys: hint, run }) => ({
						label,
						hint,
						run: () => run(new KeyboardEvent('keydown')),
					})),
			})),
		].filter(({ commands }) => commands.length > 0),
	);

	/** All answers to a query; a finder that fails leaves only its own answers out. */
	async find(query: string): Promise<CommandGroup[]> {
		const answers = await Promise.allSettled([...this.#finders.values()].map((find) => find(query)));
		return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
	}

	/** Prefer `useCommands` and `useFinder`. */
	add(read: () => CommandGroup): () => void {
		const id = Symbol();
		this.#groups.set(id, read);
		return () => this.#groups.delete(id);
	}
	addFinder(find: Finder): () => void {
		const id = Symbol();
		this.#finders.set(id, find);
		return () => this.#finders.delete(id);
	}
}

export const commands: Commands = new Commands();

/** Offers commands for as long as the component lives; `read` may use state. */
export function useCommands(name: string, read: () => readonly Command[]): void {
	$effect(() => commands.add(() => ({ name, commands: read() })));
}

/** Answers what is typed into the palette for as long as the component lives. */
export function useFinder(find: Finder): void {
	$effect(() => commands.addFinder(find));
}
