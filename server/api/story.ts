import { z } from 'zod';
import { ways } from '#lib/model/said.ts';
import { renderHtml, renderHtmlBlock } from '../story/html.ts';
import { renderMarkdown, renderMarkdownBlock } from '../story/markdown.ts';
import { exportFormats, exportNames } from '../story/export.ts';
import { ok } from '../refusal.ts';
import { endpoint } from './endpoint.ts';

const choice = z.enum(['wait', 'leave_out', 'role', 'override']);
const naming = z.enum(['name', 'role', 'pseudonym']);
const everyone = z.enum(['name', 'role']);
const published = z.object({
	id: z.string(),
	number: z.number(),
	title: z.string(),
	audience: z.enum(['members', 'link']),
	url: z.string(),
	publishedAt: z.string(),
	withdrawnAt: z.string().nullable(),
});
const before = z.object({
	people: z.array(
		z.object({
			personId: z.string(),
			name: z.string(),
			role: z.string(),
			why: z.array(z.enum(['named', 'quoted'])),
			passages: z.number(),
			seen: z.boolean(),
			answered: z.number(),
			choice: choice.nullable(),
			reason: z.string().nullable(),
		}),
	),
	names: z.array(
		z.object({
			personId: z.string(),
			name: z.string(),
			role: z.string(),
			naming,
			pseudonym: z.string().nullable(),
			named: z
				.string()
				.nullable()
				.describe('what the story calls them now; null when they are left out of it'),
		}),
	),
	everyone: everyone.describe('how people are named for whom nothing was chosen'),
	unknown: z.array(z.string()).readonly(),
	quotes: z.object({
		yes: z.number(),
		waiting: z.number(),
		silent: z.number().describe('no words are shown, and none are waited for'),
	}),
	openThreads: z.number(),
	differing: z.number().nullable(),
	undescribed: z.number(),
	words: z.number(),
	stories: z.array(published),
});
const run = z.union([
	z.object({
		text: z.string(),
		marks: z.array(z.enum(['bold', 'italic', 'code', 'strike', ...ways])).optional(),
		href: z.string().optional(),
	}),
	z.object({ event: z.number() }),
]);
const snapshot = z.object({
	version: z.literal(1),
	title: z.string(),
	standfirst: z.string(),
	number: z.string().nullable(),
	subject: z.string(),
	date: z.string().nullable(),
	zone: z.string(),
	blocks: z.array(z.looseObject({ is: z.string(), runs: z.array(run).optional() })),
	events: z.array(
		z.object({
			id: z.string(),
			kind: z.string(),
			title: z.string(),
			time: z.string(),
			at: z.string().nullable(),
			people: z.array(z.string()),
			sources: z.array(z.number()),
		}),
	),
	sources: z.array(
		z.object({
			recordId: z.string(),
			label: z.string(),
			author: z.string().nullable(),
			quoted: z.string().nullable(),
		}),
	),
	openThreads: z.number(),
	disagreements: z.array(z.string()).readonly().optional(),
	keptDisagreements: z.array(z.string()).readonly().optional(),
});

const formats = z.enum(['md', 'html', 'block-md', 'block-html']);

