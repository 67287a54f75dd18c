import { z } from 'zod';
import { ok } from '../refusal.ts';
import { importPeople } from '../people/import-people.ts';
import { suggestPeople } from '../people/suggestions.ts';
import { endpoint } from './endpoint.ts';

const shortText = z.string().trim().max(200);
const named = z.object({ id: z.string(), name: z.string() });

const person = z.object({
	id: z.string(),
	name: z.string(),
	email: z.string().nullable(),
	title: z.string().nullable(),
	team: z.string().nullable(),
	zone: z.string().nullable(),
	location: z.string().nullable(),
	part: z.string().nullable(),
	isChosenName: z.boolean(),
	userId: z.string().nullable(),
	authors: z.array(z.string()).readonly(),
});

const draft = z.object({
	name: shortText.optional(),
	email: z.string().trim().max(254).nullable().optional(),
	title: shortText.nullable().optional(),
	team: shortText.nullable().optional(),
	zone: z.string().trim().max(60).nullable().optional(),
	location: shortText.nullable().optional(),
	part: z.string().trim().max(300).nullable().optional(),
	isChosenName: z.boolean().optional(),
	authors: z.array(z.string().min(1).max(300)).max(50).optional(),
});

/** The cast of an analysis, its teams and systems, and which authors are which people. */
export const peopleEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/people',
		summary: 'The people who have a part in the analysis, by name',
		answer: z.object({ people: z.array(person) }),
		run: async ({ caller, params, services }) => {
			const people = await services.people.list(caller.user.id, params['id'] ?? '');
			return people.ok ? ok({ people: [...people.value] }) : people;
		},
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/people',
		summary: 'Give someone a part: a person known by personId or email address, else a new one',
		body: draft.extend({ personId: z.string().max(60).optional() }),
		answer: z.object({ id: z.string() }),
		status: 201,
		run: ({ caller, params, body, services }) =>
			services.people.add(caller.user.id, params['id'] ?? '', body),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/people/me',
		summary: 'Say that you were there: you become someone of the cast, and the author is you',
		body: z.object({ author: z.string().min(1).max(300).optional() }),
		answer: z.object({ personId: z.string() }),
		run: ({ caller, params, body, services }) =>
			services.members.wasThere(caller.user.id, params['id'] ?? '', body.author),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/people/import',
		summary: 'Take in a list of people as CSV; with preview, only say how it is understood',
		body: z.object({ csv: z.string().max(1_000_000), preview: z.boolean().default(false) }),
		answer: z.object({
			people: z.array(
				z.object({
					name: z.string(),
					email: z.string().optional(),
					title: z.string().optional(),
					team: z.string().optional(),
					zone: z.string().optional(),
					location: z.string().optional(),
				}),
			),
			columns: z.record(z.string(), z.string()),
			ignored: z.array(z.string()),
			skipped: z.array(z.object({ line: z.number(), reason: z.string(), text: z.string() })),
			added: z.number(),
			known: z.number(),
		}),
		run: async ({ caller, params, body, services }) => {
			const analysisId = params['id'] ?? '';
			const actor = await services.standing(caller.user.id, analysisId);
			const taken = await importPeople(services.people, actor, analysisId, body.csv, body.preview);
			return taken as never;
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/people/others',
		summary: 'People of the organisation who are not in the analysis yet, by the beginning of a name',
		query: z.object({ q: z.string().max(100).default('') }),
		answer: z.object({ people: z.array(named) }),
		run: async ({ caller, params, query, services }) => {
			const people = await services.people.others(caller.user.id, params['id'] ?? '', query.q);
			return people.ok ? ok({ people: [...people.value] }) : people;
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/people/suggestions',
		summary: 'Authors of records of whom nobody has said who they are',
		answer: z.object({
			suggestions: z.array(z.object({ author: z.string(), personId: z.string().nullable() })),
		}),
		run: async ({ caller, params, services }) => {
			const analysisId = params['id'] ?? '';
			const actor = await services.standing(caller.user.id, analysisId);
			const found = await suggestPeople(
				services.databases.core,
				(userId, id) => services.evidence.records.authors(userId, id),
				actor,
				analysisId,
			);
			return found.ok ? ok({ suggestions: [...found.value] }) : found;
		},
	}),
	endpoint({
		method: 'PUT',
		path: '/analyses/:id/people/authors',
		summary: 'Say which person an author of records is; null for nobody',
		body: z.object({ author: z.string().min(1).max(300), personId: z.string().max(60).nullable() }),
		run: ({ caller, params, body, services }) =>
			services.people.linkAuthor(caller.user.id, params['id'] ?? '', body.author, body.personId),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/people/:pid',
		summary: 'One person of the cast',
		answer: person,
		run: ({ caller, params, services }) =>
			services.people.get(caller.user.id, params['id'] ?? '', params['pid'] ?? ''),
	}),
	endpoint({
		method: 'PATCH',
		path: '/analyses/:id/people/:pid',
		summary: 'Change what is known of a person, or their part',
		body: draft,
		answer: person,
		run: ({ caller, params, body, services }) =>
			services.people.change(caller.user.id, params['id'] ?? '', params['pid'] ?? '', body),
	}),
	endpoint({
		method: 'DELETE',
		path: '/analyses/:id/people/:pid',
		summary: 'Take a person out of the analysis',
		run: ({ caller, params, services }) =>
			services.people.remove(caller.user.id, params['id'] ?? '', params['pid'] ?? ''),
	}),
	...(['team', 'system'] as const).flatMap((what) => [
		endpoint({
			method: 'GET',
			path: `/analyses/:id/${what}s`,
			summary: `The ${what}s of the organisation, by name`,
			answer: z.object({ [`${what}s`]: z.array(named) }),
			run: async ({ caller, params, services }) => {
				const found = await services.people.listNamed(caller.user.id, params['id'] ?? '', what);
				return found.ok ? ok({ [`${what}s`]: [...found.value] }) : found;
			},
		}),
		endpoint({
			method: 'POST',
			path: `/analyses/:id/${what}s`,
			summary: `The ${what} of that name, made when there is none`,
			body: z.object({ name: z.string().trim().min(1, 'give it a name').max(120) }),
			answer: named,
			status: 201,
			run: ({ caller, params, body, services }) =>
				services.people.addNamed(caller.user.id, params['id'] ?? '', what, body.name),
		}),
	]),
];
