import { error, redirect } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

/** Opens the analysis for those who have a part in it; everyone else sees that there is nothing here for them. */
export const load: LayoutServerLoad = async ({ locals, params, url, depends }) => {
	depends('workspace');
	const { caller, services } = locals;
	if (!caller) redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
	const workspace = await services.workspaces.get(caller.user, params.id);
	if (!workspace.ok) error(404, workspace.refusal.message);
	return { workspace: workspace.value };
};
