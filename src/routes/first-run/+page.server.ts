import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	isFirstRun: await locals.services.accounts.isFirstRun(),
});
