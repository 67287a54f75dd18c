/** Whether those whose accounts a text quotes said yes to it. */
import type { Gathered } from './material.ts';

/** Of the accounts that a text quotes, each once however often. */
export interface Consents {
	readonly yes: number;
	/** Asked for, and not answered. */
	readonly waiting: number;
	/** Without words, and none are waited for: refused, taken back or erased, which reads alike. */
	readonly silent: number;
}

export function consentsIn({ blocks, quotes }: Pick<Gathered, 'blocks' | 'quotes'>): Consents {
	const ids = blocks.flatMap((block) => (block.is === 'account' && block.quoteId ? [block.quoteId] : []));
	const consents = [...new Set(ids)].map((id) => quotes.get(id)?.consent);
	const yes = consents.filter((consent) => consent === 'yes').length;
	const waiting = consents.filter((consent) => consent === 'asked').length;
	return { yes, waiting, silent: consents.length - yes - waiting };
}
