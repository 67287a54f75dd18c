import { expect, test } from 'vitest';
import type { EventId, QuoteId, RecordId } from '#lib/model/ids.ts';
import { readingMinutes } from '#lib/model/story.ts';
import { renderHtml, renderHtmlBlock } from './html.ts';
import { renderMarkdown, renderMarkdownBlock } from './markdown.ts';
import type { Appearance } from './names.ts';
import { buildStory, type StoryMaterial } from './snapshot.ts';

const event = 'evt_aaaa' as EventId;
const record = 'src_aaaa.1' as RecordId;
const quote = 'quo_aaaa' as QuoteId;
const text = (words: string) => ({ is: 'text', text: words, marks: [] }) as const;

function material(changes: Partial<StoryMaterial> = {}): StoryMaterial {
	return {
		analysis: {
			title: 'A quiet night',
			standfirst: 'What Sofia saw.',
			number: '7',
			subject: 'incident',
			date: '2026-03-11',
			zone: 'UTC',
		},
		blocks: [
			{ is: 'heading', level: 2, content: [text('The page')] },
			{
				is: 'paragraph',
				content: [text('Sofia woke '), { is: 'chip', eventId: event }, text(' and looked.')],
			},
			{ is: 'paragraph', content: [text('Tomasz read the plan.')] },
			{ is: 'record', recordId: record, pull: false },
			{ is: 'account', quoteId: quote, pull: true },
		],
		moments: [
			{
				id: event,
				kind: 'signal',
				title: 'Sofia is paged',
				time: '02:14',
				at: '2026-03-11T02:14:00Z',
				people: ['per_s'],
				records: [record],
			},
		],
		records: new Map([
			[
				record,
				{
					label: '#incident, 02:14',
					author: 'sofia.b',
					personId: 'per_s',
					text: 'I am here, says Sofia',
					mono: false,
				},
			],
		]),
		quotes: new Map([
			[quote, { personId: 'per_s', eventId: event, text: 'Nothing looked wrong.', consent: 'yes' }],
		]),
		cast: [
			{ id: 'per_s', name: 'Sofia Brandt', role: 'the engineer on call' },
			{ id: 'per_t', name: 'Tomasz Wilk', role: 'the reviewer' },
		],
		appearance: new Map(),
		openThreads: 0,
		...changes,
	};
}
const with_ = (id: string, appearance: Appearance) => material({ appearance: new Map([[id, appearance]]) });
const everywhere = (story: ReturnType<typeof buildStory>) =>
	[
		JSON.stringify(story),
		renderMarkdown(story, 'https://x/s'),
		renderHtml(story, 'https://x/s'),
		renderMarkdownBlock(story, 'https://x/s'),
		renderHtmlBlock(story, 'https://x/s'),
	].join('\n');

test('[ST1] chips become events, quotes their words, records their source', () => {
	expect(buildStory(material())).toEqual({
		version: 1,
		title: 'A quiet night',
		standfirst: 'What Sofia saw.',
		number: '7',
		subject: 'incident',
		date: '2026-03-11',
		zone: 'UTC',
		openThreads: 0,
		blocks: [
			{ is: 'heading', level: 2, id: 'section-1', runs: [{ text: 'The page' }] },
			{ is: 'paragraph', runs: [{ text: 'Sofia woke ' }, { event: 0 }, { text: ' and looked.' }] },
			{ is: 'paragraph', runs: [{ text: 'Tomasz read the plan.' }] },
			{ is: 'record', text: 'I am here, says Sofia', mono: false, source: 0, pull: false },
			{
				is: 'account',
				text: 'Nothing looked wrong.',
				state: 'said yes',
				by: 'Sofia Brandt',
				pull: true,
				of: 0,
			},
		],
		events: [
			{
				id: event,
				kind: 'signal',
				title: 'Sofia is paged',
				time: '02:14',
				at: '2026-03-11T02:14:00Z',
				people: ['Sofia Brandt'],
				sources: [0],
			},
		],
		sources: [
			{
				recordId: record,
				label: '#incident, 02:14',
				author: 'Sofia Brandt',
				quoted: 'I am here, says Sofia',
			},
		],
	});
});

