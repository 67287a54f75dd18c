import { z } from 'zod';
import { ok, type Outcome } from '../refusal.ts';
import { endpoint } from './endpoint.ts';

const counts = z.object({
	records: z.number(),
	skipped: z.number(),
	authors: z.number(),
	/** What else its format counts: joins, replies, merges. */
	more: z.record(z.string(), z.number()),
});
const file = z.object({
	path: z.string(),
	sha256: z.string(),
	bytes: z.number(),
	isArchive: z.boolean().optional(),
	isInner: z.boolean().optional(),
});
const record = z.object({
	id: z.string(),
	sourceId: z.string(),
	sourceName: z.string(),
	at: z.string(),
	until: z.string().nullable(),
	atWritten: z.string(),
	precision: z.string(),
	author: z.string().nullable(),
	authorKind: z.string().nullable(),
	kind: z.string(),
	level: z.string().nullable(),
	text: z.string(),
	fields: z.string().nullable(),
	key: z.string(),
	thread: z.string().nullable(),
	meta: z.record(z.string(), z.unknown()).nullable(),
	raw: z.object({ file: z.string(), line: z.number(), byteOffset: z.number(), byteLength: z.number() }),
});
const source = z.object({
	id: z.string(),
	status: z.enum(['reading', 'proposed', 'ready', 'refused']),
	progress: z.number(),
	format: z.string().nullable(),
	formatTitle: z.string().nullable(),
	name: z.string(),
	fileName: z.string(),
	sha256: z.string(),
	bytes: z.number(),
	counts,
	first: z.string().nullable(),
	last: z.string().nullable(),
	assumptions: z.array(z.object({ what: z.string(), value: z.string().nullable(), because: z.string() })),
	skipped: z.array(
		z.object({ file: z.string().optional(), line: z.number(), reason: z.string(), text: z.string() }),
	),
	files: z.array(file),
	options: z.object({
		zone: z.string().nullable(),
		year: z.number().nullable(),
		date: z.string().nullable(),
		recordedFrom: z.string().nullable(),
		offsetMs: z.number(),
	}),
	refusal: z.string().nullable(),
	addedBy: z.string(),
	addedAt: z.string(),
});

const options = {
	zone: z.string().max(100).optional(),
	year: z.union([z.number(), z.string().max(10)]).optional(),
	date: z.string().max(20).optional(),
	recordedFrom: z.string().max(60).optional(),
	offset: z.union([z.number(), z.string().max(40)]).optional(),
};
const name = z.string().trim().max(200).optional();

/** Records asked for by id at once. */
const mostByIds = 200;

/** `source`, `author`, `kind` and `level` may be given several times. */
const filter = {
	source: z.string().optional(),
	author: z.string().optional(),
	kind: z.string().optional(),
	level: z.string().optional(),
	q: z.string().max(1000).optional(),
	from: z.string().max(40).optional(),
	to: z.string().max(40).optional(),
};

function filterOf(
	request: Request,
	query: { q?: string | undefined; from?: string | undefined; to?: string | undefined },
) {
	const { searchParams } = new URL(request.url);
	const several = (key: string) => searchParams.getAll(key).filter((value) => value !== '');
	const sources = several('source');
	return {
		sources: sources.length > 0 ? sources : undefined,
		authors: several('author'),
		kinds: several('kind'),
		levels: several('level'),
		q: query.q,
		from: query.from,
		to: query.to,
	};
}

const mutable = <T>(outcome: Outcome<readonly T[]>): Outcome<T[]> =>
	outcome.ok ? ok([...outcome.value]) : outcome;

