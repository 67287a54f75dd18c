import { signedIn } from '../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { user } = signedIn(locals);
	const { organisation, sessions, accounts } = locals.services;
	return {
		me: user,
		organisation: await organisation.name(),
		tokens: await sessions.listTokens(user.id),
		accounts: user.isAdmin ? await accounts.list() : undefined,
	};
};
