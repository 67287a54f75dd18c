import { signedIn } from './signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { services } = locals;
	const { user } = signedIn(locals);
	return {
		me: user,
		organisation: await services.organisation.name(),
		analyses: await services.analyses.list(user.id),
	};
};
