import { z } from 'zod';
import { mailChoices } from '../mail/choices.ts';
import { ok } from '../refusal.ts';
import { endpoint, openEndpoint } from './endpoint.ts';

const choice = z.enum(mailChoices);

/** Whether the caller wants to be told by mail. */
export const mailEndpoints = [
	endpoint({
		method: 'GET',
		path: '/me/mail',
		summary: 'Whether the caller is told by mail, and where',
		answer: z.object({ isOffered: z.boolean(), address: z.string().nullable(), choice }),
		run: async ({ caller, services }) => ok(await services.mailWishes.get(caller.user)),
	}),
	endpoint({
		method: 'PUT',
		path: '/me/mail',
		summary: 'Choose whether to be told by mail: never, once a day, or when something names the caller',
		body: z.object({ choice }),
		run: async ({ caller, body, services }) =>
			ok(await services.mailWishes.choose(caller.user.id, body.choice)),
	}),
	openEndpoint({
		method: 'POST',
		path: '/mail/off/:token',
		summary: 'Turn mail off, with the link of any mail; mail programs press it for people (RFC 8058)',
		fromAnywhere: true,
		run: async ({ params, services }) => {
			const off = await services.mailWishes.off(params['token'] ?? '');
			return off.ok ? ok(undefined as never) : off;
		},
	}),
];
