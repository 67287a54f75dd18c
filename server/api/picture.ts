import { z } from 'zod';
import type { PictureBytes } from '../picture/pictures.ts';
import { ok, type Outcome } from '../refusal.ts';
import { endpoint, openEndpoint } from './endpoint.ts';

/** Pictures in texts, and in the stories made of them. */
export const pictureEndpoints = [
	endpoint({
		method: 'POST',
		path: '/analyses/:id/pictures',
		summary:
			'Add a picture (PNG, JPEG, WebP or GIF, by its bytes); what a camera wrote into it is taken out, its turn included',
		streams: 'bytes',
		answer: z.object({ id: z.string(), width: z.number(), height: z.number(), bytes: z.number() }),
		status: 201,
		run: ({ caller, params, request, services }) =>
			services.pictures.add(caller.user.id, params['id'] ?? '', request.body),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/pictures/:pid',
		summary: 'A picture of the texts of an analysis',
		run: async ({ caller, params, services }) =>
			shown(await services.pictures.read(caller.user.id, params['id'] ?? '', params['pid'] ?? '')),
	}),
	endpoint({
		method: 'GET',
		path: '/stories/:id/pictures/:pid',
		summary: 'A picture of a published story, for those who may read it',
		run: async ({ caller, params, services }) => {
			const found = await services.stories.read(caller.user, params['id'] ?? '');
			return found.ok ? shown(await services.pictures.ofStory(found.value, params['pid'] ?? '')) : found;
		},
	}),
	openEndpoint({
		method: 'GET',
		path: '/story-links/:token/pictures/:pid',
		summary: 'A picture of a published story, for whoever holds its link',
		run: async ({ caller, params, services }) => {
			const found = await services.stories.readByLink(caller?.user, params['token'] ?? '');
			return found.ok ? shown(await services.pictures.ofStory(found.value, params['pid'] ?? '')) : found;
		},
	}),
];

function shown(found: Outcome<PictureBytes>): Outcome<Response> {
	if (!found.ok) return found;
	const { kind, bytes } = found.value;
	return ok(
		new Response(new Uint8Array(bytes), {
			headers: {
				'content-type': `image/${kind}`,
				// Somebody's bytes: shown as what they are, and never run.
				'content-security-policy': "default-src 'none'; sandbox",
				'x-content-type-options': 'nosniff',
				'cross-origin-resource-policy': 'same-origin',
				// Asked for anew each time: rights end.
				'cache-control': 'private, no-cache',
			},
		}),
	);
}
