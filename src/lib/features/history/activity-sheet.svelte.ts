/** Whether the sheet of activity is open: a page's host holds it, and whatever offers it opens it. */
import { getContext, setContext } from 'svelte';

export class ActivitySheet {
	isOpen = $state(false);
}

const key = Symbol('activity');

export function provideActivity(): ActivitySheet {
	return setContext(key, new ActivitySheet());
}
export function useActivity(): ActivitySheet {
	return getContext<ActivitySheet>(key);
}
