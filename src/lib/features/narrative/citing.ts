import type { ProseHandle } from './prose-handle.svelte.ts';

/** What is looked for beside the caret, to cite it there. */
export interface Citing {
	readonly what: 'event' | 'evidence';
	readonly beside: ReturnType<ProseHandle['caretBox']>;
}
