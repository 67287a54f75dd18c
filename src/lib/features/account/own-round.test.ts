import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OwnRound, OwnRoundPassage } from '#server/calibration/own-round.ts';
import { MyRound } from './own-round.svelte.ts';

const passage: OwnRoundPassage = {
	...{ passageId: 'p1-1', why: 'named', text: 'Hana saw the boards.', answer: null, words: '' },
	...{ isPosted: false, replies: null, change: null },
};
const round: OwnRound = {
	...{ number: 1, isOpen: true, openedAt: '2026-11-20T09:00:00.000Z', readers: ['Ines'], questions: [] },
	...{ notThisTime: false, since: null, passages: [passage], gone: [] },
};

/** What the server has, how it answers what is sent, and what was sent. */
let kept: OwnRound;
let status: number;
let sent: unknown[];

beforeEach(() => {
	vi.useFakeTimers();
	kept = round;
	status = 204;
	sent = [];
	vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
		if (init.method === 'GET') return Promise.resolve(Response.json({ round: kept, earlier: [] }));
		sent.push(JSON.parse(init.body as string));
		if (status === 0) return Promise.reject(new TypeError('no network'));
		const error = { code: 'any', message: `Refused: ${path.split('/').at(-1)}` };
		return Promise.resolve(
			status === 204 ? new Response(null, { status }) : Response.json({ error }, { status }),
		);
	});
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

async function opened(): Promise<MyRound> {
	const mine = new MyRound('ana_1', () => Promise.resolve());
	await mine.load();
	return mine;
}
const closed = { ...round, isOpen: false };
const refused = {
	...{ number: 1, passageId: 'p1-1', about: 'Hana saw the boards.' },
	...{ answer: 'differs', words: 'It was half past.' },
};

test('[RD20] words that waited while their round was closed are kept, until their author puts them away', async () => {
	const mine = await opened();
	status = 0;
	expect(await mine.answer(1, 'p1-1', 'differs', 'It was half past.')).toBe(false);
	expect([mine.unsent, mine.refused]).toEqual([1, []]);
	status = 409;
	kept = closed;
	await mine.retry();
	const why = 'Round 1 was closed before this reached the server. Nobody has read it:';
	expect([mine.unsent, mine.problem, mine.refused]).toEqual([0, undefined, [{ ...refused, why }]]);
	expect(mine.holds).toBe(true);
	mine.dismiss(mine.refused[0]!);
	expect([mine.refused, mine.holds]).toEqual([[], false]);
});

test('[RD20] what was refused in an open round is kept with what the server said, and goes once it is taken', async () => {
	const mine = await opened();
	status = 409;
	await mine.answer(1, 'p1-1', 'differs', 'It was half past.');
	expect(mine.refused).toEqual([{ ...refused, why: 'Refused: p1-1' }]);
	status = 204;
	await mine.answer(1, 'p1-1', 'differs', 'It was half past two.');
	expect(mine.refused).toEqual([]);
});

test('[RD20] what the server had noted, though its answer was lost, is not said to be unread', async () => {
	const mine = await opened();
	status = 0;
	await mine.answer(1, 'p1-1', 'differs', 'It was half past.');
	status = 409;
	kept = { ...closed, passages: [{ ...passage, answer: 'differs', words: 'It was half past.' }] };
	await mine.retry();
	expect([mine.unsent, mine.refused]).toEqual([0, []]);
});

test.each([0, 429, 503])(
	'[RD21] what the server could not take (%i) is sent again by itself, ever less often, until it is taken',
	async (first) => {
		const mine = await opened();
		status = first;
		await mine.answer(1, 'p1-1', 'differs', 'It was half past.');
		const tries = [];
		for (const seconds of [4.9, 0.1, 9.9, 0.1, 20, 40, 59.9, 0.1, 60]) {
			await vi.advanceTimersByTimeAsync(seconds * 1000);
			tries.push(sent.length);
		}
		expect(tries).toEqual([1, 2, 2, 3, 4, 5, 5, 6, 7]);
		status = 204;
		await vi.advanceTimersByTimeAsync(60_000);
		expect([sent.length, mine.unsent, mine.holds]).toEqual([8, 0, false]);
		expect(sent.at(-1)).toEqual({ answer: 'differs', words: 'It was half past.' });
		expect(vi.getTimerCount()).toBe(0);
	},
);

test('[RD21] one timer serves all that waits, and one that comes through brings the rest along', async () => {
	const mine = await opened();
	status = 503;
	await mine.answer(1, 'p1-1', 'yes', '');
	await mine.answer(1, 'p1-2', 'yes', 'Mine.');
	expect([mine.unsent, vi.getTimerCount()]).toEqual([2, 1]);
	status = 204;
	await mine.answer(1, 'p1-1', 'missing', '');
	expect([mine.unsent, vi.getTimerCount()]).toEqual([0, 0]);
	// What waits later is tried as soon again as at first.
	status = 503;
	await mine.answer(1, 'p1-1', 'yes', '');
	sent = [];
	await vi.advanceTimersByTimeAsync(5000);
	expect(sent).toEqual([{ answer: 'yes', words: '' }]);
});

test('[RD21] words that were typed this moment count when it is asked what leaving would lose', async () => {
	const mine = await opened();
	status = 0;
	const forget = mine.whileTyped(() => void mine.answer(1, 'p1-1', 'differs', 'It was half past.'));
	expect(mine.holds).toBe(false);
	mine.sendTyped();
	expect([mine.holds, mine.unsent]).toEqual([true, 1]);
	forget();
	mine.sendTyped();
	await vi.advanceTimersByTimeAsync(0);
	expect(sent).toHaveLength(1);
});
