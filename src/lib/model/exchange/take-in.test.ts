import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { addEvent, readTimeline, undoTimeline } from '../timeline.ts';
import { exactly } from '../time.ts';
import { takeIn } from './take-in.ts';

const origin = { source: 'local', userId: 'usr_ana' } as const;
const draft = (n: number, description = '') => ({
	draft: { when: exactly(n * 1_000_000), kind: 'action' as const, title: `Event ${n}`, description },
});

test('[EX10] many events go in by steps that a frame carries, and one undo takes all of them back', () => {
	const doc = new Y.Doc();
	const sizes: number[] = [];
	const undo = undoTimeline(doc, origin);
	addEvent(doc, draft(0).draft, origin);
	doc.on('update', (update: Uint8Array) => sizes.push(update.byteLength));
	const done = undo.together();
	const steps = takeIn(
		doc,
		{ events: Array.from({ length: 3000 }, (_, n) => draft(n + 1, 'x'.repeat(2000))) },
		origin,
	);
	const came = [...steps];
	done();
	expect(came.at(-1)).toBe(3000);
	expect(sizes.length).toBe(came.length);
	expect(Math.max(...sizes)).toBeLessThan(1024 * 1024);
	expect(readTimeline(doc).events.length).toBe(3001);
	expect(undo.undo()).toBe('done');
	expect(readTimeline(doc).events.map(({ title }) => title)).toEqual(['Event 0']);
	undo.redo();
	expect(readTimeline(doc).events.length).toBe(3001);
});
