import type { PageServerLoad } from './$types';

/** Who is signed in, so that opening a link surprises nobody. The link itself never reaches the server here. */
export const load: PageServerLoad = ({ locals }) => {
	const user = locals.caller?.user;
	return { me: user && { name: user.name, kind: user.kind, email: user.email } };
};
