import { z } from 'zod';
import { formatInstant } from '#lib/model/instant.ts';
import { forms } from '#lib/model/time.ts';
import { eventKinds, type TimelineEvent } from '#lib/model/timeline.ts';
import { ok, refuse } from '../refusal.ts';
import type { EventChange } from '../timeline/replay-event.ts';
import { whenJson } from '../timeline/when-json.ts';
import { endpoint } from './endpoint.ts';

const instant = z
	.string()
	.nullable()
	.optional()
	.describe('RFC 3339, up to six fractional digits; null is open');
const bounds = { earliest: instant, latest: instant, best: instant };
const endForm = z.enum(['exact', 'about', 'before', 'after', 'between', 'unknown']);

const when = z
	.union([
		z.string().min(1).max(200),
		z.object({
			...bounds,
			form: z.enum(forms).optional(),
			written: z.string().max(200).optional(),
			zone: z.string().max(64).optional(),
			end: z
				.object({ ...bounds, form: endForm.optional() })
				.nullable()
				.optional(),
		}),
	])
	.describe('an instant (2026-03-11T02:14:07Z), a time as typed ("about 02:40"), or its parts');

const toldWhen = z.object({
	form: z.enum(forms),
	earliest: z.string().nullable(),
	latest: z.string().nullable(),
	best: z.string().nullable(),
	written: z.string(),
	zone: z.string(),
	end: z
		.object({
			form: endForm,
			earliest: z.string().nullable(),
			latest: z.string().nullable(),
			best: z.string().nullable(),
		})
		.nullable(),
});
const event = z.object({
	id: z.string(),
	when: toldWhen,
	kind: z.enum(eventKinds),
	title: z.string(),
	label: z.string(),
	certainty: z.enum(['sure', 'thought', 'inferred']),
	description: z.string(),
	people: z.array(z.string()),
	systems: z.array(z.string()),
	records: z.array(z.string()),
});

const ids = z.array(z.string().trim().min(1).max(300)).max(500);
const fields = {
	when: when.optional(),
	at: z.string().max(60).optional().describe('short for an exact `when`'),
	kind: z.enum(eventKinds).optional(),
	label: z.string().trim().max(120).optional(),
	certainty: z.enum(['sure', 'thought', 'inferred']).optional(),
	description: z.string().max(20_000).optional(),
	people: ids.optional().describe('ids or names of people of the analysis'),
	systems: ids.optional().describe('ids or names; a new name makes a system'),
	records: ids.optional().describe('ids of cited records'),
};
const title = z.string().trim().min(1, 'say in a few words what happened').max(500);

function told({ descriptionProse, ...rest }: TimelineEvent): z.input<typeof event> {
	return {
		...rest,
		when: whenJson(rest.when),
		description: descriptionProse,
		people: [...rest.people],
		systems: [...rest.systems],
		records: [...rest.records],
	};
}

const changedFields = [
	'added',
	'removed',
	'restored',
	'merged',
	'when',
	'kind',
	'certainty',
	'people',
	'systems',
	'records',
	'claim',
	'knowing',
	'title',
	'label',
	'description',
	'order',
] as const;
const said = z.object({ when: toldWhen, personId: z.string().nullable() });
const change = z.object({
	field: z
		.enum(changedFields)
		.describe('of title, label and description only that they changed: deleted words never come back'),
	from: z.union([toldWhen, said, z.string(), z.array(z.string())]).optional(),
	to: z.union([toldWhen, said, z.string(), z.array(z.string())]).optional(),
});

function toldChange(past: EventChange): z.input<typeof change> {
	switch (past.field) {
		case 'when':
			return { ...past, from: whenJson(past.from), to: whenJson(past.to) };
		case 'people':
		case 'systems':
		case 'records':
			return { ...past, from: [...past.from], to: [...past.to] };
		case 'claim':
		case 'knowing': {
			const { field, from, to } = past;
			return {
				field,
				...(from && { from: { ...from, when: whenJson(from.when) } }),
				...(to && { to: { ...to, when: whenJson(to.when) } }),
			};
		}
		default:
			return past;
	}
}

/** Of rows that were left out: more than these nobody reads. */
const mostUnread = 500;

