/**
 * A phrase in words that nobody but their author may have must turn up nowhere else: not in another document, a
 * response, an export, an index, a log line; and after withdrawal in no file. Interviews and reviews are not built
 * yet: their asides and consoles exist as documents only, written here by the server's own hand.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { roles } from '#lib/model/access.ts';
import { momentText } from '#lib/model/account.ts';
import { plainKinds, schemaVersion } from '#lib/model/documents.ts';
import { openHonest, until } from '#tests/support/collab-client.ts';
import { startFront, type FrontProcess } from '#tests/support/front-process.ts';
import { others, populate, type Populated } from '#tests/support/populated.ts';

const canaries = ['canary-of-the-account', 'canary-of-the-aside', 'canary-of-the-console'] as const;
const [draft] = canaries;

let world: Populated;
let front: FrontProcess;

beforeAll(async () => {
	world = await populate(async ({ collab }, analysis, userId) => {
		for (const [kind, words] of [
			['aside', canaries[1]],
			['console', canaries[2]],
		] as const)
			await collab.writeAs(userId, { analysis, kind, subject: others[kind] }, (doc) =>
				doc.getText('words').insert(0, words),
			);
	});
	front = await startFront(world.dataDir);
});
afterAll(async () => {
	await front.stop();
	await world.remove();
});

/** The files below a folder that hold any of the canaries, by their path within it. */
async function filesWith(words: readonly string[]): Promise<string[]> {
	const found: string[] = [];
	for (const entry of await readdir(world.dataDir, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath, entry.name);
		const bytes = await readFile(path);
		if (words.some((word) => bytes.includes(word))) found.push(path.slice(world.dataDir.length + 1));
	}
	return found.toSorted();
}

const address = (kind: string) => `analysis/${world.analysis}/${kind}`;
const socketUrl = () => `${front.origin.replace('http', 'ws')}/collab?v=${schemaVersion}`;

/** Writes the draft as its person does, through their own socket. */
async function write(): Promise<void> {
	const token = world.tokens.interviewee;
	const opened = await front.call(token, 'POST', `/analyses/${world.analysis}/part/open`);
	expect(opened.status).toBe(200);
	const client = openHonest(socketUrl(), address(`account/${world.people.interviewee}`), { token });
	await until('the account is there', () => momentText(client.doc, 'whole', 'told') !== undefined);
	momentText(client.doc, 'whole', 'told')?.insert(0, `${draft} is private`);
	momentText(client.doc, world.event, 'saw')?.insert(0, `${draft} too`);
	await client.saved();
	client.destroy();
}

/** Every GET of the API, its parameters filled in with what there is. */
async function everyAddress(): Promise<string[]> {
	const { text } = await front.call(undefined, 'GET', '/openapi.json');
	const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, unknown>> };
	const values: Record<string, string> = {
		id: world.analysis,
		pid: world.people.interviewee,
		eid: world.event,
		key: 'whole',
	};
	const filled = Object.entries(paths)
		.filter(([, methods]) => 'get' in methods)
		.map(([path]) =>
			path.replace(/^\/api\/v1/, '').replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'missing'),
		);
	const base = `/analyses/${world.analysis}`;
	return [
		...filled,
		...canaries.flatMap((word) => [`${base}/records?q=${word}`, `${base}/people/others?q=${word}`]),
		...['md', 'html', 'docx', 'json', 'csv', 'timesketch'].map((format) => `${base}/export?format=${format}`),
		...['md', 'html', 'json'].map((format) => `${base}/narrative?format=${format}`),
	];
}

test('[CN1] a canary in a draft, an aside and a console is in no response, export or search of any role', async () => {
	await write();
	const addresses = await everyAddress();
	expect(addresses.length).toBeGreaterThan(25);
	const leaks: string[] = [];
	let answered = 0;
	for (const token of [...Object.values(world.tokens), undefined])
		for (const path of addresses) {
			const { status, text } = await front.call(token, 'GET', path);
			if (status === 200) answered++;
			if (canaries.some((word) => text.includes(word))) leaks.push(path);
		}
	expect(leaks).toEqual([]);
	// Proof that something was asked at all.
	expect(answered).toBeGreaterThan(60);
});

test('[CN2] it is in no document that anybody else can open', async () => {
	const leaks: string[] = [];
	const refused: string[] = [];
	for (const role of roles.filter((one) => one !== 'interviewee')) {
		const names = [
			...plainKinds.map(address),
			...Object.entries(others).map(([kind, subject]) => address(`${kind}/${subject}`)),
			address(`account/${world.people.interviewee}`),
		];
		for (const name of names) {
			const client = openHonest(socketUrl(), name, { token: world.tokens[role] });
			await until(`${name} answers`, () => client.provider.isSynced || client.refusals.length > 0);
			const bytes = Buffer.from(Y.encodeStateAsUpdate(client.doc));
			if (canaries.some((word) => bytes.includes(word))) leaks.push(`${role} ${name}`);
			if (client.refusals.length > 0) refused.push(`${role} ${name}`);
			client.destroy();
		}
	}
	expect(leaks).toEqual([]);
	// Everybody but their author is refused the account.
	const account = address(`account/${world.people.interviewee}`);
	expect(refused.filter((line) => line.endsWith(account))).toHaveLength(roles.length - 1);
});

test('[CN3] it is in no log line, and in no file but the journal of the documents', async () => {
	expect(front.output()).toContain('"path":"/api/v1');
	for (const word of canaries) expect(front.output()).not.toContain(word);
	const files = await filesWith(canaries);
	expect(files.length).toBeGreaterThan(0);
	expect(files.filter((path) => !path.startsWith('journal'))).toEqual([]);
});

test('[CN4] after withdrawal it is in no file at all, shared copies and quotes included', async () => {
	const token = world.tokens.interviewee;
	const base = `/analyses/${world.analysis}`;
	const shared = await front.call(token, 'POST', `${base}/part/moments/whole/share`, { quotable: 'yes' });
	expect(shared.status).toBe(200);
	const { text } = await front.call(world.tokens.analyst, 'GET', `${base}/accounts`);
	const [{ id }] = (JSON.parse(text) as { accounts: [{ id: string }] }).accounts;
	const quote = await front.call(world.tokens.analyst, 'POST', `${base}/quotes`, {
		sharedAccountId: id,
		text: draft,
	});
	expect(quote.status).toBe(201);
	expect((await filesWith([draft])).length).toBeGreaterThan(0);
	const withdrawn = await front.call(token, 'POST', `${base}/part/withdraw`, { confirm: true });
	expect([withdrawn.status, withdrawn.text]).toEqual([200, '{"epoch":2}']);
	expect(await filesWith([draft])).toEqual([]);
	const quotes = await front.call(world.tokens.analyst, 'GET', `${base}/quotes`);
	expect(quotes.text).toContain('withdrawn');
	expect(front.output()).not.toContain(draft);
	// The copy of the old epoch is refused, so that no open tab can bring the words back.
	const stale = openHonest(socketUrl(), `${address(`account/${world.people.interviewee}`)}@1`, { token });
	await until('the old epoch is refused', () => stale.refusals.length > 0);
	expect(stale.refusals[0]).toBe('epoch');
	stale.destroy();
});
