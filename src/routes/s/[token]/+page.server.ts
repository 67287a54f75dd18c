import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** A story for whoever holds its link. */
export const load: PageServerLoad = async ({ locals, params }) => {
	const found = await locals.services.stories.readByLink(locals.caller?.user, params.token);
	if (!found.ok) error(404, found.refusal.message);
	return found.value;
};