/** Stories: what stands before publishing, publishing, reading, downloads, taking back. */
export const storyEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/stories/before',
		summary:
			'What stands before a publication: who has not seen their passage, how people are named, open threads, quotes without a yes',
		answer: before,
		run: ({ caller, params, services }) => services.stories.before(caller.user, params['id'] ?? '') as never,
	}),
	endpoint({
		method: 'PUT',
		path: '/analyses/:id/stories/choices/:personId',
		summary: 'Choose for someone who has not seen their passage; a reason goes to them',
		body: z.object({ choice, reason: z.string().max(2000).optional() }),
		run: ({ caller, params, body, services }) =>
			services.stories.choose(
				caller.user,
				params['id'] ?? '',
				params['personId'] ?? '',
				body.choice,
				body.reason,
			),
	}),
	endpoint({
		method: 'PUT',
		path: '/analyses/:id/stories/names',
		summary: 'Name everyone in the story by name or by role, who joins later too; pseudonyms stay',
		body: z.object({ everyone }),
		run: ({ caller, params, body, services }) =>
			services.storyNaming.chooseForEveryone(caller.user, params['id'] ?? '', body.everyone),
	}),
	endpoint({
		method: 'PUT',
		path: '/analyses/:id/stories/names/:personId',
		summary:
			'Name someone in the story by their name, their role or a pseudonym, which must be nobody else’s name or pseudonym',
		body: z.object({ naming, pseudonym: z.string().max(200).optional() }),
		run: ({ caller, params, body, services }) =>
			services.storyNaming.choose(
				caller.user,
				params['id'] ?? '',
				params['personId'] ?? '',
				body.naming,
				body.pseudonym,
			),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/stories/preview',
		summary: 'The story as it would go out now',
		answer: snapshot,
		run: ({ caller, params, services }) => services.stories.preview(caller.user, params['id'] ?? '') as never,
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/stories',
		summary:
			'Publish a version; refused while someone named or quoted has not seen their passage and nothing was chosen for them',
		body: z.object({ audience: z.enum(['members', 'link']).default('members') }),
		answer: z.object({ id: z.string(), url: z.string() }),
		status: 201,
		run: ({ caller, params, body, services }) =>
			services.stories.publish(caller.user, params['id'] ?? '', body.audience),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/stories',
		summary: 'The published versions of an analysis',
		answer: z.object({ stories: z.array(published) }),
		run: async ({ caller, params, services }) => {
			const found = await services.stories.list(caller.user, params['id'] ?? '');
			return found.ok ? ok({ stories: [...found.value] }) : found;
		},
	}),
	endpoint({
		method: 'GET',
		path: '/stories/:id',
		summary: 'One published story',
		answer: z.object({
			id: z.string(),
			analysisId: z.string(),
			story: snapshot,
			publishedAt: z.string(),
			url: z.string(),
			mayOpenEvidence: z.boolean(),
		}),
		run: ({ caller, params, services }) => services.stories.read(caller.user, params['id'] ?? '') as never,
	}),
	endpoint({
		method: 'DELETE',
		path: '/stories/:id',
		summary: 'Take a published story back; copies that were downloaded stay where they are',
		run: ({ caller, params, services }) => services.stories.withdraw(caller.user, params['id'] ?? ''),
	}),
	endpoint({
		method: 'GET',
		path: '/stories/:id/download',
		summary:
			'A published story as Markdown or one HTML file, or as a block to attach to an existing post-mortem',
		query: z.object({ format: formats }),
		run: async ({ caller, params, query, services }) => {
			const found = await services.stories.read(caller.user, params['id'] ?? '');
			if (!found.ok) return found;
			const { story, url, analysisId, pictures } = found.value;
			const isHtml = query.format.endsWith('html');
			const render = {
				md: async () => renderMarkdown(story, url, new URL(pictures, url).href),
				html: async () => renderHtml(story, url, await services.pictures.inlined(analysisId, story)),
				'block-md': async () => renderMarkdownBlock(story, url),
				'block-html': async () => renderHtmlBlock(story, url),
			}[query.format];
			const name = `${query.format.startsWith('block') ? 'block' : 'story'}.${isHtml ? 'html' : 'md'}`;
			return ok(file(await render(), name, isHtml ? 'text/html' : 'text/markdown'));
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/export',
		summary:
			'The analysis as it stands now: md and html as the story would read, csv and timesketch its events (the second with the columns that Timesketch wants), json the whole timeline and the passages',
		query: z.object({
			format: z.enum(exportFormats),
			names: z
				.enum(exportNames)
				.default('story')
				.describe('people as the story names them, or by their own names in csv, timesketch and json'),
		}),
		run: async ({ caller, params, query, services }) => {
			const found = await services.exports.get(caller.user, params['id'] ?? '', query.format, query.names);
			if (!found.ok) return found;
			const name = query.format === 'timesketch' ? 'analysis-timesketch.csv' : `analysis.${query.format}`;
			return ok(file(found.value.text, name, found.value.mediaType));
		},
	}),
];

/** A file to keep; its name says nothing of what is in it. */
function file(text: string, name: string, mediaType: string): Response {
	return new Response(text, {
		headers: {
			'content-type': `${mediaType}; charset=utf-8`,
			'content-disposition': `attachment; filename="${name}"`,
			'content-security-policy': "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
			'x-content-type-options': 'nosniff',
			'cache-control': 'no-store',
		},
	});
}
