/** What the pages' host adds to everyone's account menu, without the frame knowing the features behind it. */
import { getContext, setContext } from 'svelte';
import type { MenuItem } from '#lib/ui/Menu.svelte';

const key = Symbol('account items');

/** Offers items to every frame below; read anew whenever what it depends on changes. */
export function provideAccountItems(read: () => readonly MenuItem[]): void {
	setContext(key, read);
}

/** How to read the items offered from above; none where nobody offers any. Called while a component is made. */
export function useAccountItems(): () => readonly MenuItem[] {
	return getContext<(() => readonly MenuItem[]) | undefined>(key) ?? (() => []);
}