test('[ST1] a chip on an event that was merged leads to where it went', () => {
	const was = 'evt_was0' as EventId;
	const { blocks, moments } = material();
	const merged = material({
		blocks: [{ is: 'paragraph', content: [{ is: 'chip', eventId: was }] }, ...blocks.slice(4)],
		moments: moments.map((moment) => ({ ...moment, former: [was] })),
		quotes: new Map([
			[quote, { personId: 'per_s', eventId: was, text: 'Nothing looked wrong.', consent: 'yes' }],
		]),
	});
	expect(buildStory(merged).blocks).toMatchObject([{ runs: [{ event: 0 }] }, { is: 'account', of: 0 }]);
	expect(buildStory(merged).events).toHaveLength(1);
});

test('[ST2] who is called by their role is named nowhere: text, chips, sources, quotes, downloads', () => {
	const all = everywhere(buildStory(with_('per_s', 'role')));
	expect(all).not.toMatch(/Sofia|Brandt|sofia\.b/);
	expect(all).toContain('The engineer on call woke');
});

test('[ST3] who is left out takes their passages along, and nobody else’s', () => {
	const story = buildStory(with_('per_s', 'left_out'));
	expect(everywhere(story)).not.toMatch(/Brandt|sofia\.b|Nothing looked wrong|I am here/);
	expect(story.blocks.map((block) => block.is)).toEqual(['heading', 'paragraph']);
	expect(story.events).toEqual([]);
});

test('[ST4] words without a yes are not in the story, and a no reads like a withdrawal', () => {
	for (const consent of ['asked', 'no', 'withdrawn'] as const) {
		const story = buildStory(
			material({
				quotes: new Map([[quote, { personId: 'per_s', eventId: event, text: 'Secret.', consent }]]),
			}),
		);
		expect(everywhere(story)).not.toContain('Secret.');
		expect(story.blocks.at(-1)).toMatchObject({
			text: null,
			state: consent === 'asked' ? 'waiting' : 'withdrawn',
		});
	}
});

test('[ST5] cited evidence that is not quoted gives no words away', () => {
	const { blocks } = material();
	const story = buildStory(material({ blocks: blocks.filter(({ is }) => is !== 'record') }));
	expect(everywhere(story)).not.toContain('I am here');
	expect(story.sources).toEqual([
		{ recordId: record, label: '#incident, 02:14', author: 'Sofia Brandt', quoted: null },
	]);
});

test('[ST6] nothing a person wrote becomes markup', () => {
	const hostile = '<img src=x onerror=alert(1)> [x](javascript:1) `tick` *star* & "q"';
	const story = buildStory(
		material({
			blocks: [
				{ is: 'paragraph', content: [text(hostile)] },
				{ is: 'code', text: '``` </pre><script>' },
			],
		}),
	);
	const html = renderHtml(story, 'https://x/"><script>');
	expect(html).not.toMatch(/<img|<script/);
	expect(renderMarkdown(story, 'https://x')).toContain(
		'\\<img src=x onerror=alert(1)\\> \\[x\\](javascript:1)',
	);
	expect(renderMarkdown(story, 'https://x')).toContain('````\n``` </pre><script>\n````');
});

test('[ST7] reading takes at least a minute', () => {
	expect(readingMinutes(buildStory(material()))).toBe(1);
});

