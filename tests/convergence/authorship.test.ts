import type { Transform } from '@tiptap/pm/transform';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { replayAuthorship, type AuthoredRow } from '#lib/model/authorship.ts';
import { narrativeOf, readNarrative } from '#lib/model/narrative.ts';
import { holdAuthorship, lastInserter } from './authorship.ts';
import { schema, Writer } from './writers.ts';

const seeds = Array.from({ length: 6 }, (_, index) => index + 1);
const scale = { edits: 150, every: 50 };
const share = (astray: number, letters: number) => astray / letters;

test.each(seeds)(
	'[AU1] three write, split, join, change blocks, move sections, undo and redo: every letter is its first author’s; seed %i',
	(seed) => {
		const { astray, letters, wrong } = holdAuthorship(seed, { ...scale, staysOnline: true });
		expect([astray.asSent, astray.asSent > 0 ? wrong : undefined]).toEqual([0, undefined]);
		// Where many edits came as one row, a letter that stood alone between two changes may go with its neighbours.
		expect(share(astray.merged, letters.merged)).toBeLessThan(0.02);
		expect(letters.asSent).toBeGreaterThan(300);
	},
);
test('[AU2] what was written offline, and comes as one row, is told apart all but for single letters', () => {
	const runs = seeds.map((seed) => holdAuthorship(seed, { ...scale, staysOnline: false }));
	const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((all, run) => all + of(run), 0);
	const letters = sum((run) => run.letters.asSent + run.letters.merged);
	expect(
		share(
			sum(({ astray }) => astray.asSent + astray.merged),
			letters,
		),
	).toBeLessThan(0.02);
});
test('[AU1] the run would notice who takes the last inserter for the author', () => {
	for (const staysOnline of [true, false]) {
		const { astray, letters } = holdAuthorship(2, { ...scale, staysOnline }, lastInserter);
		expect(share(astray.asSent, letters.asSent)).toBeGreaterThan(0.1);
	}
});

/** Two at one text, one after the other; `told` says of each passage who wrote what. */
function pair() {
	const rows: AuthoredRow[] = [];
	const writers = [new Writer(0), new Writer(1)] as const;
	for (const writer of writers)
		writer.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
			if (origin === 'other') return;
			rows.push({ userId: String(writer.who), at: rows.length, bytes });
			for (const other of writers) if (other !== writer) Y.applyUpdate(other.doc, bytes, 'other');
		});
	const write = (text: string) => (transform: Transform) =>
		transform.insert(
			transform.doc.content.size,
			schema.node('paragraph', null, text === '' ? [] : [schema.text(text)]),
		);
	const told = (base?: Uint8Array) => {
		const texts = new Map(readNarrative(writers[0].doc).map(({ passageId, text }) => [passageId, text]));
		return replayAuthorship(base, rows, narrativeOf).map(({ passageId, runs }) =>
			runs.map(({ from, to, userId }) => `${userId}:${texts.get(passageId)?.slice(from, to)}`),
		);
	};
	return { ana: writers[0], ben: writers[1], rows, write, told };
}
/** Where a word begins in a narrative of paragraphs. */
function find({ doc }: Transform, word: string): number {
	let found = -1;
	doc.descendants((node, at) => {
		if (node.isText && found < 0 && node.text?.includes(word)) found = at + node.text.indexOf(word);
	});
	return found;
}

test('[AU3] what somebody writes over another’s words, or again later, is their own', () => {
	const { ana, ben, write, told } = pair();
	ana.edit(write('The plan showed five brokers to replace.'));
	ben.edit((tr) => {
		const at = find(tr, 'showed');
		tr.replaceWith(at, at + 'showed five brokers'.length, schema.text('w'));
	});
	expect(told()).toEqual([['0:The plan ', '1:w', '0: to replace.']]);
	// The same word again, by itself: nobody brought Ana's back.
	for (const letter of 'brokers') ben.edit((tr) => tr.insert(tr.doc.content.size - 1, schema.text(letter)));
	expect(told()).toEqual([['0:The plan ', '1:w', '0: to replace.', '1:brokers']]);
});
test('[AU3] Enter before a full stop, a changed block and their undo make nobody an author', () => {
	const { ana, ben, write, told } = pair();
	ana.edit(write('Nobody had paged her.'));
	const whole = [['0:Nobody had paged her.']];
	ben.edit((tr) => tr.split(find(tr, '.')));
	expect(told()).toEqual([['0:Nobody had paged her'], ['0:.']]);
	ben.undo.undo();
	expect(told()).toEqual(whole);
	ben.undo.stopCapturing();
	ben.edit((tr) => tr.setBlockType(1, 1, schema.nodes['heading'] as never, { level: 2 }));
	expect(told()).toEqual(whole);
	ben.undo.undo();
	ben.undo.redo();
	expect(told()).toEqual(whole);
});
test('[AU3] a paragraph that one deletes, and pastes elsewhere later, stays its author’s', () => {
	const { ana, ben, write, told } = pair();
	ana.edit(write('She read the plan twice before she ran it.'));
	ana.edit(write('Then she waited.'));
	ben.edit((tr) => tr.delete(0, tr.doc.child(0).nodeSize));
	ben.edit(write('She read the plan twice before she ran it.'));
	expect(told()).toEqual([['0:Then she waited.'], ['0:She read the plan twice before she ran it.']]);
});
test('[AU4] where words were taken out for good, nobody knows who wrote what stood before', () => {
	const { ana, ben, rows, write, told } = pair();
	ana.edit(write('Before.'));
	const base = Y.encodeStateAsUpdate(ana.doc);
	rows.length = 0;
	ben.edit(write('After.'));
	expect(told(base)).toEqual([['null:Before.'], ['1:After.']]);
});
