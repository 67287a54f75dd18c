import { expect, test } from 'vitest';
import type { ApiResult } from '#lib/live/api.ts';
import type { Thread } from '#lib/model/thread.ts';
import { Outbox, type Kept, type OutboxPorts } from './outbox.svelte.ts';

const on = { passageId: 'p1-1', quote: 'words', start: 0, end: 5 } as never;
const thread = (body: string) => ({ is: 'thread', on, said: { kind: 'note', body } }) as const;
const reply = (body: string) => ({ is: 'reply', threadId: 'thr_1', body }) as const;
const taken: ApiResult<Thread> = { ok: true, value: {} as Thread };
const refused = (status: number): ApiResult<Thread> => ({
	ok: false,
	error: { code: 'x', message: `No, ${status}.`, status },
});

/** A browser with an outbox, and a server that answers as it is told. */
function setUp(stored = '') {
	const browser = { text: stored, keeps: true };
	const sent: string[] = [];
	const answers: ApiResult<Thread>[] = [];
	const there: string[] = [];
	const late: string[] = [];
	let again: (() => void) | undefined;
	let posted = 0;
	const take = async (body: string) => {
		sent.push(body);
		return answers.shift() ?? taken;
	};
	const ports: OutboxPorts = {
		open: (_, said) => take(said.body),
		reply: (_, body) => take(body),
		isPosted: async (kept: Kept) => there.includes(kept.is === 'reply' ? kept.body : kept.said.body),
		isTimely: (kept) => !late.includes(kept.is === 'reply' ? kept.body : kept.said.body),
		posted: (count) => (posted += count),
		store: {
			read: () => browser.text,
			write: (text) => {
				if (browser.keeps) browser.text = text;
				return browser.keeps;
			},
		},
		later: (act) => {
			again = act;
			return () => (again = undefined);
		},
	};
	const open = () => new Outbox('kept', ports);
	return { open, browser, sent, answers, there, late, again: () => again?.(), posted: () => posted };
}
const bodies = ({ items }: Outbox) =>
	items.map((kept) => [kept.is === 'reply' ? kept.body : kept.said.body, kept.refusal]);

test('[TH21] what is kept is posted in order, by a page that is opened later too', async () => {
	const { open, browser, sent, posted } = setUp();
	const first = open();
	first.keep(thread('one'));
	first.keep(reply('two'));
	expect(bodies(first)).toEqual([
		['one', undefined],
		['two', undefined],
	]);
	const later = open();
	await Promise.all([later.flush(), later.flush()]);
	expect([sent, bodies(later), browser.text, posted()]).toEqual([['one', 'two'], [], '', 2]);
});

test('[TH21] what the server does not reach, or cannot take now, waits and is sent once', async () => {
	const { open, sent, answers, there, again, posted } = setUp();
	const outbox = open();
	outbox.keep(thread('one'));
	outbox.keep(thread('two'));
	for (const status of [0, 401, 429, 503]) {
		answers.push(refused(status));
		await outbox.flush();
		expect(bodies(outbox)).toEqual([
			['one', undefined],
			['two', undefined],
		]);
	}
	expect(sent).toEqual(['one', 'one', 'one', 'one']);
	// The answer got lost on its way, and the comment did not.
	there.push('one');
	again();
	await outbox.flush();
	expect([sent.slice(4), bodies(outbox), posted()]).toEqual([['two'], [], 1]);
});

test('[TH21] what cannot be sent yet lets the others pass', async () => {
	const { open, sent, late } = setUp();
	late.push('one');
	const outbox = open();
	outbox.keep(thread('one'));
	outbox.keep(thread('two'));
	await outbox.flush();
	expect([sent, bodies(outbox)]).toEqual([['two'], [['one', undefined]]]);
	late.pop();
	await outbox.flush();
	expect(sent).toEqual(['two', 'one']);
});

test('[TH21] what is refused stays with its reason until it is sent again or given up', async () => {
	const { open, sent, answers } = setUp();
	const outbox = open();
	outbox.keep(thread('one'));
	outbox.keep(reply('two'));
	answers.push(refused(409), refused(404));
	await outbox.flush();
	expect(bodies(outbox)).toEqual([
		['one', 'No, 409.'],
		['two', 'No, 404.'],
	]);
	await outbox.flush();
	expect(sent).toEqual(['one', 'two']);
	await outbox.again(outbox.items[0]?.id ?? '');
	outbox.drop(outbox.items[0]?.id ?? '');
	expect([sent, bodies(outbox)]).toEqual([['one', 'two', 'one'], []]);
});

test('[TH21] a browser that keeps nothing says so, and storage may hold anything', () => {
	const { open, browser } = setUp('[null, 3, {"id":"x"}, {"id":"y","is":"reply","threadId":"t","body":"b"}]');
	const outbox = open();
	expect(bodies(outbox)).toEqual([['b', undefined]]);
	browser.keeps = false;
	expect(outbox.keep(thread('one'))).toBeUndefined();
	expect(bodies(outbox)).toEqual([['b', undefined]]);
	expect(setUp('{').open().items).toEqual([]);
});
