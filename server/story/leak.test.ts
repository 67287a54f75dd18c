/** Somebody who is not named, in every place of a story at once. */
import { expect, test } from 'vitest';
import type { EventId, PictureId, QuoteId, RecordId } from '#lib/model/ids.ts';
import type { Block } from '#lib/model/prose.ts';
import { renderHtml, renderHtmlBlock } from './html.ts';
import { renderMarkdown, renderMarkdownBlock } from './markdown.ts';
import type { Appearance } from './names.ts';
import { appearing, buildStory, type StoryMaterial } from './snapshot.ts';

/** Every way to write them that one meets in chats, files and addresses. */
const forms = [
	...[
		'Sofia Brandt',
		'Sofia',
		'Brandt',
		'sofia',
		'BRANDT',
		'Sofia’s',
		"Brandt's",
		'Brandts',
		'Brandt, Sofia',
	],
	...[
		'S. Brandt',
		'Sofia B.',
		'@sofia',
		'sofia.brandt',
		'sbrandt',
		'SofiaBrandt',
		'sofia_b',
		'sofia.brandt@tidewell.example',
	],
	...['so.b', 'Sofia Lind-Brandt', 'sofia2', 'Sofia%20Brandt', 'So\u{ad}fia'],
];
/** What of it would tell who it is, with letters between that nobody sees taken away. */
const parts = /sofia|brandt|so\.b\b|lind-/i;

const event = 'evt_00000000000000000001' as EventId;
const merged = 'evt_00000000000000000002' as EventId;
const [chat, log, cited] = [
	'src_00000000000000000001.1',
	'src_00000000000000000001.2',
	'src_00000000000000000001.3',
].map((id) => id as RecordId) as [RecordId, RecordId, RecordId];
const [own, other, asked] = ['quo_01', 'quo_02', 'quo_03'].map((id) => id as QuoteId) as [
	QuoteId,
	QuoteId,
	QuoteId,
];
const picture = 'pic_00000000000000000001' as PictureId;

/** A story in which somebody is written so wherever words can stand. */
function everyPlace(form: string): StoryMaterial {
	const words = `Then ${form} saw it.`;
	const text = (said: string, ...marks: readonly object[]) => ({ is: 'text', text: said, marks });
	const paragraph = (...content: readonly object[]) => ({ is: 'paragraph', content });
	const half = Math.ceil(form.length / 2);
	const link = (href: string) => text('this', { is: 'link', href });
	const blocks = [
		{ is: 'heading', level: 2, content: [text(words)] },
		paragraph(text(words), { is: 'chip', eventId: event }, { is: 'chip', eventId: merged }),
		paragraph(text(`Then ${form.slice(0, half)}`), text(form.slice(half), { is: 'bold' }), text(' saw it.')),
		paragraph(text('Then '), text(form, { is: 'italic' }), { is: 'break' }, text(form, { is: 'code' })),
		paragraph(
			text(form, { is: 'link', href: 'https://x.example/1' }),
			link(`mailto:${encodeURIComponent(form)}@tidewell.example`),
			link(`https://tidewell.slack.com/team/${encodeURIComponent(form)}`),
			link(
				`https://x.example/?next=${encodeURIComponent(`/people/${encodeURIComponent(form)}`)}#${form.replaceAll(' ', '-')}`,
			),
		),
		{ is: 'quote', blocks: [paragraph(text(words))] },
		{ is: 'list', ordered: true, items: [[paragraph(text(words))], [paragraph(text(form))]] },
		{ is: 'code', text: words },
		{
			...{ is: 'table', header: true },
			rows: [[[paragraph(text(form))], [paragraph(text(words))]], [[paragraph(text(words))]]],
		},
		{ is: 'picture', pictureId: picture, alt: words, width: 3, height: 2, blocks: [paragraph(text(words))] },
		{ is: 'picture', alt: form, width: 0, height: 0, blocks: [] },
		{ is: 'record', recordId: chat, pull: true },
		{ is: 'record', recordId: chat, start: 0, end: 'Then '.length + half, pull: false },
		{ is: 'record', recordId: log, pull: false },
		{ is: 'account', quoteId: own, pull: true },
		{ is: 'account', quoteId: other, pull: false },
		{ is: 'account', quoteId: asked, pull: false },
	] as unknown as readonly Block[];
	const record = (author: string, personId: string | null, mono: boolean) => ({
		...{ label: `${form} and others, 02:14`, author, personId, text: words, mono },
	});
	return {
		analysis: {
			...{ title: words, standfirst: words, number: `INC-${form}` },
			...{ subject: 'incident', date: '2026-03-11', zone: 'UTC' },
		},
		blocks,
		moments: [
			{
				...{
					id: event,
					former: [merged],
					kind: 'action',
					title: words,
					time: '02:14',
					at: '2026-03-11T02:14:00Z',
				},
				...{ people: ['per_s', 'per_t', 'per_d'], records: [chat, cited] },
			},
		],
		records: new Map([
			[chat, record(form, 'per_s', false)],
			[log, record(form, null, true)],
			[cited, record(form, null, false)],
		]),
		quotes: new Map([
			[own, { personId: 'per_s', eventId: event, text: words, consent: 'yes' as const }],
			[other, { personId: 'per_t', eventId: null, text: words, consent: 'yes' as const }],
			[asked, { personId: 'per_s', eventId: null, text: words, consent: 'asked' as const }],
		]),
		cast: [
			{
				...{ id: 'per_s', name: 'Sofia Lind-Brandt', role: 'someone in Team Brandt' },
				handles: ['so.b', 'Sofia Brandt', 'sofia.brandt@tidewell.example'],
			},
			{ id: 'per_t', name: 'Tomasz Wilk', role: 'the reviewer of Brandt' },
			{ id: 'per_d', name: 'The Brandt desk', role: 'a team' },
		],
		appearance: new Map(),
		openThreads: 1,
		disagreements: [told(words), told(form)],
		keptDisagreements: [told(words), told(form)],
	};
}

