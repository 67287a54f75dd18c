import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { appendBlocks, narrativeOf, readNarrative } from './narrative.ts';
import { newId } from './ids.ts';
import { chipCharacter as chip, type Inline } from './prose.ts';
import { replaceText } from './prose-write.ts';
import { changesOf, reworded } from './reword.ts';

const origin = { source: 'local', userId: 'usr_one' } as const;
const count = (text: string) => text.split(chip).length - 1;
const inlines = (text: string): Inline[] =>
	text
		.split(/(\uFFFC)/u)
		.filter((part) => part !== '')
		.map((part) =>
			part === chip ? { is: 'chip', eventId: newId('event') } : { is: 'text', text: part, marks: [] },
		);

test('[PR6] words stay on their side of a chip, and chips are neither taken out nor put in', () => {
	const all = [
		[`Then, ${chip} the alert`, `Then, 09:14 the alert`],
		[`${chip} the alert`, '09:14 the alert'],
		[`${chip} the alert`, `Then ${chip} the alert`],
		[`a ${chip} b`, `a ${chip}${chip} b`],
		[`at ${chip}.`, 'about'],
		[`at ${chip} the board`, `at the board ${chip}`],
		[`${chip}${chip}`, `${chip} and ${chip}`],
	] as const;
	expect(all.map(([before, after]) => reworded(before, after))).toEqual([
		`Then, ${chip} 09:14 the alert`,
		`${chip} 09:14 the alert`,
		`Then ${chip} the alert`,
		`a ${chip} b`,
		`about${chip}`,
		`at the board ${chip}`,
		`${chip} and ${chip}`,
	]);
});

test('[PR6] any words become any others around any chips, and come back', () => {
	const words = fc
		.array(fc.constantFrom('plan', 'ran', 'she', ' ', ', ', '.', '😀', chip), { maxLength: 12 })
		.map((all) => all.join(''));
	fc.assert(
		fc.property(words, words, words, words, (head, before, after, tail) => {
			fc.pre(before !== '');
			const doc = new Y.Doc();
			const [passageId] = appendBlocks(
				doc,
				[{ is: 'paragraph', content: inlines(`${head}${before}${tail}`) }],
				origin,
			);
			if (!passageId) throw new Error('no passage');
			const read = () => readNarrative(doc)[0]?.text;
			const now = reworded(before, after);
			expect(count(now)).toBe(count(before));
			if (count(after) === count(before)) expect(now).toBe(after);
			const at = { passageId, start: head.length, end: head.length + before.length };
			expect(replaceText(narrativeOf(doc), at, before, after, origin)).toBe(true);
			expect(read()).toBe(`${head}${now}${tail}`);
			expect(readNarrative(doc)[0]?.chips.length).toBe(count(`${head}${before}${tail}`));
			if (now === '') return;
			const back = { passageId, start: head.length, end: head.length + now.length };
			expect(replaceText(narrativeOf(doc), back, now, before, origin)).toBe(true);
			expect(read()).toBe(`${head}${before}${tail}`);
		}),
		{ numRuns: 500 },
	);
});

test('[PR6] of words that are the same nothing is written', () => {
	expect(changesOf(`She ran ${chip} twice.`, `She ran ${chip} once, twice.`)).toEqual([
		{ at: 10, remove: 0, insert: 'once, ' },
	]);
	expect(changesOf(`a ${chip} b`, `a ${chip} b`)).toEqual([]);
});
