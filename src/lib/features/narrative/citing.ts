import type { ProseHandle } from './prose-handle.svelte.ts';

/** What is looked for beside the caret, to cite it there. */
export interface Citing {
	readonly what: 'event' | 'evidence';
	/** The sign that was typed for it, `@` or `"`: it may have been meant as one. Empty when a button asked. */
	readonly sign: string;
	readonly beside: ReturnType<ProseHandle['caretBox']>;
}

/**
 * How one leaves without having taken anything: `back` to the text, back with a new `line`, or `away` to something else
 * that has the keyboard already.
 */
export type Leaving = 'back' | 'line' | 'away';

/**
 * Whether what was typed behind a sign is writing and not a search: a space right behind it, words in quotation marks
 * that were closed, or several words that nothing has. `found` is undefined while it is looked for.
 */
export function isWriting(sign: string, words: string, found: number | undefined): boolean {
	if (sign === '') return false;
	if (/^\s/.test(words) || (sign === '"' && /["“”]/.test(words))) return true;
	return found === 0 && /\s/.test(words);
}
