import { redirect } from '@sveltejs/kit';

/** Who is signed in. The hook sends everyone else away before a page loads; this says so to the types. */
export function signedIn({ caller }: App.Locals): NonNullable<App.Locals['caller']> {
	if (!caller) redirect(303, '/sign-in');
	return caller;
}
