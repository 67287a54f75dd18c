/**
 * Keys as people press and read them. A shortcut is written `Mod+Shift+L`, `J`, `?`, `Enter`; `Mod` is ⌘ on
 * Apple's keyboards and Ctrl elsewhere.
 */
const apple: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃' };
const others: Record<string, string> = { Mod: 'Ctrl', Shift: '⇧', Alt: 'Alt', Ctrl: 'Ctrl' };
const common: Record<string, string> = {
	Enter: '↵',
	Escape: 'Esc',
	ArrowLeft: '←',
	ArrowRight: '→',
	ArrowUp: '↑',
	ArrowDown: '↓',
	Minus: '−',
	'-': '−',
	' ': 'Space',
};

/** `Mod+K` → `['Mod', 'K']`; a lone `+` is itself. */
export const keyParts = (keys: string): string[] =>
	keys === '+' ? ['+'] : keys.split('+').map((part) => (part === '' ? '+' : part));

/** What is printed on the keys, one entry for each. */
export const keyLabels = (keys: string, onApple: boolean): string[] =>
	keyParts(keys).map((part) => (onApple ? apple : others)[part] ?? common[part] ?? part);

/** Whether this machine has Apple's keyboard. False on the server. */
export const appleKeyboard = (): boolean =>
	typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** The parts of a keyboard event that decide. */
export interface Pressed {
	readonly key: string;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly altKey: boolean;
	readonly shiftKey: boolean;
	readonly altGraph: boolean;
}

/**
 * Whether what was pressed is this shortcut. Signs such as `?` or `~` need Shift or AltGr on some keyboards, so for
 * them only the sign counts; letters, digits and named keys want exactly their modifiers.
 */
export function matches(keys: string, pressed: Pressed, onApple: boolean): boolean {
	const parts = keyParts(keys);
	const wanted = parts.at(-1) ?? '';
	const has = (name: string) => parts.slice(0, -1).includes(name);
	if (pressed.key.toLowerCase() !== wanted.toLowerCase()) return false;
	const ctrl = has('Ctrl') || (has('Mod') && !onApple);
	const meta = has('Mod') && onApple;
	const isSign = wanted.length === 1 && !/[\p{L}\p{N}]/u.test(wanted);
	if (isSign && pressed.altGraph) return !ctrl && !meta;
	if (pressed.ctrlKey !== ctrl || pressed.metaKey !== meta) return false;
	if (isSign) return has('Alt') === pressed.altKey || !has('Alt');
	return pressed.altKey === has('Alt') && pressed.shiftKey === has('Shift');
}

/** Single keys carry no Ctrl, Alt or ⌘: they must stay quiet while someone writes, and can be turned off. */
export const isSingleKey = (keys: string): boolean =>
	!keyParts(keys).some((part) => part === 'Mod' || part === 'Ctrl' || part === 'Alt');
