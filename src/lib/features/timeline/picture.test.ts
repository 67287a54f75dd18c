import { readFileSync } from 'node:fs';
import { Parser } from 'htmlparser2';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '#lib/model/ids.ts';
import { hour, minute, parseInstant } from '#lib/model/instant.ts';
import { exactly, makeWhen, type When } from '#lib/model/time.ts';
import { eventKinds, type Timeline, type TimelineEvent } from '#lib/model/timeline.ts';
import { layOut } from './layout.ts';
import { drawPicture, lightColours } from './picture.ts';
import { rowsOf } from './rows.ts';
import { ticks, TimeScale } from './scale.ts';

const zero = parseInstant('2026-03-11T02:00:00Z') ?? 0;
const ana = newId('person');
const kafka = newId('system');
const measure = (text: string) => text.length * 6;
const colour = '#123456';
const colours = {
	...{ paper: colour, rail: colour, sheet: colour, ink: colour, 'ink-2': colour, 'ink-3': colour },
	...{ 'ink-4': colour, rule: colour, 'rule-2': colour },
};

function event(title: string, when: When, kind: TimelineEvent['kind'] = 'action'): TimelineEvent {
	return {
		...{ id: newId('event'), when, kind, title, label: '', rank: '', descriptionProse: '' },
		certainty: kind === 'state' ? 'inferred' : 'sure',
		people: new Set(kind === 'state' ? [] : [ana]),
		systems: new Set(kind === 'state' ? [kafka] : []),
		records: new Set(),
	};
}

/** The picture of these events, with its elements as a parser of XML finds them. */
function drawn(events: readonly TimelineEvent[], title = 'A night') {
	const timeline: Timeline = {
		...{ events, presences: [], lanes: [], claims: [], knowings: [], merges: new Map(), skipped: 0 },
		gaps: [
			{
				id: newId('gap'),
				span: { earliest: zero, latest: zero + hour },
				title: 'No <chat>',
				scope: '',
				note: '',
				ask: new Set(),
			},
		],
	};
	const cast = {
		people: new Map([[ana, { name: 'Ana & co', team: 'Data' }]]),
		systems: new Map([[kafka, { name: 'kafka-main' }]]),
	};
	const rows = rowsOf(timeline, cast, 'person');
	const scale = new TimeScale({ from: zero, to: zero + 4 * hour }, 1284);
	const layout = layOut(rows, timeline, scale, measure);
	const { svg } = drawPicture({
		...{ layout, title, subtitle: 'Times are in UTC.', measure, colours },
		unknown: new Set(events.filter(({ rank }) => rank === 'later').map(({ id }) => id)),
		ticks: ticks(scale, 'UTC'),
		time: () => '02:14',
		silence: ({ gap }) => gap.title,
	});
	const open: string[] = [];
	const titles: string[] = [];
	let texts = '';
	let wrong = 0;
	const parser = new Parser(
		{
			onopentag: (name) => void open.push(name),
			onclosetag: (name, isImplied) => {
				if (open.pop() !== name || (isImplied && !/^(rect|path|circle|stop)$/.test(name))) wrong++;
			},
			ontext: (words) => {
				if (open.at(-1) === 'title') titles.push(words);
				if (open.at(-1) === 'text') texts += `${words}\n`;
			},
		},
		{ xmlMode: true, decodeEntities: false },
	);
	parser.end(svg);
	return { svg, layout, titles, texts, wrong: wrong + open.length };
}

test('[PX1] the picture says every event in view, its time and kind, as text', () => {
	const between = makeWhen({ form: 'between', earliest: zero + 100 * minute, latest: zero + 140 * minute });
	const lasting = makeWhen({ form: 'exact', earliest: zero + hour, end: { form: 'unknown' } });
	if (!between || !lasting) throw new Error('no such times');
	const { svg, titles, texts, wrong } = drawn([
		event('Ana rolls back', exactly(zero + 5 * minute)),
		event('She decides', between, 'decision'),
		event('Lag', lasting, 'state'),
		event('Tomorrow', exactly(zero + 30 * hour)),
		{ ...event('Not yet', exactly(zero + 3 * hour)), rank: 'later' },
	]);
	expect(wrong).toBe(0);
	expect(titles).toEqual([
		'A night',
		'No &lt;chat&gt;',
		'Action, 02:14: Ana rolls back',
		'Decision, 02:14: She decides',
		'Action, 02:14: Not yet',
		'System state, 02:14: Lag',
	]);
	for (const words of [
		'A night',
		'Times are in UTC.',
		'Ana &amp; co',
		'kafka-main',
		'03:00',
		'Ana rolls back',
		'Noticing',
	])
		expect(texts).toContain(words);
	expect(svg.match(/<linearGradient/g)?.length).toBe(2);
	expect(svg.match(/<g opacity="0.34"><g><title>[^<]*/g)).toEqual([
		'<g opacity="0.34"><g><title>Action, 02:14: Not yet',
	]);
	expect(svg).not.toContain('color-mix');
});

test('[PX2] no words break the picture', () => {
	const words = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 30 }),
		fc.constantFrom(
			'<script>alert(1)</script>',
			']]>',
			'"><image href="x"/>',
			'\u0000\u001B',
			'\uD800',
			'&amp;',
		),
	);
	fc.assert(
		fc.property(words, fc.constantFrom(...eventKinds), (title, kind) => {
			const { svg, wrong } = drawn([event(title, exactly(zero + 5 * minute), kind)], title);
			expect(wrong).toBe(0);
			expect(svg.isWellFormed()).toBe(true);
			expect(svg).not.toMatch(/<script|<image/);
		}),
		{ numRuns: 40 },
	);
});

test('[PX3] its colours are those of the light theme', () => {
	const tokens = readFileSync(new URL('../../ui/tokens.css', import.meta.url), 'utf8');
	for (const [name, value] of Object.entries(lightColours))
		expect([name, new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}),`).exec(tokens)?.[1]]).toEqual([
			name,
			value,
		]);
});
