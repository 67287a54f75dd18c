import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId, type AnalysisId } from '#lib/model/ids.ts';
import type { Origin } from '#lib/model/origin.ts';
import { exactly } from '#lib/model/time.ts';
import { addEvent } from '#lib/model/timeline.ts';
import type { Edit } from '../collab/ports.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';
import { TestLog } from '#tests/support/collab-server.ts';
import * as Y from 'yjs';
import { ActivityLog, type Line } from './activity-log.ts';
import { createRecordActivity } from './record-activity.ts';

let store: TestDatabases;
let analysis: AnalysisId;
let clock = 0;
let published: string[] = [];
const log = new TestLog();
beforeAll(async () => {
	store = await (stores[0] as (typeof stores)[number]).open();
});
afterAll(() => store.close());
beforeEach(() => {
	analysis = newId('analysis');
	clock = 1_000_000_000;
	published = [];
	log.entries.length = 0;
});

const open = (db = store.databases.core) =>
	new ActivityLog({ db, publish: (id) => published.push(id), log, now: () => clock });
const line = (act: string, words: string, id = 'evt_1'): Line => ({
	...{ analysisId: analysis, userId: 'usr_ines', on: { kind: 'event', id }, act, words },
});
const rows = async () =>
	(
		await store.databases.core
			.selectFrom('activity')
			.select(['words', 'at'])
			.where('analysis_id', '=', analysis)
			.orderBy('seq')
			.execute()
	).map(({ words, at }) => [words, (at - 1_000_000_000) / 1000]);
const after = (seconds: number) => (clock += seconds * 1000);

test('[AY2] work that goes on moves its line on; after a pause of ten minutes it is another', async () => {
	const activity = open();
	const put = async (act: string, words: string) => {
		activity.tell(line(act, words));
		await activity.flush();
	};
	await put('added', 'added {}');
	after(60);
	await put('renamed', 'renamed {}');
	expect(await rows()).toEqual([['added {}', 60]]);
	for (let minute = 0; minute < 60; minute++) {
		after(60);
		await put('described', 'wrote about {}');
	}
	expect(await rows()).toEqual([['added {}', 3660]]);
	after(601);
	await put('moved', 'moved {} to 02:41');
	after(5);
	await put('moved', 'moved {} to 02:42');
	expect(await rows()).toEqual([
		['added {}', 3660],
		['moved {} to 02:42', 4266],
	]);
	// Answering, removing and the like is no part of adding.
	after(1);
	await put('removed', 'removed {}');
	expect(await rows()).toHaveLength(3);
	expect(published).toEqual([analysis, analysis, analysis]);
});

test('[AY2] many things of one moment are one line, whose number is not said', async () => {
	const activity = open();
	for (let n = 0; n < 200; n++) activity.tell(line('added', 'added {} to the timeline', `evt_${n}`));
	await activity.flush();
	expect(await rows()).toEqual([['added several events to the timeline', 0]]);
});

test('[AY5] those who are in the room are not told that somebody is at the inquiry', async () => {
	const activity = open();
	activity.tell({ ...line('asked', 'asked {}', 'que_1'), on: { kind: 'question', id: 'que_1' } });
	await activity.flush();
	expect([await rows(), published]).toEqual([[['asked {}', 0]], []]);
});

test('[AY6] what cannot be written is lost and logged, and what comes after is written', async () => {
	const other = await (stores[0] as (typeof stores)[number]).open();
	await other.close();
	const broken = open(other.databases.core);
	broken.tell(line('added', 'added {}'));
	await broken.flush();
	expect(log.entries.map(({ level, message }) => [level, message])).toEqual([
		['error', 'activity could not be written'],
	]);
	const activity = open();
	activity.tell(line('added', 'added {}'));
	await activity.flush();
	expect(await rows()).toEqual([['added {}', 0]]);
});

test('[AY6] an edit that never came to disk makes no line, and one that cannot be read breaks nothing', async () => {
	const activity = open();
	const record = createRecordActivity({
		...{ activity, log, now: () => clock },
		zoneOf: async () => 'UTC',
	});
	const origin: Origin = { source: 'local', userId: 'usr_ines' };
	const edited = (isKept: Edit['isKept']) => {
		const doc = new Y.Doc();
		doc.on('afterTransaction', (transaction) =>
			record.onEdit({ ref: { analysis, kind: 'timeline' }, userId: 'usr_ines', transaction, isKept }),
		);
		addEvent(doc, { when: exactly(1), kind: 'action', title: 'x' }, origin);
	};
	edited(async () => false);
	edited(() => Promise.reject(new Error('the disk is gone')));
	await record.settle();
	await activity.flush();
	expect([await rows(), log.entries.map(({ message }) => message)]).toEqual([
		[],
		['an edit could not be told of'],
	]);
	edited(async () => true);
	await record.settle();
	await activity.flush();
	expect(await rows()).toEqual([['added {} to the timeline', 0]]);
});

test('[AY4] what is taken out is gone with what was on its way, and begins anew', async () => {
	const activity = open();
	const moment = {
		...line('shared', 'shared a moment', 'whole'),
		on: { kind: 'moment', id: 'whole' } as const,
	};
	activity.tell(moment);
	await activity.flush();
	activity.tell({ ...moment, at: clock + 30_000 });
	activity.tell(line('added', 'added {}'));
	await activity.forget({ analysisId: analysis, userId: 'usr_ines', kind: 'moment' });
	expect(await rows()).toEqual([['added {}', 0]]);
	activity.tell(moment);
	await activity.flush();
	expect(await rows()).toEqual([
		['added {}', 0],
		['shared a moment', 0],
	]);
});