/** Sources and the records in them. */
export const evidenceEndpoints = [
	endpoint({
		method: 'POST',
		path: '/analyses/:id/sources',
		summary:
			'Add a file, a zip or a folder (several parts named “file”) as a source, with optional fields format, zone, year, date, recordedFrom, offset, name, hold',
		streams: 'multipart',
		answer: z.object({ id: z.string() }),
		status: 202,
		run: ({ caller, params, request, services }) =>
			services.evidence.sources.upload(caller.user.id, params['id'] ?? '', request),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/sources/paste',
		summary: 'Add pasted words as a source; the HTML of the clipboard is read first',
		body: z.object({
			html: z.string().optional(),
			text: z.string(),
			format: z.string().max(40).optional(),
			...options,
			name,
			hold: z.boolean().optional(),
		}),
		answer: z.object({ id: z.string() }),
		status: 202,
		run: ({ caller, params, body, services }) => {
			const { html, text, name: title, hold, ...said } = body;
			return services.evidence.sources.paste(caller.user.id, params['id'] ?? '', {
				html,
				text,
				name: title,
				hold,
				options: said,
			});
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/sources',
		summary: 'All sources, in the order in which they were added',
		answer: z.object({ sources: z.array(source) }),
		run: async ({ caller, params, services }) => {
			const sources = await services.evidence.sources.list(caller.user.id, params['id'] ?? '');
			return sources.ok
				? ok({ sources: structuredClone([...sources.value]) as z.input<typeof source>[] })
				: sources;
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/sources/:sid',
		summary: 'How far a source is, what was counted, assumed and left out',
		answer: source,
		run: async ({ caller, params, services }) =>
			plain(await services.evidence.sources.get(caller.user.id, params['id'] ?? '', params['sid'] ?? '')),
	}),
	endpoint({
		method: 'PATCH',
		path: '/analyses/:id/sources/:sid',
		summary: 'Rename a source, read it anew with other options, or confirm one that is proposed',
		body: z.object({ name, ...options, confirm: z.boolean().optional() }),
		answer: source,
		run: async ({ caller, params, body, services }) =>
			plain(
				await services.evidence.sources.change(caller.user.id, params['id'] ?? '', params['sid'] ?? '', body),
			),
	}),
	endpoint({
		method: 'DELETE',
		path: '/analyses/:id/sources/:sid',
		summary: 'Undo an import whole',
		run: ({ caller, params, services }) =>
			services.evidence.sources.remove(caller.user.id, params['id'] ?? '', params['sid'] ?? ''),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/sources/:sid/records/:key',
		summary:
			'The record that people cite by this key: a Slack ts, a line or cue number, an entry id, a commit',
		answer: record,
		run: ({ caller, params, services }) =>
			services.evidence.records.byKey(
				caller.user.id,
				params['id'] ?? '',
				params['sid'] ?? '',
				params['key'] ?? '',
			),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/records',
		summary:
			'Records in the order of time, filtered by source, author, kind, level, from, to and words; cursor, start, order and limit page through them. Or those of the given ids, separated by commas; what is gone is left out',
		query: z.object({
			...filter,
			ids: z.string().max(8000).optional(),
			cursor: z.string().max(100).optional(),
			start: z.string().max(40).optional(),
			order: z.enum(['asc', 'desc']).optional(),
			limit: z.coerce.number().int().min(1).max(1000).optional(),
		}),
		answer: z.object({
			records: z.array(record),
			next: z.string().nullable(),
			previous: z.string().nullable(),
			total: z.union([z.number(), z.string()]),
		}),
		run: async ({ caller, params, query, request, services }) => {
			const { ids, cursor, start, order, limit } = query;
			if (ids !== undefined) {
				const wanted = ids.split(',').slice(0, mostByIds);
				const some = await services.evidence.records.some(caller.user.id, params['id'] ?? '', wanted);
				if (!some.ok) return some;
				return ok({ records: [...some.value], next: null, previous: null, total: some.value.length });
			}
			const filters = filterOf(request, query);
			const page = await services.evidence.records.page(caller.user.id, params['id'] ?? '', {
				...filters,
				cursor,
				start,
				order,
				limit,
			});
			return page.ok ? ok({ ...page.value, records: [...page.value.records] }) : page;
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/records/histogram',
		summary: 'How many records match per stretch of time: logs, chat and call, alerts',
		query: z.object({ ...filter, bins: z.coerce.number().int().min(1).max(2000).default(120) }),
		answer: z.object({
			from: z.string().nullable(),
			to: z.string().nullable(),
			total: z.number(),
			bins: z.array(z.object({ at: z.string(), logs: z.number(), chat: z.number(), alerts: z.number() })),
		}),
		run: async ({ caller, params, query, request, services }) => {
			const histogram = await services.evidence.records.histogram(
				caller.user.id,
				params['id'] ?? '',
				filterOf(request, query),
				query.bins,
			);
			return histogram.ok ? ok({ ...histogram.value, bins: [...histogram.value.bins] }) : histogram;
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/records/authors',
		summary: 'Who wrote, spoke or logged, with how many records',
		query: z.object({ source: z.string().optional() }),
		answer: z.object({
			authors: z.array(z.object({ name: z.string(), kind: z.string(), records: z.number() })),
		}),
		run: async ({ caller, params, request, services }) => {
			const { sources } = filterOf(request, {});
			const authors = mutable(
				await services.evidence.records.authors(caller.user.id, params['id'] ?? '', sources),
			);
			return authors.ok ? ok({ authors: authors.value }) : authors;
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/records/:rid',
		summary: 'One record',
		answer: record,
		run: ({ caller, params, services }) =>
			services.evidence.records.get(caller.user.id, params['id'] ?? '', params['rid'] ?? ''),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/records/:rid/around',
		summary: 'What stands just before and after a record, in its source or in all of them',
		query: z.object({
			count: z.coerce.number().int().min(1).max(100).default(3),
			within: z.enum(['source', 'all']).default('source'),
		}),
		answer: z.object({ before: z.array(record), after: z.array(record) }),
		run: async ({ caller, params, query, services }) => {
			const around = await services.evidence.records.around(
				caller.user.id,
				params['id'] ?? '',
				params['rid'] ?? '',
				query,
			);
			return around.ok ? ok({ before: [...around.value.before], after: [...around.value.after] }) : around;
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/records/:rid/raw',
		summary: 'The exact bytes of a record, as they lie in the original',
		run: async ({ caller, params, services }) => {
			const raw = await services.evidence.records.raw(
				caller.user.id,
				params['id'] ?? '',
				params['rid'] ?? '',
			);
			if (!raw.ok) return raw;
			return ok(
				new Response(new Uint8Array(raw.value.bytes), {
					headers: {
						'content-type': raw.value.type,
						'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(raw.value.fileName)}`,
						// It is somebody's file: shown as what it is, and never run.
						'content-security-policy': "default-src 'none'; sandbox",
						'x-content-type-options': 'nosniff',
						'cache-control': 'private, no-store',
					},
				}),
			);
		},
	}),
];

/** Read-only lists become plain ones for the schema, which checks them in any case. */
function plain<T>(outcome: Outcome<T>): Outcome<z.input<typeof source>> {
	return outcome.ok ? ok(outcome.value as unknown as z.input<typeof source>) : outcome;
}
