import { redirect } from '@sveltejs/kit';
import { can } from '#lib/model/access.ts';
import type { PageLoad } from './$types';

/**
 * Where to begin: the timeline for those who work on it, one's own part for an interviewee, the draft
 * for those who comment on it, the story for readers.
 */
export const load: PageLoad = async ({ parent, params }) => {
	const { workspace } = await parent();
	const { actor } = workspace;
	if (can(actor, 'write', { is: 'document', kind: 'timeline' }))
		redirect(307, `/analysis/${params.id}/timeline`);
	if (can(actor, 'read', { is: 'draft' })) redirect(307, `/analysis/${params.id}/draft`);
	if (actor.personId !== undefined) redirect(307, `/analysis/${params.id}/part`);
	redirect(307, `/analysis/${params.id}/story`);
};
