import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { behindKeyMs, gatherMs, GatheringProvider, longestMs } from './gathering.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const name = 'analysis/ana_1234/narrative@1';
const kinds = { sync: 0, stateless: 5, syncStatus: 8 };

function frame(write: (encoder: ReturnType<typeof createEncoder>) => void): MessageEvent {
	const encoder = createEncoder();
	writeVarString(encoder, name);
	write(encoder);
	return new MessageEvent('message', { data: toUint8Array(encoder).buffer });
}
const edit = (update: Uint8Array) =>
	frame((encoder) => {
		writeVarUint(encoder, kinds.sync);
		writeVarUint(encoder, 2);
		writeVarUint8Array(encoder, update);
	});
const notice = (payload: string) =>
	frame((encoder) => {
		writeVarUint(encoder, kinds.stateless);
		writeVarString(encoder, payload);
	});
const acknowledgement = () =>
	frame((encoder) => {
		writeVarUint(encoder, kinds.syncStatus);
		writeVarUint(encoder, 1);
	});

/** One who hears, the letters that another types, and how often the text changed. */
function hearing() {
	const sent: unknown[] = [];
	const websocketProvider = {
		on() {},
		off() {},
		attach() {},
		detach() {},
		send: (message: unknown) => sent.push(message),
	} as unknown as HocuspocusProviderWebsocket;
	const heard: string[] = [];
	const provider = new GatheringProvider({
		websocketProvider,
		name,
		awareness: null,
		onStateless: ({ payload }) => heard.push(payload),
	});
	provider.attach();
	const text = provider.document.getText('text');
	const changes: boolean[] = [];
	text.observe((_event, { local }) => changes.push(local));
	const other = new Y.Doc();
	let last: Uint8Array = new Uint8Array();
	other.on('update', (update: Uint8Array) => (last = update));
	const types = (letters: string) => {
		for (const letter of letters) {
			other.getText('text').insert(other.getText('text').length, letter);
			provider.onMessage(edit(last));
		}
	};
	return { provider, text, changes, types, heard, sent };
}

test('[TY4] after a quiet moment the first letter of another is there at once; the next come together', () => {
	const { text, changes, types } = hearing();
	types('a');
	expect(text.toString()).toBe('a');
	types('bcd');
	expect(text.toString()).toBe('a');
	vi.advanceTimersByTime(gatherMs);
	expect(text.toString()).toBe('abcd');
	expect(changes).toEqual([false, false]);
	vi.advanceTimersByTime(gatherMs);
	types('e');
	expect(text.toString()).toBe('abcde');
});

test('[TY4] while one writes, the words of others come in behind a letter of one’s own, and none waits long', () => {
	const { provider, text, types } = hearing();
	provider.keyPressed();
	types('ab');
	expect(text.toString()).toBe('');
	vi.advanceTimersByTime(behindKeyMs);
	expect(text.toString()).toBe('ab');
	vi.advanceTimersByTime(gatherMs);
	types('c');
	vi.advanceTimersByTime(gatherMs);
	expect(text.toString()).toBe('ab');
	provider.keyPressed();
	vi.advanceTimersByTime(behindKeyMs);
	expect(text.toString()).toBe('abc');
	types('d');
	// A key that is held down.
	for (let waited = 0; waited < longestMs; waited += 10) {
		provider.keyPressed();
		vi.advanceTimersByTime(10);
	}
	expect(text.toString()).toBe('abcd');
});

test('[TY5] what others wrote is not sent back to the server', () => {
	const { types, sent } = hearing();
	types('abc');
	vi.advanceTimersByTime(gatherMs);
	expect(sent).toEqual([]);
});

test('[TY5] one’s own edits are acknowledged without waiting, and nothing else overtakes words that wait', () => {
	const { provider, text, types, heard } = hearing();
	types('ab');
	provider.document.getText('own').insert(0, 'x');
	expect(provider.unsyncedChanges).toBe(1);
	provider.onMessage(acknowledgement());
	expect([provider.unsyncedChanges, text.toString()]).toEqual([0, 'a']);
	provider.onMessage(notice('{}'));
	expect([heard, text.toString()]).toEqual([['{}'], 'ab']);
});

test('[TY5] when the connection goes, what waited is there; when the text is closed, nothing comes any more', () => {
	const lost = hearing();
	lost.types('ab');
	lost.provider.onClose();
	expect(lost.text.toString()).toBe('ab');
	const closed = hearing();
	closed.types('ab');
	closed.provider.destroy();
	vi.advanceTimersByTime(gatherMs);
	expect(closed.text.toString()).toBe('a');
});
