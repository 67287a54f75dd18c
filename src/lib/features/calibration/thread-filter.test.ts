import { expect, test } from 'vitest';
import type { ThreadId } from '#lib/model/ids.ts';
import type { Thread } from '#lib/model/thread.ts';
import {
	everyThread,
	filterThreads,
	leavesOut,
	roundsOf,
	writersOf,
	type ThreadFilter,
} from './thread-filter.ts';

const thread = (id: string, more: Partial<Thread> & { readonly by?: readonly string[] }): Thread => ({
	id: id as ThreadId,
	on: { event: 'evt_1' },
	kind: 'question',
	proposal: null,
	openedAt: '2026-03-24T15:24:30.000Z',
	round: null,
	isUnread: false,
	resolvedAt: null,
	resolvedBy: null,
	resolution: null,
	comments: (more.by ?? ['ines']).map((name) => ({
		id: `com_${name}`,
		author: { id: `usr_${name}`, name, colour: 1 },
		body: 'x',
		createdAt: '2026-03-24T15:24:30.000Z',
		editedAt: null,
		isDeleted: false,
		reactions: [],
	})),
	...more,
});
const all = [
	thread('thr_1', { by: ['ines', 'dev'], round: 2 }),
	thread('thr_2', { kind: 'correction', isUnread: true, round: 1 }),
	thread('thr_3', { by: ['dev'], isUnread: true }),
];
const shown = (filter: Partial<ThreadFilter>) =>
	filterThreads(all, { ...everyThread, ...filter }, ({ id }) => id === 'thr_3').map(({ id }) => id);

test('[TH11] threads are told apart by kind, who wrote, round, section, and what is unread', () => {
	expect(shown({})).toEqual(['thr_1', 'thr_2', 'thr_3']);
	expect(shown({ kind: 'correction' })).toEqual(['thr_2']);
	expect(shown({ person: 'usr_dev' })).toEqual(['thr_1', 'thr_3']);
	expect(shown({ round: '0' })).toEqual(['thr_3']);
	expect(shown({ round: '2' })).toEqual(['thr_1']);
	expect(shown({ unread: true })).toEqual(['thr_2', 'thr_3']);
	expect(shown({ unread: true, section: true })).toEqual(['thr_3']);
	expect(shown({ kind: 'correction', person: 'usr_dev' })).toEqual([]);
	expect([leavesOut(everyThread), leavesOut({ ...everyThread, unread: true })]).toEqual([false, true]);
	expect(writersOf(all).map(({ name }) => name)).toEqual(['dev', 'ines']);
	expect(roundsOf(all)).toEqual([2, 1, 0]);
});
