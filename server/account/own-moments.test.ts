import { expect, test } from 'vitest';
import type { PersonId, RecordId } from '#lib/model/ids.ts';
import { isTheirs, titleByTrace, tracesOf } from './own-moments.ts';
import type { Trace } from './ports.ts';

const record = (id: string, fields: Partial<Trace>): Trace => ({
	id,
	source: '#incident-142',
	at: '2026-03-11T02:33:12Z',
	author: 'U01',
	kind: 'message',
	text: 'Could be mine. I’m here.',
	...fields,
});
const mine = new Set(['U01']);
const event = (...records: string[]) => ({
	people: new Set<PersonId>(),
	records: new Set(records as RecordId[]),
});
const known = (...traces: Trace[]) => new Map(traces.map((trace) => [trace.id, trace]));

test('[PA9] a moment is titled by what the person wrote there, else by what ran from their account', () => {
	const wrote = record('a', {});
	const ran = record('b', { kind: 'log', text: 'Apply complete! 0 added, 3 changed.', source: 'terraform' });
	const theirs = record('c', { author: 'U02', text: 'Who changed what?' });
	const title = (...traces: Trace[]) =>
		titleByTrace('Owns up', tracesOf(event(...traces.map(({ id }) => id)), known(...traces), mine));
	expect([title(theirs, wrote, ran), title(ran), title(theirs), title()]).toEqual([
		'You wrote “Could be mine. I’m here.” in #incident-142',
		'“Apply complete! 0 added, 3 changed.”, from your account, in terraform',
		'Owns up',
		'Owns up',
	]);
	const long = record('d', { text: `${'word '.repeat(60)}end` });
	expect(title(long).length).toBeLessThan(130);
});

test('[PA10] the evidence behind a moment comes in order of time; what is gone is left out', () => {
	const later = record('a', { at: '2026-03-11T02:40:00.5Z' });
	const first = record('b', { at: '2026-03-11T02:39:00Z', author: null, kind: 'log' });
	expect(tracesOf(event('a', 'b', 'gone'), known(later, first), mine)).toEqual([
		{
			id: 'b',
			source: '#incident-142',
			at: '2026-03-11T02:39:00Z',
			author: null,
			isTheirs: false,
			text: 'Could be mine. I’m here.',
			isMachine: true,
		},
		{
			id: 'a',
			source: '#incident-142',
			at: '2026-03-11T02:40:00.5Z',
			author: 'U01',
			isTheirs: true,
			text: 'Could be mine. I’m here.',
			isMachine: false,
		},
	]);
});

test('[PA11] an event is theirs when it names them or cites what they wrote', () => {
	const me = 'per_me0000' as PersonId;
	expect([
		isTheirs({ people: new Set([me]), records: new Set() }, me, new Set()),
		isTheirs(event('a'), me, new Set(['a'])),
		isTheirs(event('a'), me, new Set(['b'])),
	]).toEqual([true, true, false]);
});
