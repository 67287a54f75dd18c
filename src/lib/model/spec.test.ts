import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Numbers as the SPEC writes them: `AN2`, `AN1–3`, `PT1–PT3`. */
function numbers(text: string): string[] {
	return [...text.matchAll(/\b([A-Z]{2})(\d+)(?:–(?:[A-Z]{2})?(\d+))?\b/g)].flatMap(
		([, room = '', from, to = from]) =>
			Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => `${room}${Number(from) + i}`),
	);
}

const spec = readFileSync(new URL('./SPEC.md', import.meta.url), 'utf8');
// What stands bold says a rule; other mentions only point at one.
const rules = [...spec.matchAll(/\*\*([^*]+)\*\*/g)].flatMap(([, bold = '']) => numbers(bold));

test('every rule that a test cites is in the SPEC', () => {
	const root = new URL('../../../', import.meta.url);
	const files = globSync('{src,server,db,tests}/**/*.{test,e2e}.ts', {
		cwd: root,
		exclude: ['**/node_modules/**'],
	});
	const cited = files.flatMap((file) =>
		[...readFileSync(new URL(file, root), 'utf8').matchAll(/\[([A-Z]{2}\d+)\]/g)].map(
			([, rule = '']) => rule,
		),
	);
	expect(cited.length).toBeGreaterThan(500);
	expect([...new Set(cited)].filter((rule) => !rules.includes(rule)).toSorted()).toEqual([]);
});

test('no rule of the SPEC has the number of another', () => {
	expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
});
