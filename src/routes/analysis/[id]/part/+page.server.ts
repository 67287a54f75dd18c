import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** The caller's own part; the drafts themselves come only through their own document. */
export const load: PageServerLoad = async ({ locals, params, parent }) => {
	await parent();
	const { caller, services } = locals;
	const part = await services.parts.get(caller?.user.id ?? '', params.id);
	if (!part.ok) error(404, part.refusal.message);
	return { part: part.value, place: await services.organisation.name() };
};
