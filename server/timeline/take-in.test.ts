import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, type Client, type House } from '#tests/support/house.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { readTimeline } from '#lib/model/timeline.ts';

let house: House;
let ines: Client;
let dev: Client;
let id: string;
beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('ines');
	dev = await house.user('dev');
	id = (await ines.post('/analyses', { title: 'A quiet night', date: '2026-03-11' })).body.id;
	await ines.post(`/analyses/${id}/people`, { name: 'Priya' });
	const event = {
		title: '=SUM(A1), “quoted”',
		when: 'between 02:39 and 02:43',
		people: ['Priya'],
		systems: ['kafka-main'],
	};
	expect((await ines.post(`/analyses/${id}/events`, { ...event, description: 'Two\nlines.' })).status).toBe(
		201,
	);
	await ines.post(`/analyses/${id}/events`, { title: 'Afterwards', when: '?', kind: 'care' });
});
afterAll(() => house.close());

const timelineOf = (analysis: string) =>
	house.services.collab.read({ analysis: analysis as AnalysisId, kind: 'timeline' }, readTimeline);
const takeIn = (who: Client, analysis: string, text: string) =>
	house.services.timelineImport.takeIn(who.userId, analysis, text);

test.each(['json', 'csv', 'timesketch'] as const)(
	'[TE12] an export as %s makes the same timeline in another analysis, once',
	async (format) => {
		const exported = await house.services.exports.get({ id: ines.userId } as never, id, format);
		if (!exported.ok) throw new Error(exported.refusal.message);
		const other = (await ines.post('/analyses', { title: 'Another', date: '2026-03-11' })).body.id;
		expect(await takeIn(ines, other, exported.value.text)).toEqual({
			ok: true,
			value: {
				is: format === 'timesketch' ? 'timesketch' : 'second-story',
				added: 2,
				here: 0,
				uncited: 0,
				people: ['Priya'],
				unread: [],
			},
		});
		const cast = (await ines.get(`/analyses/${other}/people`)).body.people;
		const [before, after] = [await timelineOf(id), await timelineOf(other)];
		expect(cast.map(({ name }: { name: string }) => name)).toEqual(['Priya']);
		expect(after.events).toEqual(
			before.events.map((event) => ({
				...event,
				people: event.people.size > 0 ? new Set([cast[0].id]) : event.people,
			})),
		);
		expect(await takeIn(ines, other, exported.value.text)).toMatchObject({ value: { added: 0, here: 2 } });
		expect(await timelineOf(other)).toEqual(after);
	},
);

test('[TE13] who may not write the timeline, or may not add its people, takes nothing in', async () => {
	const file = 'message,datetime,timestamp_desc\nStarted,2026-03-11T02:14:07Z,Start\n';
	expect(await takeIn(dev, id, file)).toMatchObject({ ok: false, refusal: { code: 'not_found' } });
	await ines.post(`/analyses/${id}/members`, { email: 'dev@house.example', role: 'contributor' });
	const before = await timelineOf(id);
	const json = JSON.stringify({
		is: 'second-story/timeline',
		version: 2,
		people: [{ id: 'per_stranger', name: 'A stranger' }],
		events: [
			{
				id: 'evt_00000',
				title: 'x',
				kind: 'action',
				when: { form: 'order', written: '', zone: 'UTC' },
				people: ['per_stranger'],
			},
		],
	});
	expect(await takeIn(dev, id, json)).toMatchObject({ ok: false, refusal: { code: 'forbidden' } });
	expect(await takeIn(dev, id, 'a,b\n1,2')).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
	expect(await timelineOf(id)).toEqual(before);
	expect(await takeIn(dev, id, file)).toMatchObject({ ok: true, value: { added: 1 } });
});
