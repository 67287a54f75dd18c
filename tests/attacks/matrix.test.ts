/** The table of who may do what, asked of a running server: every document through its socket, the rest through HTTP. */
import { schemaVersion } from '#lib/model/documents.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '#lib/model/access.ts';
import { columns, matrix } from '#tests/support/access-matrix.ts';
import { openHonest, until } from '#tests/support/collab-client.ts';
import { startFront, type FrontProcess } from '#tests/support/front-process.ts';
import { others, populate, type Populated } from '#tests/support/populated.ts';

let world: Populated;
let front: FrontProcess;
let base: string;

beforeAll(async () => {
	world = await populate();
	front = await startFront(world.dataDir);
	base = `/analyses/${world.analysis}`;
});
afterAll(async () => {
	await front.stop();
	await world.remove();
});

/** What a socket gives: `join` and `read` look alike on a document that holds nothing. */
async function rightOf(token: string, name: string): Promise<string> {
	const url = `${front.origin.replace('http', 'ws')}/collab?v=${schemaVersion}`;
	const client = openHonest(url, `analysis/${world.analysis}/${name}`, { token });
	let scope: string | undefined;
	client.provider.on('authenticated', (event: { scope: string }) => (scope = event.scope));
	await until(`${name} answers`, () => scope !== undefined || client.refusals.length > 0);
	client.destroy();
	if (client.refusals.length > 0)
		return client.refusals[0] === 'forbidden' ? '-' : (client.refusals[0] ?? '');
	if (scope === 'read-write') return 'write';
	return 'read';
}

test('[AX4] through the socket every role gets of every document exactly what the table says', async () => {
	const expected: string[] = [];
	const given: string[] = [];
	for (const [row = '', ...cells] of matrix) {
		const [kind = '', whose] = row.split('/');
		// Interviews and reviews have no rows yet that could make one of them somebody's own.
		const hasOwn = kind === 'account';
		if (row.startsWith('=') || (whose === 'mine' && !hasOwn)) continue;
		for (const [index, column] of columns.entries()) {
			const who = column as Role | 'nobody';
			const own = who === 'nobody' ? others.account : world.people[who];
			const subject = whose === 'mine' ? own : others[kind as keyof typeof others];
			const name = whose === undefined ? kind : `${kind}/${subject}`;
			const cell = cells[index] ?? '';
			const right = cell.includes('w') ? 'write' : cell === '-' ? '-' : 'read';
			expected.push(`${column} ${row}: ${right}`);
			given.push(`${column} ${row}: ${await rightOf(world.tokens[who], name)}`);
		}
	}
	expect(given).toEqual(expected);
	expect(given.length).toBeGreaterThan(80);
});

test('[AX5] a name that means nothing is refused to everyone like one they may not open', async () => {
	const names = [
		'timeline/per_1111',
		'board',
		'account',
		'account/per_nobody0000',
		'narrative@7',
		'../timeline',
	];
	const given = [];
	for (const name of names) given.push(await rightOf(world.tokens.lead, name));
	expect(given).toEqual(['-', '-', '-', '-', 'epoch', '-']);
});

interface Probe {
	readonly method: string;
	readonly path: () => string;
	readonly body?: () => unknown;
	/** What an allowed caller is answered. */
	readonly allowed: number;
	/** Allowed and refused answers alike are 404: the words tell them apart. */
	readonly words?: string;
	/** What must be there before each call, made by the lead. */
	readonly prepare?: () => Promise<void>;
}

let sourceId = '';
/** A source that counts, for whoever may take it away. */
async function paste(): Promise<void> {
	const { lead } = world.tokens;
	const made = await front.call(lead, 'POST', `${base}/sources/paste`, pasted(`${Math.random()}`));
	sourceId = (JSON.parse(made.text) as { id: string }).id;
	const deadline = Date.now() + 10_000;
	for (let text = ''; !text.includes('"status":"ready"');) {
		if (Date.now() > deadline) throw new Error(`the paste was not read: ${text}`);
		({ text } = await front.call(lead, 'GET', `${base}/sources/${sourceId}`));
	}
}
const pasted = (words: string) => ({ text: `2026-03-11 02:14:07 page ${words}`, zone: 'UTC' });

