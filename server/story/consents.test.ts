import { expect, test } from 'vitest';
import { newId } from '#lib/model/ids.ts';
import type { Block } from '#lib/model/prose.ts';
import { consentsIn } from './consents.ts';

test('[ST4] before it goes out a story says how many quotes have a yes, wait for one, and show no words any more', () => {
	const [yes, asked, back, gone, unused] = Array.from({ length: 5 }, () => newId('quote'));
	const account = (quoteId: typeof yes): Block => ({
		is: 'account',
		quoteId: quoteId ?? newId('quote'),
		pull: false,
	});
	const quote = (consent: 'yes' | 'asked' | 'withdrawn') =>
		({ personId: newId('person'), eventId: null, text: 'I heard it.', consent }) as const;
	const quotes = new Map([
		[yes ?? '', quote('yes')],
		[asked ?? '', quote('asked')],
		[back ?? '', quote('withdrawn')],
		[unused ?? '', quote('yes')],
	]);
	const blocks = [yes, yes, asked, back, gone].map(account);
	expect(consentsIn({ blocks, quotes })).toEqual({ yes: 1, waiting: 1, silent: 2 });
	expect(consentsIn({ blocks: [], quotes })).toEqual({ yes: 0, waiting: 0, silent: 0 });
});