/** Events of the timeline, through the live document: editors see changes at once. */
export const timelineEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/events',
		summary: 'The timeline in order: events, gaps in the evidence',
		answer: z.object({
			events: z.array(event),
			gaps: z.array(
				z.object({
					id: z.string(),
					title: z.string(),
					scope: z.string(),
					note: z.string(),
					earliest: z.string(),
					latest: z.string(),
				}),
			),
			skipped: z.number().describe('how many entries could not be read'),
		}),
		run: async ({ caller, params, services }) => {
			const found = await services.events.list(caller.user.id, params['id'] ?? '');
			if (!found.ok) return found;
			const { events, gaps, skipped } = found.value;
			return ok({
				events: events.map(told),
				gaps: gaps.map(({ span, ...gap }) => ({
					...gap,
					earliest: formatInstant(span.earliest),
					latest: formatInstant(span.latest),
				})),
				skipped,
			});
		},
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/events',
		summary: 'Add an event',
		body: z.object({ ...fields, title }),
		answer: event,
		status: 201,
		run: async ({ caller, params, body, services }) => {
			const added = await services.events.add(caller.user.id, params['id'] ?? '', body);
			return added.ok ? ok(told(added.value)) : added;
		},
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/timeline/import',
		summary:
			'Take in a timeline that another tool wrote, as the body of the request: our JSON or CSV, Timesketch (CSV, JSONL), DFIR-IRIS, any table with a time and words; UTF-8, at most 64 MiB. What is there already is not added again',
		streams: 'bytes',
		query: z.object({
			kind: z.enum(eventKinds).optional().describe('of events whose row names none'),
		}),
		answer: z.object({
			is: z.enum(['second-story', 'timesketch', 'iris', 'table']).describe('what the file was read as'),
			added: z.number(),
			here: z.number().describe('events that were on the timeline already'),
			people: z.array(z.string()).describe('people of one of our own files who are new in the cast'),
			uncited: z.number().describe('citations left out: the analysis has no such evidence'),
			skipped: z.number().describe('rows that could not be read'),
			unread: z
				.array(z.object({ line: z.number(), text: z.string(), reason: z.string() }))
				.describe(`the first ${mostUnread} of these`),
		}),
		run: async ({ caller, params, query, request, services }) => {
			if (/^multipart\//i.test(request.headers.get('content-type') ?? ''))
				return refuse(
					'invalid',
					'Send the file itself as the body, such as curl --data-binary @FILE. Nothing was added.',
				);
			const taken = await services.timelineImport.takeIn(
				caller.user.id,
				params['id'] ?? '',
				request.body ?? '',
				query.kind,
			);
			if (!taken.ok) return taken;
			const { unread, people, ...counts } = taken.value;
			return ok({
				...counts,
				people: [...people],
				skipped: unread.length,
				unread: unread.slice(0, mostUnread),
			});
		},
	}),
	endpoint({
		method: 'PATCH',
		path: '/analyses/:id/events/:eid',
		summary: 'Change an event; sets given replace the ones there',
		body: z.object({ ...fields, title: title.optional() }),
		answer: event,
		run: async ({ caller, params, body, services }) => {
			const changed = await services.events.change(
				caller.user.id,
				params['id'] ?? '',
				params['eid'] ?? '',
				body,
			);
			return changed.ok ? ok(told(changed.value)) : changed;
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/events/:eid/history',
		summary: 'Who changed an event, what and when, oldest first; for analysts',
		answer: z.object({
			history: z.array(
				z.object({
					at: z.string(),
					by: z.object({ userId: z.string(), name: z.string() }),
					changes: z.array(change),
				}),
			),
		}),
		run: async ({ caller, params, services }) => {
			const found = await services.eventHistory.read(caller.user.id, params['id'] ?? '', params['eid'] ?? '');
			if (!found.ok) return found;
			return ok({
				history: found.value.map(({ at, by, changes }) => ({
					at: new Date(at).toISOString(),
					by,
					changes: changes.map(toldChange),
				})),
			});
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/analyses/:id/events/:eid',
		summary: 'Remove an event',
		run: ({ caller, params, services }) =>
			services.events.remove(caller.user.id, params['id'] ?? '', params['eid'] ?? ''),
	}),
];
