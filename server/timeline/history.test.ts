import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, type AnalysisId, type EventId } from '#lib/model/ids.ts';
import type { Origin } from '#lib/model/origin.ts';
import { exactly } from '#lib/model/time.ts';
import {
	addEvent,
	claimTime,
	describeEvent,
	dropClaim,
	mergeEvents,
	patchEvent,
	removeEvent,
	restoreEvent,
	retimeEvent,
	undoTimeline,
} from '#lib/model/timeline.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';
import { replayEvent, type PastRow } from './replay-event.ts';

let house: House;
let ines: Client;
let dev: Client;
let base: string;
let analysis: AnalysisId;
beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('ines');
	dev = await house.user('dev');
	analysis = (await ines.post('/analyses', { title: 'A quiet night', date: '2026-03-11' })).body.id;
	base = `/analyses/${analysis}`;
	await ines.post(`${base}/members`, { email: 'dev@house.example', role: 'analyst' });
});
afterAll(() => house.close());

/** Rows of a document as a journal would have them: what each act of each person made. */
function journal() {
	const doc = new Y.Doc();
	const rows: PastRow[] = [];
	let clock = 1_000_000;
	let who = '';
	doc.on('update', (bytes: Uint8Array) => rows.push({ userId: who, at: clock, bytes }));
	const origins = new Map<string, Origin>();
	/** Somebody does something, so many seconds after what was done before. */
	const act = <T>(userId: string, seconds: number, verb: (doc: Y.Doc, origin: Origin) => T): T => {
		clock += seconds * 1000;
		who = userId;
		const origin = origins.get(userId) ?? { source: 'local', userId };
		origins.set(userId, origin);
		return verb(doc, origin);
	};
	const told = (id: EventId, from?: Uint8Array) =>
		replayEvent(from, rows, id).map(({ at, userId, changes }) => [at / 1000 - 1000, userId, ...changes]);
	return { doc, rows, act, told };
}
const draft = (title = 'x') => ({ when: exactly(1), kind: 'signal' as const, title });

