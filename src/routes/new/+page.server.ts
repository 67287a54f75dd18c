import { signedIn } from '../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	me: signedIn(locals).user,
	organisation: await locals.services.organisation.name(),
});