test('[RD9] what is remembered differently is printed in every form, under the names that the story uses', () => {
	const disagreements = ['Sofia was asleep.', 'Tomasz read <the> plan.'];
	const appearance = new Map<string, Appearance>([
		['per_s', 'role'],
		['per_t', 'left_out'],
	]);
	expect(buildStory(material({ disagreements, appearance })).disagreements).toEqual([
		'The engineer on call was asleep.',
	]);
	const story = buildStory(material({ disagreements }));
	expect(story.disagreements).toEqual(disagreements);
	expect(renderMarkdown(story, 'https://x/s')).toContain(
		'## Remembered differently\n\nSomeone who was there remembers this differently, and it is not settled:\n\n- Sofia was asleep.\n- Tomasz read \\<the\\> plan.\n',
	);
	expect(renderHtml(story, 'https://x/s')).toContain(
		'<ul><li>Sofia was asleep.</li><li>Tomasz read &lt;the&gt; plan.</li></ul>',
	);
	expect('disagreements' in buildStory(material())).toBe(false);
	const kept = buildStory(material({ keptDisagreements: disagreements, appearance }));
	expect([kept.disagreements, kept.keptDisagreements]).toEqual([
		undefined,
		['The engineer on call was asleep.'],
	]);
	expect(renderMarkdown(kept, 'https://x/s')).toContain(
		'## Remembered differently\n\nSomeone who was there remembers this differently, and both accounts are kept:\n\n- The engineer on call was asleep.\n',
	);
	expect(renderHtml(kept, 'https://x/s')).toContain(
		'<p>Someone who was there remembers this differently, and both accounts are kept:</p>\n<ul><li>The engineer on call was asleep.</li></ul>',
	);
});

test('[TB9] a story has the tables of its text, uneven rows filled, and nobody in them who is left out', () => {
	const cell = (words: string) => [{ is: 'paragraph', content: [text(words)] }] as const;
	const story = buildStory(
		material({
			blocks: [
				{
					is: 'table',
					header: true,
					rows: [[cell('Who'), cell('Saw')], [cell('Sofia'), cell('a|b <i>')], [cell('Tomasz')]],
				},
			],
			appearance: new Map([['per_t', 'left_out']]),
		}),
	);
	expect(renderMarkdown(story, 'https://x/s')).toContain(
		'| Who | Saw |\n| --- | --- |\n| Sofia | a\\|b \\<i\\> |\n|  |  |',
	);
	expect(renderHtml(story, 'https://x/s')).toContain(
		'<thead><tr><th scope="col"><p>Who</p></th><th scope="col"><p>Saw</p></th></tr></thead><tbody><tr><td><p>Sofia</p></td><td><p>a|b &lt;i&gt;</p></td></tr><tr><td></td><td></td></tr></tbody>',
	);
	expect(everywhere(story)).not.toContain('Tomasz');
});

test('[ST3] a heading goes with all that stood under it; one under which nothing was written stays', () => {
	const heading = (level: 2 | 3, words: string) =>
		({ is: 'heading', level, content: [text(words)] }) as const;
	const paragraph = (words: string) =>
		({ is: 'paragraph', content: words === '' ? [] : [text(words)] }) as const;
	const { blocks } = buildStory(
		material({
			blocks: [
				...[heading(2, 'The night'), heading(3, 'At the board'), paragraph('Tomasz looked twice.')],
				...[heading(3, 'On the call'), paragraph('Tomasz asked.'), paragraph('Sofia answered.')],
				...[heading(2, 'The morning'), heading(3, 'At home'), paragraph('Tomasz slept.'), paragraph('')],
				...[heading(2, 'To be written'), paragraph('')],
			],
			appearance: new Map([['per_t', 'left_out']]),
		}),
	);
	expect(
		blocks.map((block) => (block.is === 'heading' || block.is === 'paragraph' ? block.runs : block.is)),
	).toEqual([
		[{ text: 'The night' }],
		[{ text: 'On the call' }],
		[{ text: 'Sofia answered.' }],
		[{ text: 'To be written' }],
	]);
});

test('[PI5] names chosen for people hold in descriptions and captions; a picture of who is left out is not shown', () => {
	const picture = {
		...({ is: 'picture', pictureId: 'pic_aaaa', width: 3, height: 2, alt: 'Sofia at the board' } as const),
		blocks: [{ is: 'paragraph', content: [text('As Sofia saw it')] }],
	} as unknown as StoryMaterial['blocks'][number];
	const story = (appearance: Appearance) =>
		everywhere(
			buildStory(
				material({
					blocks: [picture],
					moments: [],
					quotes: new Map(),
					records: new Map(),
					appearance: new Map([['per_s', appearance]]),
				}),
			),
		);
	expect(story('role')).toMatch(/the engineer on call at the board/i);
	expect(story('role').replaceAll('What Sofia saw.', '')).not.toContain('Sofia at');
	expect(story('left_out')).not.toContain('at the board');
});
