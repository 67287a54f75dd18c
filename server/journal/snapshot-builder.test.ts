import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { SnapshotBuilder } from './snapshot-builder.ts';
import type { Content } from './snapshot.ts';

test('[JR9] large documents are collected in a worker, with the same result, and the event loop goes on', async () => {
	const doc = new Y.Doc();
	const updates: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => updates.push(update));
	for (let i = 0; i < 3_000; i++) {
		doc.getText('t').insert(0, 'some words that are taken back ');
		doc.getText('t').delete(0, 20);
	}
	const builder = new SnapshotBuilder();
	const name = 'analysis/ana_1/notes';
	let turns = 0;
	const clock = setInterval(() => turns++, 1);
	const [first, second] = await Promise.all([
		builder.build(name, updates),
		builder.build(name, updates.slice(0, 2_000)),
	]);
	clearInterval(clock);
	expect(turns).toBeGreaterThan(5);
	const read = ({ bytes }: Content): string => {
		const copy = new Y.Doc();
		Y.applyUpdate(copy, bytes);
		return copy.getText('t').toString();
	};
	expect(read(first)).toBe(doc.getText('t').toString());
	expect(read(second)).toHaveLength(1_000 * 11);
	expect(first.bytes.byteLength).toBeLessThan(updates.reduce((sum, { byteLength }) => sum + byteLength, 0));
	await expect(builder.build(name, [new Uint8Array(100_000).fill(255)])).rejects.toThrow();
	await builder.close();
});
