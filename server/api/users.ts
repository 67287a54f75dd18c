import { z } from 'zod';
import { endpoint, openEndpoint } from './endpoint.ts';
import { ok } from '../refusal.ts';

const password = z.string().max(1000);

/** Accounts of colleagues, for admins; and the one link that sets a password. */
export const userEndpoints = [
	endpoint({
		method: 'GET',
		path: '/users',
		summary: 'Everyone with an account, by name; admins only',
		answer: z.object({
			users: z.array(
				z.object({
					id: z.string(),
					name: z.string(),
					email: z.string(),
					isAdmin: z.boolean(),
					isDisabled: z.boolean(),
				}),
			),
		}),
		run: async ({ caller, services }) => {
			const users = await services.users.list(caller.user);
			return users.ok ? ok({ users: [...users.value] }) : users;
		},
	}),
	endpoint({
		method: 'POST',
		path: '/users',
		summary: 'Make an account; without a password, with a link that sets one; admins only',
		body: z.object({
			email: z.string().max(300),
			name: z.string().max(200),
			password: password.optional(),
			isAdmin: z.boolean().optional(),
		}),
		answer: z.object({ id: z.string(), url: z.string().nullable() }),
		status: 201,
		run: ({ caller, body, services }) => services.users.create(caller.user, body),
	}),
	endpoint({
		method: 'POST',
		path: '/users/:uid/password-link',
		summary: 'A link that sets this account’s password once; admins only',
		answer: z.object({ url: z.string(), expiresAt: z.string() }),
		run: ({ caller, params, services }) => services.users.passwordLink(caller.user, params['uid'] ?? ''),
	}),
	endpoint({
		method: 'PATCH',
		path: '/users/:uid',
		summary: 'Close an account or open it again; admins only',
		body: z.object({ isDisabled: z.boolean() }),
		run: ({ caller, params, body, services }) =>
			services.users.disable(caller.user, params['uid'] ?? '', body.isDisabled),
	}),
	openEndpoint({
		method: 'POST',
		path: '/set-password',
		summary: 'Set a password with the link that an admin gave',
		body: z.object({ token: z.string().max(200), password }),
		run: async ({ body, services }) => {
			const set = await services.users.setPassword(body.token, body.password);
			return set.ok ? ok(undefined as never) : set;
		},
	}),
];
