import { signedIn } from '../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { user } = signedIn(locals);
	const { mailWishes, organisation, sessions, users } = locals.services;
	const accounts = await users.list(user);
	return {
		me: user,
		organisation: await organisation.name(),
		mail: await mailWishes.get(user),
		tokens: await sessions.listTokens(user.id),
		accounts: accounts.ok ? accounts.value : undefined,
	};
};
