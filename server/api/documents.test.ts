import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { handleApi } from '#server/api/handle.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { addEvent, readTimeline } from '#lib/model/timeline.ts';
import { fromWire } from '#lib/model/timeline-wire.ts';
import { exactly } from '#lib/model/time.ts';

let house: House;
let ines: Client;
let id: AnalysisId;
const ref = () => ({ analysis: id, kind: 'timeline' }) as const;
beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('ines');
	id = (await ines.post('/analyses', { title: 'A quiet night', date: '2026-03-11' })).body.id;
});
afterAll(() => house.close());

const ask = (client: Client, query = '?epoch=1', headers = {}, what: 'state' | 'reading' = 'state') =>
	handleApi(
		new Request(`http://127.0.0.1:1/api/v1/analyses/${id}/timeline/${what}${query}`, {
			headers: { ...client.headers, ...headers },
		}),
		'127.0.0.1',
		house.services,
	);

test('[JR10] [JR11] a timeline comes whole as it is live, and what was deleted in it does not', async () => {
	const add = (title: string) =>
		house.services.collab.writeAs(ines.userId, ref(), (doc, origin) =>
			addEvent(doc, { title, when: exactly(1_773_200_000_000_000), kind: 'action' }, origin),
		);
	await add('Ana restarts the broker');
	const gone = await add('Ana swears at the broker');
	await ines.call('DELETE', `/analyses/${id}/events/${gone}`);
	for (let n = 0; n < 400; n++) await add(`Something happens ${n}`);
	const plain = await ask(ines);
	expect([plain.status, plain.headers.get('content-type'), plain.headers.get('cache-control')]).toEqual([
		200,
		'application/octet-stream',
		'no-store',
	]);
	const bytes = new Uint8Array(await plain.arrayBuffer());
	const doc = new Y.Doc();
	Y.applyUpdate(doc, bytes);
	expect(readTimeline(doc)).toEqual(await house.services.collab.read(ref(), readTimeline));
	expect(Buffer.from(bytes).includes('swears')).toBe(false);
	const packed = await ask(ines, '?epoch=1', { 'accept-encoding': 'gzip, br' });
	expect(packed.headers.get('content-encoding')).toBe('gzip');
	expect(new Uint8Array(gunzipSync(await packed.arrayBuffer()))).toEqual(bytes);

	const reading = await ask(ines, '?epoch=1', {}, 'reading');
	expect([reading.status, reading.headers.get('content-type')]).toEqual([200, 'application/json']);
	const words = await reading.text();
	expect(fromWire(JSON.parse(words))).toEqual(readTimeline(doc));
	expect(words.includes('swears')).toBe(false);
});

test('[JR10] [JR11] it is open to those alone who may read the document, and at its own epoch', async () => {
	const [reader, nobody] = [await house.user('reader'), await house.user('nobody')];
	await ines.post(`/analyses/${id}/members`, { email: 'reader@house.example', role: 'reader' });
	const statuses = (client: Client, query?: string) =>
		Promise.all(
			(['state', 'reading'] as const).map(async (what) => (await ask(client, query, {}, what)).status),
		);
	expect(await statuses(nobody)).toEqual([404, 404]);
	expect(await statuses(house.browser())).toEqual([401, 401]);
	const { status } = await reader.get(`/analyses/${id}/events`);
	expect(await statuses(reader)).toEqual([status, status]);
	expect(await statuses(ines, '?epoch=2')).toEqual([409, 409]);
	expect(await statuses(ines, '')).toEqual([400, 400]);
	await house.services.collab.erase(ref(), () => {});
	expect(await statuses(ines)).toEqual([409, 409]);
	// Nobody has it open, and a reading of it is not at hand: the page does without.
	expect(await statuses(ines, '?epoch=2')).toEqual([200, 204]);
});
