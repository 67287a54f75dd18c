import { z } from 'zod';
import { ok } from '../refusal.ts';
import { endpoint } from './endpoint.ts';

/** The organisation's own name. */
export const organisationEndpoints = [
	endpoint({
		method: 'GET',
		path: '/organisation',
		summary: 'The name of the organisation that runs this server',
		answer: z.object({ name: z.string() }),
		run: async ({ services }) => ok({ name: await services.organisation.name() }),
	}),
	endpoint({
		method: 'PATCH',
		path: '/organisation',
		summary: 'Change the organisation’s name; admins only',
		body: z.object({ name: z.string().trim().max(120) }),
		run: ({ caller, body, services }) => services.organisation.rename(caller.user, body.name),
	}),
];
