/** Threads, reactions and what is for oneself hold on every store: SQLite and PostgreSQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertNotification, listNotifications, markNotificationsRead } from '#db/notification.ts';
import { deleteReaction, deleteUserReactions, listReactions, putReaction } from '#db/reaction.ts';
import type { CommentTable, ThreadTable } from '#db/calibration-tables.ts';
import {
	claimThread,
	deleteThread,
	findComment,
	findThread,
	insertComment,
	insertThread,
	listComments,
	listSeenThreads,
	listThreads,
	putSeenThread,
	releaseThread,
	updateAnchor,
	updateComment,
} from '#db/thread.ts';
import { newId } from '#lib/model/ids.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';

describe.each(stores)('on $name', ({ open }) => {
	let store: TestDatabases;
	const ines = newId('user');
	const dev = newId('user');
	beforeAll(async () => {
		store = await open();
		for (const [id, name] of [
			[ines, 'Ines'],
			[dev, 'Dev'],
		] as const)
			await store.databases.core
				.insertInto('user')
				.values({
					...{ id, kind: 'account' as const, email: `${name}@house.example`, name, colour: 1 },
					...{ is_admin: 0, created_at: 1, disabled_at: null },
				})
				.execute();
	});
	afterAll(() => store.close());

	/** An analysis of Ines and Dev with one thread, which Ines opened and Dev answered. */
	async function aThread() {
		const { core: db } = store.databases;
		const analysisId = newId('analysis');
		await db
			.insertInto('analysis')
			.values({
				...{ id: analysisId, title: 'A quiet night', number: null, summary: '', standfirst: '' },
				...{ subject: 'incident', effort: 'standard', stage: 'understand', zone: 'UTC', date: null },
				...{ planned_minutes: null, used_minutes: 0, is_sample: 0, created_by: ines, created_at: 1 },
				deleted_at: null,
			})
			.execute();
		for (const [user_id, role] of [
			[ines, 'lead'],
			[dev, 'analyst'],
		] as const)
			await db
				.insertInto('membership')
				.values({
					...{ analysis_id: analysisId, user_id, role, person_id: null },
					...{ added_by: ines, added_at: 1 },
				})
				.execute();
		const thread: ThreadTable = {
			...{ id: newId('thread'), analysis_id: analysisId, on_kind: 'passage', subject_id: 'narrative' },
			...{ anchor_json: '{"at":1}', quote: 'They closed the laptop', kind: 'question', proposal: null },
			...{ opened_by: ines, opened_at: 10, resolved_at: null, resolved_by: null, resolution: null },
		};
		const said = (author_id: string, created_at: number): CommentTable => ({
			...{ id: newId('comment'), thread_id: thread.id, author_id, body: 'Who did?' },
			...{ created_at, edited_at: null, deleted_at: null },
		});
		const comments = [said(ines, 10), said(dev, 20)] as const;
		await insertThread(db, thread);
		for (const comment of comments) await insertComment(db, comment);
		return { db, analysisId, thread, comments };
	}

	test('[TH5] a thread comes back as it was written, within its analysis only', async () => {
		const { db, analysisId, thread, comments } = await aThread();
		expect(await listThreads(db, analysisId)).toEqual([{ ...thread, resolver_name: null }]);
		expect(await findThread(db, newId('analysis'), thread.id)).toBeUndefined();
		expect(await listComments(db, analysisId)).toEqual([
			{ ...comments[0], author_name: 'Ines', author_colour: 1 },
			{ ...comments[1], author_name: 'Dev', author_colour: 1 },
		]);
		expect(await findComment(db, newId('thread'), comments[0].id)).toBeUndefined();
	});

	test('[TH2] an anchor is put afresh once: who read an older one changes nothing', async () => {
		const { db, analysisId, thread } = await aThread();
		await updateAnchor(db, thread.id, '{"at":1}', '{"at":2}');
		await updateAnchor(db, thread.id, '{"at":1}', '{"at":3}');
		expect((await findThread(db, analysisId, thread.id))?.anchor_json).toBe('{"at":2}');
	});

	test('[TH8] [TH9] of many who settle a thread one does, and only that is taken back', async () => {
		const { db, analysisId, thread } = await aThread();
		const by = (who: string) => ({ resolved_at: 30, resolved_by: who, resolution: 'edit taken' });
		const claims = await Promise.all([ines, dev].map((who) => claimThread(db, thread.id, by(who))));
		expect(claims.filter(Boolean)).toHaveLength(1);
		const winner = claims[0] ? ines : dev;
		expect((await findThread(db, analysisId, thread.id))?.resolved_by).toBe(winner);
		const other = winner === ines ? dev : ines;
		expect(await releaseThread(db, thread.id, by(other))).toBe(false);
		expect(await releaseThread(db, thread.id, by(winner))).toBe(true);
		expect(await releaseThread(db, thread.id, by(winner))).toBe(false);
	});

	test('[TH10] the latest look counts, and is one’s own', async () => {
		const { db, analysisId, thread } = await aThread();
		for (const seen_at of [5, 25, 15])
			await putSeenThread(db, { thread_id: thread.id, user_id: ines, seen_at });
		expect(await listSeenThreads(db, analysisId, ines)).toEqual(new Map([[thread.id, 25]]));
		expect(await listSeenThreads(db, analysisId, dev)).toEqual(new Map());
	});

	test('[TH12] a reaction is given once, told by name and in order, and goes with its giver', async () => {
		const { db, analysisId, thread, comments } = await aThread();
		const { comments: elsewhere, analysisId: other } = await aThread();
		const given = (user_id: string, kind: string, given_at: number, comment_id = comments[0].id) => ({
			...{ comment_id, user_id, kind, given_at },
		});
		for (const row of [
			given(dev, 'saw', 40),
			given(dev, 'saw', 41),
			given(ines, 'saw', 39),
			given(dev, 'agree', 42),
			given(dev, 'saw', 43, elsewhere[0].id),
		])
			await putReaction(db, row);
		const rows = [
			{ ...given(ines, 'saw', 39), user_name: 'Ines' },
			{ ...given(dev, 'saw', 40), user_name: 'Dev' },
			{ ...given(dev, 'agree', 42), user_name: 'Dev' },
		];
		expect(await listReactions(db, analysisId)).toEqual(rows);
		expect(await listReactions(db, analysisId, thread.id)).toEqual(rows);
		await deleteReaction(db, given(dev, 'agree', 0));
		expect(await listReactions(db, analysisId)).toEqual(rows.slice(0, 2));
		await deleteUserReactions(db, analysisId, dev);
		expect(await listReactions(db, analysisId)).toEqual(rows.slice(0, 1));
		expect(await listReactions(db, other)).toHaveLength(1);
		// Of a deleted comment nothing is told, whoever was quicker.
		await updateComment(db, comments[0].id, { body: '', deleted_at: 50 });
		expect(await listReactions(db, analysisId)).toEqual([]);
	});

	test('[MN2] [MN4] what is for someone is theirs to read and to mark', async () => {
		const { db, analysisId, thread } = await aThread();
		const told = {
			...{ id: newId('notification'), user_id: dev, person_id: null, analysis_id: analysisId },
			...{ kind: `mention/${thread.id}`, body: 'Ines mentioned you in a thread.' },
			...{ created_at: 50, read_at: null, by_user_id: ines },
		};
		await insertNotification(db, told);
		const of = async (userId: string) =>
			(await listNotifications(db, userId, 50)).filter(({ analysis_id }) => analysis_id === analysisId);
		expect(await of(dev)).toEqual([{ ...told, analysis_title: 'A quiet night' }]);
		expect(await of(ines)).toEqual([]);
		await markNotificationsRead(db, [told.id], 60);
		await markNotificationsRead(db, [told.id], 70);
		expect((await of(dev)).map(({ read_at }) => read_at)).toEqual([60]);
		await db
			.deleteFrom('membership')
			.where('user_id', '=', dev)
			.where('analysis_id', '=', analysisId)
			.execute();
		expect(await of(dev)).toEqual([]);
	});

	test('[TH4] [MN3] a thread goes with its comments, its signs, its looks, and what was told of it', async () => {
		const { db, analysisId, thread, comments } = await aThread();
		await putSeenThread(db, { thread_id: thread.id, user_id: dev, seen_at: 5 });
		await putReaction(db, { comment_id: comments[0].id, user_id: dev, kind: 'saw', given_at: 5 });
		await insertNotification(db, {
			...{ id: newId('notification'), user_id: dev, person_id: null, analysis_id: analysisId },
			...{ kind: `reply/${thread.id}`, body: 'x', created_at: 50, read_at: null },
			by_user_id: ines,
		});
		await db.transaction().execute((trx) => deleteThread(trx, thread.id));
		expect(await listThreads(db, analysisId)).toEqual([]);
		const left = await Promise.all([
			db.selectFrom('comment').select('id').where('thread_id', '=', thread.id).execute(),
			db.selectFrom('thread_seen').select('thread_id').where('thread_id', '=', thread.id).execute(),
			db.selectFrom('notification').select('id').where('analysis_id', '=', analysisId).execute(),
			db.selectFrom('comment_reaction').select('kind').where('comment_id', '=', comments[0].id).execute(),
		]);
		expect(left).toEqual([[], [], [], []]);
	});
});
