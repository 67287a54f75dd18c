/**
 * The keyboard of a page. Components say what they can do with `useKeys`; the key bar, the dialog of all keys and
 * the command palette read the same list, so a hint never lies. Single keys work outside text only and can be
 * turned off (WCAG 2.1.4); while a dialog is open only its own keys work.
 */
import { SvelteMap } from 'svelte/reactivity';
import { appleKeyboard, isSingleKey, matches } from './key-names.ts';

/** One thing the keyboard can do here. */
export interface Shortcut {
	/** `J`, `?`, `Mod+K`, `Shift+J`, `Enter`, `ArrowLeft`. */
	keys: string;
	/** What it does, as a verb: “Add to timeline”. */
	label: string;
	run: (event: KeyboardEvent) => void;
	/** Shown in the key bar under these words; shortcuts with the same words share one hint (J K “move”). */
	bar?: string;
	/** Also while someone writes in a field. By default only chords with Mod, Ctrl or Alt do. */
	inText?: boolean;
	/** False while it can do nothing. */
	when?: () => boolean;
}

/** The shortcuts that one component registered. */
export interface KeyScope {
	/** The heading in the dialog of all keys: “Timeline”. */
	name: string;
	shortcuts: readonly Shortcut[];
	inDialog: boolean;
}

const storageKey = 'single-keys';

class Keys {
	#scopes = new SvelteMap<symbol, () => KeyScope>();
	#single = $state(true);

	/** Newest first: a newer scope answers before an older one. */
	scopes: KeyScope[] = $derived([...this.#scopes.values()].map((read) => read()).toReversed());

	/** Whether single keys are on; kept in this browser. */
	get single(): boolean {
		return this.#single;
	}
	set single(on: boolean) {
		this.#single = on;
		try {
			localStorage.setItem(storageKey, on ? 'on' : 'off');
		} catch {
			// Storage is refused (private window): the choice holds for this page.
		}
	}

	/** Prefer `useKeys`. Returns what takes the scope away again. */
	add(read: () => KeyScope): () => void {
		const id = Symbol();
		this.#scopes.set(id, read);
		return () => this.#scopes.delete(id);
	}

	/** Put on the window once, by `KeyListener`. */
	listen(): () => void {
		try {
			this.#single = localStorage.getItem(storageKey) !== 'off';
		} catch {
			// As above: they stay on.
		}
		const onApple = appleKeyboard();
		const heard = (event: KeyboardEvent) => this.#heard(event, onApple);
		window.addEventListener('keydown', heard);
		return () => window.removeEventListener('keydown', heard);
	}

	#heard(event: KeyboardEvent, onApple: boolean): void {
		// Composing (Japanese, dead keys) sends keys that mean letters.
		if (event.defaultPrevented || event.isComposing) return;
		const target = event.target instanceof Element ? event.target : null;
		const writing = target?.closest(textField) != null;
		const pressing = (event.key === 'Enter' || event.key === ' ') && target?.closest(pressable) != null;
		const inMenu = target?.closest('[role="menu"], [role="listbox"]') != null;
		// Looked for only where a key means something: a page may be long, and most keys are letters.
		let isOpen: boolean | undefined;
		const dialogOpen = () => (isOpen ??= document.querySelector(openDialog) !== null);
		const pressed = { ...pick(event), altGraph: event.getModifierState('AltGraph') };
		for (const scope of this.scopes) {
			for (const shortcut of scope.shortcuts) {
				if (!matches(shortcut.keys, pressed, onApple)) continue;
				if (!scope.inDialog && dialogOpen()) break;
				const single = isSingleKey(shortcut.keys);
				if (writing && !(shortcut.inText ?? !single)) continue;
				if (single && (pressing || inMenu || (!this.#single && shortcut.keys.length === 1))) continue;
				if (shortcut.when?.() === false) continue;
				event.preventDefault();
				shortcut.run(event);
				return;
			}
		}
	}
}

const textField =
	'textarea, select, [contenteditable=""], [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"], [type="range"])';
const pressable = 'a[href], button, summary, [role="button"], [role="radio"], input';
const openDialog = '[role="dialog"][data-state="open"][aria-modal], [role="alertdialog"][data-state="open"]';

const pick = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) => ({
	key,
	ctrlKey,
	metaKey,
	altKey,
	shiftKey,
});

/** The one registry of this window. The server never writes to it: effects don't run there. */
export const keys: Keys = new Keys();

/**
 * Registers shortcuts for as long as the component lives. Call it while the component is being created; both
 * functions may use state and are asked again when that changes.
 */
export function useKeys(
	name: string | (() => string),
	read: () => readonly Shortcut[],
	options: { inDialog?: boolean } = {},
): void {
	$effect(() =>
		keys.add(() => ({
			name: typeof name === 'string' ? name : name(),
			shortcuts: read(),
			inDialog: options.inDialog ?? false,
		})),
	);
}
