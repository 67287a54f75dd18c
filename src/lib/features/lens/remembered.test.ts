import { afterEach, expect, test, vi } from 'vitest';
import * as fc from 'fast-check';
import { fingerprint, Remembered } from './remembered.ts';

afterEach(() => vi.unstubAllGlobals());

/** What a browser keeps, by name. */
function storage(kept: Record<string, string> = {}): Record<string, string> {
	vi.stubGlobal('localStorage', {
		getItem: (name: string) => kept[name] ?? null,
		setItem: (name: string, value: string) => (kept[name] = value),
	});
	return kept;
}

test('[LE13] what was kept is kept under its name, joined with what another tab kept, and can be let go', () => {
	const kept = storage();
	const [one, other] = [new Remembered('a'), new Remembered('a')];
	one.add(['x']);
	other.add(['y', 'x']);
	expect(kept).toEqual({ a: '["x","y"]' });
	other.remove('x');
	expect([kept, other.has('x'), other.has('y')]).toEqual([{ a: '["y"]' }, false, true]);
	expect([new Remembered('a').has('y'), new Remembered('b').has('y')]).toEqual([true, false]);
});

test('[LE13] it forgets the oldest, ignores what else lies there, and does without storage', () => {
	storage({ a: '{"x":1}', b: 'no', c: '[1,"x"]' });
	expect(['a', 'b', 'c'].map((name) => new Remembered(name).has('x'))).toEqual([false, false, true]);
	const many = new Remembered('d');
	many.add(Array.from({ length: 2001 }, (_, at) => `${at}`));
	expect(['0', '1', '2000'].map((item) => many.has(item))).toEqual([false, true, true]);
	vi.stubGlobal('localStorage', undefined);
	const without = new Remembered('a');
	without.add(['x']);
	expect(without.has('x')).toBe(true);
});

test('[LE13] a fingerprint is of the words in their sentence, however they are spaced, and holds none of them', () => {
	const phrase = { text: 'should have checked', sentence: 'We should have checked the plan.' };
	const print = fingerprint(phrase);
	expect(fingerprint({ ...phrase, sentence: 'We  should have checked the\u00A0plan.' })).toBe(print);
	expect(fingerprint({ ...phrase, sentence: 'They should have checked the plan.' })).not.toBe(print);
	expect(fingerprint({ ...phrase, text: 'should have' })).not.toBe(print);
	expect(print).toMatch(/^[0-9a-z]{1,11}$/);
	const prints = new Map<string, string>();
	fc.assert(
		fc.property(fc.lorem(), fc.lorem(), (sentence, text) => {
			const words = `${text}\n${sentence}`;
			const found = fingerprint({ sentence, text });
			expect(prints.get(found) ?? words).toBe(words);
			prints.set(found, words);
		}),
		{ numRuns: 2000 },
	);
});
