import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { missingVoices, restsOn } from './grounding.ts';
import { newId, recordId, type EventId } from './ids.ts';
import { appendBlocks, citedEvents, readNarrative } from './narrative.ts';
import type { Block, Inline } from './prose.ts';

const origin = { source: 'local', userId: 'usr_test' } as const;
const [one, two, old] = [newId('event'), newId('event'), newId('event')];
const record = recordId(newId('source'), 3);
const quote = newId('quote');
const said = (words: string): Inline => ({ is: 'text', text: words, marks: [] });
const paragraph = (...content: readonly Inline[]): Block => ({ is: 'paragraph', content });
const recordQuote: Block = { is: 'record', recordId: record, pull: false };
const accountQuote: Block = { is: 'account', quoteId: quote, pull: false };

function passagesOf(...blocks: readonly Block[]) {
	const doc = new Y.Doc();
	appendBlocks(doc, blocks, origin);
	return readNarrative(doc);
}

test('[GR1] an event counts as cited once, under the id it has now, and not when it is gone', () => {
	const events = new Map([
		[one, { id: one }],
		[old, { id: one }],
		[two, { id: two }],
	]);
	const find = (id: EventId) => events.get(id);
	expect(citedEvents([old, one, newId('event')], find)).toEqual(new Set([one]));
});

test('[GR2] a voice is missing while it is neither named nor quoted', () => {
	const people = ['Hana Sato', 'Sofia Baptista', 'Wei-Lin Chen', 'Marcus Bell'].map((name, index) => ({
		id: `per_${index}`,
		name,
	}));
	const passages = passagesOf(paragraph(said('Sofia was asleep. The bell rang for Wei-Lin Chen.')));
	const missing = missingVoices(people, people, passages, new Set(['per_0']));
	expect(missing.map(({ name }) => name)).toEqual(['Marcus Bell']);
});

test('[GR3] a paragraph rests on the events it cites and the quotes right behind it, each once', () => {
	const passages = passagesOf(
		paragraph(said('Green at '), { is: 'chip', eventId: one }, said(', still at '), {
			is: 'chip',
			eventId: one,
		}),
		recordQuote,
		accountQuote,
		paragraph(said('Nobody knew.')),
		paragraph(said('It was two in the morning.')),
		recordQuote,
	);
	const quotes = (...indices: readonly number[]) =>
		indices.map((index) => ({ passageId: passages[index]?.passageId, quote: passages[index]?.quote }));
	expect(restsOn(passages, 0)).toEqual({ events: [one], said: [], quotes: quotes(1, 2) });
	expect(restsOn(passages, 1)).toEqual({ events: [], said: [], quotes: quotes(1) });
	expect(restsOn(passages, 3)).toEqual({ events: [], said: [], quotes: [] });
	expect(restsOn(passages, 4)).toEqual({ events: [], said: [], quotes: quotes(5) });
});

test('[GR3] nothing is told of headings, code, empty paragraphs and what is not there', () => {
	const passages = passagesOf(
		{ is: 'heading', level: 2, content: [said('Quiet minutes')] },
		{ is: 'code', text: 'x' },
		paragraph(said(' ')),
	);
	expect([0, 1, 2, 3, -1].map((index) => restsOn(passages, index))).toEqual(
		Array.from({ length: 5 }, () => undefined),
	);
});
