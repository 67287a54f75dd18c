/** What can be put into a text from the list behind `/`. */
import Clock from '@lucide/svelte/icons/clock';
import CodeXml from '@lucide/svelte/icons/code-xml';
import Heading2 from '@lucide/svelte/icons/heading-2';
import Heading3 from '@lucide/svelte/icons/heading-3';
import List from '@lucide/svelte/icons/list';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import Minus from '@lucide/svelte/icons/minus';
import Quote from '@lucide/svelte/icons/quote';
import TextQuote from '@lucide/svelte/icons/text-quote';
import type { IconComponent } from '#lib/ui/Icon.svelte';

export type BlockKind = 'section' | 'subsection' | 'list' | 'numbers' | 'quotation' | 'code' | 'divider';

export interface Insertion {
	readonly id: BlockKind | 'event' | 'evidence';
	readonly label: string;
	readonly icon: IconComponent;
	/** What does the same when it is typed: `##` and a space. */
	readonly typed: string;
	/** Other words people look for it by. */
	readonly also: string;
}

export const insertions: readonly Insertion[] = [
	{ id: 'section', label: 'Section', icon: Heading2, typed: '##', also: 'heading title h2 2' },
	{ id: 'subsection', label: 'Subsection', icon: Heading3, typed: '###', also: 'heading title h3 3' },
	{ id: 'list', label: 'List', icon: List, typed: '-', also: 'bullets bulleted points ul' },
	{ id: 'numbers', label: 'Numbered list', icon: ListOrdered, typed: '1.', also: 'ordered steps ol' },
	{ id: 'quotation', label: 'Quotation', icon: TextQuote, typed: '>', also: 'quote blockquote' },
	{ id: 'event', label: 'Event', icon: Clock, typed: '@', also: 'cite moment time' },
	{ id: 'evidence', label: 'Evidence', icon: Quote, typed: '"', also: 'quote record message log account' },
	{ id: 'code', label: 'Code', icon: CodeXml, typed: '```', also: 'verbatim command output mono' },
	{ id: 'divider', label: 'Divider', icon: Minus, typed: '---', also: 'line rule hr' },
];

/** Those that fit what was typed behind the slash: by how their name begins first, then by any of their words. */
export function fitting(query: string): readonly Insertion[] {
	const words = query.toLowerCase().trim();
	if (words === '') return insertions;
	const begins = (text: string) => text.split(' ').some((word) => word.startsWith(words));
	const byName = insertions.filter(({ label }) => label.toLowerCase().startsWith(words));
	const byWord = insertions.filter(
		(one) => !byName.includes(one) && begins(`${one.label} ${one.also}`.toLowerCase()),
	);
	return [...byName, ...byWord];
}