const told = (words: string) => ({ words, eventId: null });

const printed = (material: StoryMaterial): readonly string[] => {
	const story = buildStory(material);
	return [
		JSON.stringify(story),
		renderMarkdown(story, 'https://x.example/s', 'https://x.example/p/'),
		renderHtml(story, 'https://x.example/s', new Map([[picture, 'data:image/png;base64,AAAA']])),
		renderMarkdownBlock(story, 'https://x.example/s'),
		renderHtmlBlock(story, 'https://x.example/s'),
	];
};
const leaks = (files: readonly string[]) =>
	files.flatMap((file) =>
		file
			.replaceAll('\u{ad}', '')
			.replaceAll('\\', '')
			.split('\n')
			.filter(
				(line) =>
					parts.test(line) || parts.test(decodeURIComponent(line.replaceAll(/%(?![0-9a-f]{2})/giu, ''))),
			),
	);

test('[ST13] no part of a hidden name is in a story, a download or a block, however and wherever it was written', () => {
	const chosen: readonly Appearance[] = ['role', 'left_out', { pseudonym: 'Alex' }];
	for (const form of forms)
		for (const appearance of chosen) {
			const appearances = new Map<string, Appearance>([
				['per_s', appearance],
				['per_t', 'role'],
			]);
			expect(
				leaks(printed({ ...everyPlace(form), appearance: appearances })),
				`${form} as ${JSON.stringify(appearance)}`,
			).toEqual([]);
		}
});

test('[ST13] what stands there instead is whole: one story in full', () => {
	const story = buildStory({
		...everyPlace('Sofia Brandt'),
		appearance: new Map<string, Appearance>([['per_s', { pseudonym: 'Alex' }]]),
	});
	const said = 'Then Alex saw it.';
	expect(story).toMatchObject({
		title: said,
		standfirst: said,
		number: 'INC-Alex',
		disagreements: [said, 'Alex'],
		keptDisagreements: [said, 'Alex'],
	});
	expect(story.events).toEqual([
		{
			...{ id: event, kind: 'action', title: said, time: '02:14', at: '2026-03-11T02:14:00Z' },
			...{ people: ['Alex', 'Tomasz Wilk', 'The Alex desk'], sources: [0, 1] },
		},
	]);
	expect(story.sources).toEqual([
		{ recordId: chat, label: 'Alex and others, 02:14', author: 'Alex', quoted: said },
		// Nobody said who wrote it, so it could be anybody's handle.
		{ recordId: cited, label: 'Alex and others, 02:14', author: null, quoted: null },
		{ recordId: log, label: 'Alex and others, 02:14', author: 'Alex', quoted: said },
	]);
	expect(story.blocks.slice(0, 5)).toEqual([
		{ is: 'heading', level: 2, id: 'section-1', runs: [{ text: said }] },
		{ is: 'paragraph', runs: [{ text: said }, { event: 0 }, { event: 0 }] },
		{ is: 'paragraph', runs: [{ text: 'Then Alex' }, { text: ' saw it.' }] },
		{
			is: 'paragraph',
			runs: [
				{ text: 'Then ' },
				{ text: 'Alex', marks: ['italic'] },
				{ text: '\n' },
				{ text: 'Alex', marks: ['code'] },
			],
		},
		{
			is: 'paragraph',
			runs: [
				{ text: 'Alex', href: 'https://x.example/1' },
				{ text: 'this' },
				{ text: 'this' },
				{ text: 'this' },
			],
		},
	]);
	expect(story.blocks.slice(11)).toEqual([
		{ is: 'record', text: said, mono: false, source: 0, pull: true },
		{ is: 'record', text: 'Then Alex', mono: false, source: 0, pull: false },
		{ is: 'record', text: said, mono: true, source: 2, pull: false },
		{ is: 'account', text: said, state: 'said yes', by: 'Alex', pull: true, of: 0 },
		{ is: 'account', text: said, state: 'said yes', by: 'Tomasz Wilk', pull: false },
		{ is: 'account', text: null, state: 'waiting', by: 'Alex', pull: false },
	]);
});

test('[ST11] everyone who would be named anywhere is asked about, and nobody else', () => {
	const material = everyPlace('Sofia');
	const bystander = { id: 'per_x', name: 'Hana Sato', role: 'the analyst' };
	expect(appearing({ ...material, cast: [...material.cast, bystander] }).map(({ id }) => id)).toEqual([
		'per_s',
		'per_t',
		'per_d',
	]);
});
