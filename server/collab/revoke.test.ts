import { expect, test } from 'vitest';
import type { Actor } from '#lib/model/access.ts';
import type { Seat } from './open-document.ts';
import type { Identity } from './ports.ts';
import { concerns, recheck } from './revoke.ts';
import type { Socket } from './socket.ts';

const identity = (userId: string): Identity => ({
	userId,
	name: userId,
	colour: 1,
	proof: { by: 'session', sessionId: `ses-${userId}`, invitationId: null },
});

/** A socket of a person in the timeline of analysis `ana_1111`, and what it was told. */
const socketOf = (userId: string, canWrite = true) => {
	const told: string[] = [];
	const who = identity(userId);
	const ref = { analysis: 'ana_1111', kind: 'timeline' };
	const seat = { identity: who, ref, canWrite, address: 'analysis/ana_1111/timeline@1' } as unknown as Seat;
	const socket = {
		identities: new Set([who]),
		analysisIds: new Set(['ana_1111']),
		seats: new Set([seat]),
		refuse: (reason: string) => told.push(reason),
	} as unknown as Socket;
	return { socket, told };
};

test('[RV2] a target matches by everything it names', () => {
	const { socket } = socketOf('ada');
	expect(concerns(socket, { userId: 'ada' })).toBe(true);
	expect(concerns(socket, { userId: 'bo' })).toBe(false);
	expect(concerns(socket, { sessionId: 'ses-ada', analysisId: 'ana_1111' })).toBe(true);
	expect(concerns(socket, { sessionId: 'ses-ada', analysisId: 'ana_2222' })).toBe(false);
	expect(concerns(socket, { document: 'analysis/ana_1111/timeline' })).toBe(true);
	expect(concerns(socket, { document: 'analysis/ana_1111/timeline@1' })).toBe(true);
	expect(concerns(socket, { document: 'analysis/ana_1111/time' })).toBe(false);
});

test('[RV3] a lost message is made good within a minute: ended sessions, parts and changed rights', async () => {
	const [ended, out, raised, same] = ['ended', 'out', 'raised', 'same'].map((userId) =>
		socketOf(userId, userId !== 'raised'),
	);
	const roles: Record<string, Actor['role']> = { ended: 'analyst', raised: 'analyst', same: 'analyst' };
	await recheck([ended!.socket, out!.socket, raised!.socket, same!.socket], {
		stands: async (proof) => proof.by === 'session' && proof.sessionId !== 'ses-ended',
		standing: async (userId) => ({ userId, role: roles[userId], personId: undefined }),
	});
	expect([ended, out, raised, same].map((one) => one!.told)).toEqual([
		['revoked'],
		['revoked'],
		['rights'],
		[],
	]);
});
