/** Every example of the table, by every rule of its kind. */
import { describe, expect, test } from 'vitest';
import { createLens } from './lens.ts';
import { compile } from './pattern.ts';
import { rules } from './rules.ts';

const lens = createLens();

describe.each(rules.map((rule) => [`${rule.kind}: ${rule.name}`, rule] as const))('%s', (_, rule) => {
	test.each(rule.marks)('[LE1] marks %s', (example) => {
		const text = example.replace(/[[\]]/g, '');
		const marked = lens.read(text).filter(({ why }) => why === rule.why);
		expect(marked.map((finding) => finding.text)).toEqual(
			[...example.matchAll(/\[([^\]]*)\]/g)].map(([, wording]) => wording),
		);
	});
	test.each(rule.leaves)('[LE1] leaves %s', (example) => {
		expect(lens.read(example).filter(({ kind }) => kind === rule.kind)).toEqual([]);
	});
});

test('[LE2] a rule says why in one sentence, asks one question, has examples, and a name of its own', () => {
	for (const { why, question, marks, leaves } of rules) {
		expect(why).toMatch(/^[^.!?]+\.$/u);
		expect(question).toMatch(/^[^.!?]+\?$/u);
		expect(marks.length).toBeGreaterThan(0);
		expect(leaves.length).toBeGreaterThan(0);
	}
	const names = rules.map(({ kind, name }) => `${kind} ${name}`);
	expect(new Set(names).size).toBe(names.length);
});

test('[LE2] a pattern names a word, so that a sentence without it is never tagged for it', () => {
	for (const { finds, unless = [] } of rules)
		for (const pattern of [...finds, ...unless]) expect(compile(pattern).needs, pattern).not.toEqual([]);
});

test('[LE2] a pattern with a list that is not there is refused', () => {
	expect(() => compile('[ @nobodys ]')).toThrow('there is no list @nobodys');
});