const get = (path: string, allowed = 200): Probe => ({ method: 'GET', path: () => base + path, allowed });
const probes: Readonly<Record<string, Probe>> = {
	'=analysis r': get(''),
	'=analysis w': { method: 'PATCH', path: () => base, body: () => ({ summary: 'x' }), allowed: 200 },
	'=members r': get('/members'),
	'=members m': {
		method: 'PATCH',
		path: () => `${base}/members/${world.userIds.analyst}`,
		body: () => ({ role: 'analyst' }),
		allowed: 204,
	},
	'=invitations r': get('/invitations'),
	'=invitations m': {
		method: 'POST',
		path: () => `${base}/invitations`,
		body: () => ({ personId: world.people.reader }),
		allowed: 201,
	},
	'=people r': get('/people'),
	'=people w': {
		method: 'PATCH',
		path: () => `${base}/people/${world.people.reader}`,
		body: () => ({ part: 'was there' }),
		allowed: 200,
	},
	'=evidence r': get('/records'),
	'=evidence w': {
		method: 'POST',
		path: () => `${base}/sources/paste`,
		body: () => pasted('again'),
		allowed: 202,
	},
	'=evidence d': {
		method: 'DELETE',
		path: () => `${base}/sources/${sourceId}`,
		prepare: paste,
		allowed: 204,
	},
	// Whoever may add one is told that this is none.
	'=pictures w': { method: 'POST', path: () => `${base}/pictures`, body: () => ({}), allowed: 400 },
	'=story r': get('/stories'),
	'=story p': {
		method: 'POST',
		path: () => `${base}/stories`,
		body: () => ({ audience: 'members' }),
		allowed: 409,
	},
	// Those who only comment are answered too, with the threads on the frozen text alone.
	'=threads r': {
		...get('/threads'),
		words: '"event":',
		prepare: async () => {
			const on = { event: world.event };
			await front.call(world.tokens.lead, 'POST', `${base}/threads`, { on, kind: 'note', body: 'x' });
		},
	},
	'=threads w': {
		method: 'POST',
		path: () => `${base}/threads`,
		body: () => ({ on: { event: world.event }, kind: 'note', body: 'x' }),
		allowed: 201,
	},
	'=draft r': get('/draft'),
	'=sharedAccounts r': get('/accounts'),
	'=part/mine r': get('/part'),
	'=part/mine w': { method: 'POST', path: () => `${base}/part/open`, body: () => ({}), allowed: 200 },
	'=quotes r': get('/quotes'),
	'=quotes w': {
		method: 'POST',
		path: () => `${base}/quotes`,
		body: () => ({ sharedAccountId: 'acc_missing', text: 'x' }),
		allowed: 404,
		words: 'shared moment',
	},
	'=history r': {
		method: 'GET',
		path: () => `${base}/events/${world.event}/history`,
		allowed: 200,
	},
	'=export r': get('/export?format=json'),
};

test('[AX6] through HTTP every role may do exactly what the table says', async () => {
	const expected: string[] = [];
	const given: string[] = [];
	for (const [key, { method, path, body, allowed, words, prepare }] of Object.entries(probes)) {
		const [row = '', letter = ''] = key.split(' ');
		const cells = matrix.find(([name]) => name === row)?.slice(1) ?? [];
		for (const [index, column] of columns.entries()) {
			const token = world.tokens[column as Role | 'nobody'];
			await prepare?.();
			const { status, text } = await front.call(token, method, path(), body?.());
			const isAllowed = status === allowed && (words === undefined || text.includes(words));
			expected.push(`${column} ${key}: ${cells[index]?.includes(letter) ? 'yes' : 'no'}`);
			const isRefused = [401, 403, 404].includes(status) || (status === allowed && words !== undefined);
			given.push(`${column} ${key}: ${isAllowed ? 'yes' : isRefused ? 'no' : status}`);
		}
	}
	expect(given).toEqual(expected);
	expect(given).toHaveLength(Object.keys(probes).length * columns.length);
});

test('[AX7] signed out, nothing of an analysis answers', async () => {
	const statuses = await Promise.all(
		Object.values(probes).map(async ({ method, path, body }) => {
			return (await front.call(undefined, method, path(), body?.())).status;
		}),
	);
	expect(new Set(statuses)).toEqual(new Set([401]));
});

test('[AX8] a revoked link closes what it opened within a second', async () => {
	const lead = world.tokens.lead;
	const made = await front.call(lead, 'POST', `${base}/invitations`, { personId: world.people.participant });
	const { id, url } = JSON.parse(made.text) as { id: string; url: string };
	const opened = await front.call(undefined, 'POST', '/invitations/exchange', { token: url.split('#')[1] });
	const token = opened.cookie.slice(opened.cookie.indexOf('=') + 1);
	expect((await front.call(token, 'POST', `${base}/part/open`, {})).status).toBe(200);
	const client = openHonest(
		`${front.origin.replace('http', 'ws')}/collab?v=${schemaVersion}`,
		`analysis/${world.analysis}/account/${world.people.participant}`,
		{ token },
	);
	await until('it is open', () => client.provider.isSynced);
	const began = performance.now();
	expect((await front.call(lead, 'DELETE', `${base}/invitations/${id}`)).status).toBe(204);
	await until('it is closed', () => client.refusals.length > 0);
	expect(performance.now() - began).toBeLessThan(1000);
	expect(client.refusals[0]).toBe('revoked');
	client.destroy();
});

test('[GS4] a group session lets an interviewee write until its end; then their words stay and writes are refused', async () => {
	const name = `analysis/${world.analysis}/timeline`;
	const url = `${front.origin.replace('http', 'ws')}/collab?v=${schemaVersion}`;
	const token = world.tokens.interviewee;
	expect(await rightOf(token, 'timeline')).toBe('-');
	const started = await front.call(world.tokens.lead, 'POST', `${base}/group-sessions`, {
		personIds: [world.people.interviewee],
		until: new Date(Date.now() + 2_500).toISOString(),
	});
	expect(started.status).toBe(201);
	const client = openHonest(url, name, { token });
	await until('it is open', () => client.provider.isSynced);
	client.doc.getMap('gaps').set('gap_words0000', 'theirs');
	await client.saved();
	await until('the session is over', () => client.refusals.length > 0);
	expect(client.refusals[0]).toBe('rights');
	client.destroy();
	expect(await rightOf(token, 'timeline')).toBe('-');
	const lead = openHonest(url, name, { token: world.tokens.lead });
	await until('the lead reads', () => lead.provider.isSynced);
	expect(lead.doc.getMap('gaps').get('gap_words0000')).toBe('theirs');
	lead.destroy();
});
