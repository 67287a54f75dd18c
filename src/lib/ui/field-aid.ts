/** What may stand below the fields in which people talk: a page brings it, and `FieldAid.svelte` shows it there. */
import { getContext, setContext, type Snippet } from 'svelte';

type Aid = Snippet<[text: string]>;
const key = Symbol('field aid');

/** Provides what is drawn below such fields in the components below, given what is written in each. */
export function provideFieldAid(read: () => Aid): void {
	setContext(key, read);
}

/** Undefined where no page brings any. */
export function getFieldAid(): Aid | undefined {
	return getContext<(() => Aid) | undefined>(key)?.();
}
