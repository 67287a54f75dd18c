/** Signing out of this browser, and taking along the copies of documents and the drafts it kept. */
import { api } from './api.ts';

/** Another tab that still holds a copy can keep its deletion waiting; the page does not wait for that tab. */
const patienceMs = 2000;

/**
 * Ends the session, clears local copies and drafts, and goes to the door. The sentence of the server when it refuses.
 * The server's `Clear-Site-Data` clears the copies too, where a browser knows that header.
 */
export async function signOut(): Promise<string | undefined> {
	const ended = await api.post('/sign-out');
	if (!ended.ok && ended.error.status !== 401) return ended.error.message;
	// Loaded when needed: the pages at the door carry no Yjs.
	const [{ forgetAll }, { forgetDrafts }] = await Promise.all([
		import('./local-copy.ts'),
		import('./private-draft.ts'),
	]);
	forgetDrafts();
	await Promise.race([forgetAll(), new Promise((resolve) => setTimeout(resolve, patienceMs))]);
	location.assign('/sign-in');
	return undefined;
}
