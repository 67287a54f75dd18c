import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { handleApi } from '#server/api/handle.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { addEvent, readTimeline } from '#lib/model/timeline.ts';
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

const ask = (client: Client, query = '?epoch=1', headers = {}) =>
	handleApi(
		new Request(`http://127.0.0.1:1/api/v1/analyses/${id}/timeline/state${query}`, {
			headers: { ...client.headers, ...headers },
		}),
		'127.0.0.1',
		house.services,
	);

test('[JR10] a timeline comes whole as it is live, and what was deleted in it does not', async () => {
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
});

test('[JR10] it is open to those alone who may read the document, and at its own epoch', async () => {
	const [reader, nobody] = [await house.user('reader'), await house.user('nobody')];
	await ines.post(`/analyses/${id}/members`, { email: 'reader@house.example', role: 'reader' });
	expect((await ask(nobody)).status).toBe(404);
	expect((await ask(house.browser())).status).toBe(401);
	expect((await ask(reader)).status).toBe((await reader.get(`/analyses/${id}/events`)).status);
	expect((await ask(ines, '?epoch=2')).status).toBe(409);
	expect((await ask(ines, '')).status).toBe(400);
	await house.services.collab.erase(ref(), () => {});
	expect([(await ask(ines)).status, (await ask(ines, '?epoch=2')).status]).toEqual([409, 200]);
});
