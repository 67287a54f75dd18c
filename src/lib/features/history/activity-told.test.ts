import { expect, test } from 'vitest';
import { byDay, leadsTo } from './activity-told.ts';

const at = (at: string, on: { kind: string; id: string } | null = null) => ({ at, on });

test('[AY8] lines stand under their days, by the clock of the analysis', () => {
	const lines = [
		'2026-03-12T08:00:00Z',
		'2026-03-12T00:30:00Z',
		'2026-03-11T23:30:00Z',
		'2026-03-04T12:00:00Z',
	].map((instant) => at(instant));
	const days = (zone: string) =>
		byDay(lines, Date.parse('2026-03-12T09:00:00Z'), zone).map(({ words, lines: of }) => [words, of.length]);
	expect(days('UTC')).toEqual([
		['Today', 2],
		['Yesterday', 1],
		['Wednesday 4 March', 1],
	]);
	expect(days('Europe/Berlin')).toEqual([
		['Today', 3],
		['Wednesday 4 March', 1],
	]);
});

test('[AY8] a line leads to where its subject is seen, and nowhere when it is gone', () => {
	const to = (kind: string, id = 'x') => leadsTo(at('', { kind, id }), 'ana_1');
	expect([
		to('event', 'evt_1'),
		to('thread', 'thr_1'),
		to('version', 'ver_1'),
		to('page', 'pag_1'),
		to('section', 'p1-2'),
		to('question'),
		to('story'),
		to('analysis'),
		leadsTo(at(''), 'ana_1'),
	]).toEqual([
		'/analysis/ana_1/timeline?event=evt_1',
		'/analysis/ana_1/narrative?thread=thr_1',
		'/analysis/ana_1/narrative?version=ver_1',
		'/analysis/ana_1/notes?page=pag_1',
		'/analysis/ana_1/narrative',
		'/analysis/ana_1/timeline',
		'/analysis/ana_1/story',
		undefined,
		undefined,
	]);
});
