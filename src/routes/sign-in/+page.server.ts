import { redirect } from '@sveltejs/kit';
import { safeNext } from '#lib/features/doorway/next.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const next = safeNext(url.searchParams.get('next'));
	if (locals.caller) redirect(303, next);
	const { organisation, accounts } = locals.services;
	return { next, organisation: await organisation.name(), isFirstRun: await accounts.isFirstRun() };
};
