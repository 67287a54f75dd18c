/** Pictures in texts: what is no picture stays out, and nobody sees one of a text that they may not read. */
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnalysisId, PictureId } from '#lib/model/ids.ts';
import { appendBlocks } from '#lib/model/narrative.ts';
import { createEvidence } from '#server/evidence/evidence.ts';
import { handleApi } from '#server/api/handle.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';

let house: House;
let ines: Client;
let dev: Client;
let analysis: AnalysisId;
let other: AnalysisId;

const chunk = (name: string, data: Buffer) => {
	const head = Buffer.alloc(4);
	head.writeUInt32BE(data.length);
	return Buffer.concat([head, Buffer.from(name, 'latin1'), data, Buffer.alloc(4)]);
};
const png = Buffer.concat([
	Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
	chunk('IHDR', Buffer.from([0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0])),
	chunk('IDAT', deflateSync(Buffer.alloc(20))),
	chunk('IEND', Buffer.alloc(0)),
]);

async function send(who: Client, path: string, body: Buffer, type = 'image/png') {
	const response = await handleApi(
		new Request(`http://127.0.0.1:1/api/v1${path}`, {
			method: 'POST',
			headers: { origin: 'http://127.0.0.1:1', ...who.headers, 'content-type': type },
			body: new Uint8Array(body),
		}),
		'127.0.0.1',
		house.services,
	);
	return {
		status: response.status,
		body: (await response.json()) as { id: PictureId; error?: { message: string } },
	};
}

beforeAll(async () => {
	house = await openHouse();
	[ines, dev] = [await house.user('ines'), await house.user('dev')];
	analysis = (await ines.post('/analyses', { title: 'A quiet night' })).body.id as AnalysisId;
	other = (await dev.post('/analyses', { title: 'Another' })).body.id as AnalysisId;
});
afterAll(() => house.close());

test('[PI3] what is no picture, too large, or from somebody who does not write here is refused in one sentence', async () => {
	const path = `/analyses/${analysis}/pictures`;
	const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
	for (const [bytes, type] of [
		[svg, 'image/svg+xml'],
		[svg, 'image/png'],
		[Buffer.from('<!doctype html><script>alert(1)</script>'), 'image/png'],
		[Buffer.alloc(0), 'image/png'],
	] as const)
		expect((await send(ines, path, bytes, type)).body.error?.message).toBe(
			'That is no picture that can be shown here: PNG, JPEG, WebP or GIF. Nothing was added.',
		);
	const large = await send(ines, path, Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024)]));
	expect([large.status, large.body.error?.message]).toEqual([
		413,
		'That picture is larger than 10 MiB. Nothing was added; make it smaller, or import it as evidence.',
	]);
	expect((await send(dev, path, png)).status).toBe(404);
	expect((await send(house.browser(), path, png)).status).toBe(401);
});

test('[PI4] a picture is read by those of its analysis alone, as a picture, and is never run', async () => {
	const added = await send(ines, `/analyses/${analysis}/pictures`, png, 'text/html');
	expect(added).toMatchObject({ status: 201, body: { width: 3, height: 2 } });
	const path = `/analyses/${analysis}/pictures/${added.body.id}`;
	const answer = await ines.get(path);
	expect([
		answer.status,
		answer.headers.get('content-type'),
		answer.headers.get('x-content-type-options'),
	]).toEqual([200, 'image/png', 'nosniff']);
	expect(answer.headers.get('content-security-policy')).toContain('sandbox');
	for (const [who, where] of [
		[dev, path],
		[dev, `/analyses/${other}/pictures/${added.body.id}`],
		[ines, `/analyses/${other}/pictures/${added.body.id}`],
		[ines, `/analyses/${analysis}/pictures/pic_missing1`],
	] as const)
		expect((await who.get(where)).status).toBe(404);
	expect((await house.browser().get(path)).status).toBe(401);
});

test('[PI5] a story shows the pictures that stand in it, to those who may read it, and no others', async () => {
	const shown = (await send(ines, `/analyses/${analysis}/pictures`, png)).body.id;
	const unused = (await send(ines, `/analyses/${analysis}/pictures`, png)).body.id;
	const foreign = (await send(dev, `/analyses/${other}/pictures`, png)).body.id;
	await house.services.collab.writeAs(ines.userId, { analysis, kind: 'narrative' }, (doc, origin) => {
		const text = (words: string) =>
			({ is: 'paragraph', content: [{ is: 'text', text: words, marks: [] }] }) as const;
		const size = { width: 3, height: 2 };
		appendBlocks(
			doc,
			[
				text('What the board showed:'),
				{
					is: 'picture',
					pictureId: shown,
					alt: 'A "green" board',
					...size,
					blocks: [text('Green at 02:14')],
				},
				{ is: 'picture', pictureId: foreign, alt: '', ...size, blocks: [text('')] },
			],
			origin,
		);
	});
	const made = await ines.post(`/analyses/${analysis}/stories`, { audience: 'link' });
	const { id, url } = made.body as { id: string; url: string };
	const nobody = house.browser();
	const behind = `/story-links/${url.split('/s/')[1]}/pictures`;
	expect((await nobody.get(`${behind}/${shown}`)).headers.get('content-type')).toBe('image/png');
	for (const picture of [unused, foreign])
		expect((await nobody.get(`${behind}/${picture}`)).status).toBe(404);
	expect((await nobody.get(`/story-links/wrong/pictures/${shown}`)).status).toBe(404);
	const html = String((await ines.get(`/stories/${id}/download?format=html`)).body);
	expect(html).toContain('<img src="data:image/png;base64,');
	expect(html).toContain('alt="A &quot;green&quot; board"');
	expect(html).toContain('A picture stood here that cannot be shown any more.');
	expect(html.split('<img').length).toBe(2);
	const markdown = String((await ines.get(`/stories/${id}/download?format=md`)).body);
	expect(markdown).toContain(`![A "green" board](http://127.0.0.1:1/api/v1${behind}/${shown})`);
	await ines.call('DELETE', `/stories/${id}`);
	expect((await nobody.get(`${behind}/${shown}`)).status).toBe(404);
});

test('[PI6] a server that starts again keeps the bytes of pictures', async () => {
	const { id } = (await send(ines, `/analyses/${analysis}/pictures`, png)).body;
	const again = await createEvidence({
		databases: house.services.databases,
		dataDir: house.dataDir,
		importMaxBytes: 1,
		standing: () => Promise.reject(new Error('nobody asks')),
	});
	await again.close();
	expect((await ines.get(`/analyses/${analysis}/pictures/${id}`)).status).toBe(200);
});