test('[TE5] over HTTP: who changed what, in words of the model; of words only that they changed', async () => {
	const priya = (await ines.post(`${base}/people`, { name: 'Priya' })).body.id;
	const { body: added } = await ines.post(`${base}/events`, { title: 'Secret title', when: '02:40' });
	const one = `${base}/events/${added.id}`;
	const patched = await dev.call('PATCH', one, {
		when: 'about 02:41',
		kind: 'decision',
		people: ['Priya'],
		title: 'Other',
		description: 'Lag.',
	});
	await ines.call('DELETE', one);
	const { status, body } = await dev.get(`${one}/history`);
	expect(status).toBe(200);
	const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
	expect(body).toEqual({
		history: [
			{ at: instant, by: { userId: ines.userId, name: 'ines' }, changes: [{ field: 'added' }] },
			{
				at: instant,
				by: { userId: dev.userId, name: 'dev' },
				changes: [
					{ field: 'when', from: added.when, to: patched.body.when },
					{ field: 'kind', from: 'action', to: 'decision' },
					{ field: 'people', from: [], to: [priya] },
					{ field: 'title' },
					{ field: 'description' },
				],
			},
			{ at: instant, by: { userId: ines.userId, name: 'ines' }, changes: [{ field: 'removed' }] },
		],
	});
	expect(JSON.stringify(body)).not.toMatch(/Secret|Other|Lag/);
});
test('[TE6] the past of an event is for analysts; to others of the timeline it is refused, to outsiders it is nothing', async () => {
	const { body: event } = await ines.post(`${base}/events`, { title: 'x', when: '02:40' });
	const path = `${base}/events/${event.id}/history`;
	const answers: Record<string, unknown> = {};
	const eve = await house.user('eve');
	answers['outsider'] = (await eve.get(path)).status;
	for (const role of ['contributor', 'facilitator', 'interviewee', 'participant', 'reader', 'analyst']) {
		await house.services.databases.core
			.insertInto('membership')
			.values({
				...{ analysis_id: analysis, user_id: eve.userId, role, person_id: null },
				...{ added_by: ines.userId, added_at: 0 },
			})
			.onConflict((conflict) => conflict.columns(['analysis_id', 'user_id']).doUpdateSet({ role }))
			.execute();
		answers[role] = (await eve.get(path)).status;
	}
	answers['signed out'] = (await house.browser().get(path)).status;
	expect(answers).toEqual({
		outsider: 404,
		contributor: 403,
		facilitator: 403,
		interviewee: 404,
		participant: 404,
		reader: 404,
		analyst: 200,
		'signed out': 401,
	});
	for (const wrong of ['evt_gone', 'nonsense', newId('gap')])
		expect((await ines.get(`${base}/events/${wrong}/history`)).body.error.code).toBe('not_found');
});
test('[TE7] removing, restoring, undoing and merging are entries of their own', () => {
	const { doc, act, told } = journal();
	const id = act('ines', 0, (d, origin) => addEvent(d, draft(), origin));
	const removed = act('dev', 10, (d, origin) => removeEvent(d, id, origin));
	act('dev', 1, (d, origin) => removed && restoreEvent(d, removed, origin));
	const undo = act('ines', 0, (d, origin) => undoTimeline(d, origin));
	act('ines', 10, (d, origin) => removeEvent(d, id, origin));
	act('ines', 10, () => undo.undo());
	const other = act('dev', 100, (d, origin) => addEvent(d, draft('other'), origin));
	act('dev', 100, (d, origin) => mergeEvents(d, id, [other], origin));
	expect(told(id)).toEqual([
		[0, 'ines', { field: 'added' }],
		[10, 'dev', { field: 'removed' }],
		[11, 'dev', { field: 'restored' }],
		[21, 'ines', { field: 'removed' }],
		[31, 'ines', { field: 'restored' }],
		[231, 'dev', { field: 'description' }, { field: 'merged', from: other }],
	]);
	expect(told(other)).toEqual([
		[131, 'dev', { field: 'added' }],
		[231, 'dev', { field: 'merged', to: id }],
	]);
	expect(told(newId('event'))).toEqual([]);
	// Taken back, it is there again, and what had gone into it with it.
	const third = act('dev', 0, (d, origin) => addEvent(d, draft('third'), origin));
	const ofMerges = act('dev', 0, (d, origin) => undoTimeline(d, origin));
	act('dev', 10, (d, origin) => mergeEvents(d, third, [id], origin));
	act('dev', 10, () => ofMerges.undo());
	expect(told(id).slice(-2)).toEqual([
		[241, 'dev', { field: 'merged', to: third }],
		[251, 'dev', { field: 'restored' }, { field: 'merged', from: other }],
	]);
	ofMerges.destroy();
	undo.destroy();
	doc.destroy();
});
test('[TE8] what one person does to one field within a minute is one entry; what was taken back is none', () => {
	const { act, told } = journal();
	const id = act('ines', 0, (doc, origin) => addEvent(doc, draft(), origin));
	act('ines', 5, (doc, origin) => retimeEvent(doc, id, exactly(2), origin));
	act('ines', 50, (doc, origin) => retimeEvent(doc, id, exactly(3), origin));
	act('dev', 1, (doc, origin) => retimeEvent(doc, id, exactly(4), origin));
	act('dev', 61, (doc, origin) => retimeEvent(doc, id, exactly(5), origin));
	for (const words of ['a', 'ab', 'abc'])
		act('dev', 5, (doc, origin) => describeEvent(doc, id, words, origin));
	act('ines', 5, (doc, origin) => patchEvent(doc, id, { kind: 'care' }, origin));
	act('ines', 5, (doc, origin) => patchEvent(doc, id, { kind: 'signal' }, origin));
	act('ines', 5, (doc, origin) => patchEvent(doc, id, { label: 'y' }, origin));
	expect(told(id)).toEqual([
		[0, 'ines', { field: 'added' }],
		[55, 'ines', { field: 'when', from: exactly(1), to: exactly(3) }],
		[56, 'dev', { field: 'when', from: exactly(3), to: exactly(4) }],
		[117, 'dev', { field: 'when', from: exactly(4), to: exactly(5) }],
		[132, 'dev', { field: 'description' }],
		[147, 'ines', { field: 'label' }],
	]);
});
test('[TE9] claims tell whose time it was, and not in which words', () => {
	const { act, told } = journal();
	const person = newId('person');
	const id = act('ines', 0, (doc, origin) => addEvent(doc, draft(), origin));
	const claim = act('dev', 5, (doc, origin) =>
		claimTime(doc, { eventId: id, personId: person, source: 'secret', when: exactly(9) }, origin),
	);
	act('dev', 5, (doc, origin) => dropClaim(doc, claim, origin));
	const said = { when: exactly(9), personId: person };
	expect(told(id)).toEqual([
		[0, 'ines', { field: 'added' }],
		[5, 'dev', { field: 'claim', to: said }],
		[10, 'dev', { field: 'claim', from: said }],
	]);
});
test('[TE10] where words were taken out for good, the history begins with what was left', async () => {
	const { doc, rows, act, told } = journal();
	const id = act('ines', 0, (d, origin) => addEvent(d, draft(), origin));
	const left = Y.encodeStateAsUpdate(doc);
	rows.length = 0;
	act('dev', 5, (d, origin) => patchEvent(d, id, { kind: 'care' }, origin));
	expect(told(id, left)).toEqual([[5, 'dev', { field: 'kind', from: 'signal', to: 'care' }]]);
	// The same through the journal, whose rows do not reach back any more.
	const { body: event } = await ines.post(`${base}/events`, { title: 'x', when: '02:40' });
	await house.services.collab.erase({ analysis, kind: 'timeline' }, () => undefined);
	await dev.call('PATCH', `${base}/events/${event.id}`, { kind: 'care' });
	const { body } = await ines.get(`${base}/events/${event.id}/history`);
	expect(body.history.map(({ changes }: { changes: unknown }) => changes)).toEqual([
		[{ field: 'kind', from: 'action', to: 'care' }],
	]);
});
test('[TE11] a long history is replayed beside the event loop', async () => {
	const { doc, rows, act } = journal();
	const id = act('ines', 0, (d, origin) => addEvent(d, draft(), origin));
	const other = act('ines', 0, (d, origin) => addEvent(d, draft(), origin));
	for (let n = 0; n < 12_000; n++)
		act('ines', 1, (d, origin) => patchEvent(d, other, { title: `${n}` }, origin));
	act('dev', 100, (d, origin) => patchEvent(d, id, { kind: 'care' }, origin));
	doc.destroy();
	const long = (await ines.post('/analyses', { title: 'A long one' })).body.id as AnalysisId;
	const name = `analysis/${long}/timeline`;
	const { journal: kept } = house.services.collab;
	for (const { userId, at: _at, bytes } of rows)
		kept.append({ address: `${name}@1`, document: name, epoch: 1, userId, clientId: 0, bytes });
	await kept.flush();
	// Turns of the event loop while it is read: one that is held turns once.
	let turns = 0;
	let isDone = false;
	const turn = (): void => {
		turns++;
		if (!isDone) setTimeout(turn, 1);
	};
	turn();
	const { body } = await ines.get(`/analyses/${long}/events/${id}/history`);
	isDone = true;
	expect(body.history.map(({ changes }: { changes: unknown }) => changes)).toEqual([
		[{ field: 'added' }],
		[{ field: 'kind', from: 'signal', to: 'care' }],
	]);
	expect(turns).toBeGreaterThan(20);
});
