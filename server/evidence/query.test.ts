import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ftsExpression, parseQuery, tsQuery } from './query.ts';

const clauses = (text: string) => {
	const parsed = parseQuery(text);
	return parsed.ok
		? parsed.clauses.map(({ any, isNot }) => [
				isNot ? 'not' : 'any',
				...any.map((term) => (term.isPrefix ? `${term.text}*` : term.text)),
			])
		: parsed.message;
};

test('[EV90] words, phrases, OR, without, beginnings', () => {
	expect(clauses('broker OR apply "known good" -test lag*')).toEqual([
		['any', 'broker', 'apply'],
		['any', 'known good'],
		['not', 'test'],
		['any', 'lag*'],
	]);
	expect(clauses('OR a OR')).toEqual([['any', 'a']]);
	expect(clauses('"unclosed phrase')).toEqual([['any', 'unclosed phrase']]);
	expect(clauses('... ()')).toEqual([]);
	expect(clauses('ab*')).toBe('“ab*” would match too much: give at least 3 letters before the star.');
});

test('[EV91] no text that people can type is an error in FTS5', () => {
	const db = new DatabaseSync(':memory:');
	db.exec("CREATE VIRTUAL TABLE word USING fts5(text, fields, tag, content='', detail=full, prefix='3')");
	const search = db.prepare('SELECT rowid FROM word WHERE word MATCH ?');
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string({ unit: 'binary' }),
				fc.string({ unit: fc.constantFrom('"', '*', '-', ' ', 'O', 'R', '(', ')', ':', 'a', '^', '{', '+') }),
			),
			(text) => {
				const parsed = parseQuery(text);
				if (!parsed.ok) return;
				const expression = ftsExpression(parsed.clauses, { authors: [1] });
				if (expression !== undefined) search.all(expression);
				expect(tsQuery(parsed.clauses) ?? '').not.toMatch(/''/);
			},
		),
		{ numRuns: 500 },
	);
	db.close();
});
