import { error, redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** A story for people with an account here. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	if (!locals.caller) redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname)}`);
	const found = await locals.services.stories.read(locals.caller.user, params.id);
	if (!found.ok) error(found.refusal.code === 'gone' ? 410 : 404, found.refusal.message);
	return found.value;
};
