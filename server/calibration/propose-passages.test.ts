import { expect, test } from 'vitest';
import type { EventId, QuoteId } from '#lib/model/ids.ts';
import { mentionFinder } from '#lib/model/mentions.ts';
import { chipCharacter, type Passage } from '#lib/model/prose.ts';
import { proposePassages } from './propose-passages.ts';

const event = 'evt_apply' as EventId;

function passage(id: number, text: string, more: Partial<Passage> = {}): Passage {
	const at = text.indexOf(chipCharacter);
	const chips = at < 0 ? [] : [{ at, eventId: event }];
	return {
		...{ passageId: `p1-${id}`, kind: 'paragraph', level: 0, text, marks: [], chips, quote: undefined },
		...more,
	};
}

test('[RD2] people and their passages are proposed from names, quotes, cited events and shared accounts', () => {
	const quote = { is: 'account', quoteId: 'quo_hana' as QuoteId, pull: false } as const;
	const proposed = proposePassages(
		[
			passage(1, 'Sofia was asleep.'),
			passage(2, '', { kind: 'account', quote }),
			passage(3, `At ${chipCharacter} Sofia saw it.`),
			passage(4, 'Nobody was there.'),
		],
		mentionFinder([{ id: 'sofia', name: 'Sofia Brandt' }]),
		{
			record: () => undefined,
			quote: () => ({ text: 'I thought it was us.', personId: 'hana' }),
			timeOf: () => '01:38',
		},
		{ of: () => ['sofia', 'tomasz'], told: () => ['tomasz', 'hana'] },
	);
	const third = { passageId: 'p1-3', text: 'At 01:38 Sofia saw it.' };
	expect(Object.fromEntries(proposed)).toEqual({
		sofia: [
			{ passageId: 'p1-1', why: 'named', text: 'Sofia was asleep.' },
			{ ...third, why: 'named' },
		],
		hana: [
			{ passageId: 'p1-2', why: 'quoted', text: 'I thought it was us.' },
			{ ...third, why: 'account' },
		],
		tomasz: [{ ...third, why: 'event' }],
	});
});
