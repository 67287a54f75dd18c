/** What can be put into a text from the list behind `/`. */
import BetweenHorizontalEnd from '~icons/lucide/between-horizontal-end';
import BetweenHorizontalStart from '~icons/lucide/between-horizontal-start';
import BetweenVerticalEnd from '~icons/lucide/between-vertical-end';
import BetweenVerticalStart from '~icons/lucide/between-vertical-start';
import Brain from '~icons/lucide/brain';
import Clock from '~icons/lucide/clock';
import CodeXml from '~icons/lucide/code-xml';
import Image from '~icons/lucide/image';
import Heading2 from '~icons/lucide/heading-2';
import Heading3 from '~icons/lucide/heading-3';
import Lightbulb from '~icons/lucide/lightbulb';
import List from '~icons/lucide/list';
import ListOrdered from '~icons/lucide/list-ordered';
import Minus from '~icons/lucide/minus';
import PanelTop from '~icons/lucide/panel-top';
import Quote from '~icons/lucide/quote';
import Table from '~icons/lucide/table';
import TextQuote from '~icons/lucide/text-quote';
import Trash2 from '~icons/lucide/trash';
import type { Way } from '#lib/model/said.ts';
import type { IconShape } from '#lib/ui/icon.ts';

export type BlockKind =
	| 'section'
	| 'subsection'
	| 'list'
	| 'numbers'
	| 'quotation'
	| 'table'
	| 'picture'
	| 'code'
	| 'divider';

/** What can be done to the table one is in. */
export type TableAct =
	| 'row-above'
	| 'row-below'
	| 'column-before'
	| 'column-after'
	| 'header-row'
	| 'remove-row'
	| 'remove-column'
	| 'remove-table';

export interface Insertion {
	readonly id: BlockKind | TableAct | 'event' | 'evidence' | Way;
	readonly label: string;
	readonly icon: IconShape;
	/** What does the same when it is typed: `##` and a space; empty where nothing does. */
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
	{ id: 'table', label: 'Table', icon: Table, typed: '', also: 'rows columns cells grid' },
	{ id: 'picture', label: 'Picture', icon: Image, typed: '', also: 'image photo screenshot file' },
	{ id: 'inference', label: 'Inference', icon: Lightbulb, typed: '', also: 'sentence think conclude guess' },
	{ id: 'recollection', label: 'Recollection', icon: Brain, typed: '', also: 'sentence remember memory' },
	{ id: 'code', label: 'Code', icon: CodeXml, typed: '```', also: 'verbatim command output mono' },
	{ id: 'divider', label: 'Divider', icon: Minus, typed: '---', also: 'line rule hr' },
];

/** In a cell, where no block but a paragraph can be: what changes the table around it. */
const inTable: readonly Insertion[] = [
	{ id: 'row-below', label: 'Row below', icon: BetweenHorizontalStart, typed: '', also: 'add insert new' },
	{ id: 'row-above', label: 'Row above', icon: BetweenHorizontalEnd, typed: '', also: 'add insert new' },
	{ id: 'column-after', label: 'Column right', icon: BetweenVerticalStart, typed: '', also: 'add new after' },
	{ id: 'column-before', label: 'Column left', icon: BetweenVerticalEnd, typed: '', also: 'add new before' },
	{ id: 'header-row', label: 'Header row on or off', icon: PanelTop, typed: '', also: 'heading toggle' },
	...insertions.filter(({ id }) => id === 'event'),
	{ id: 'remove-row', label: 'Remove row', icon: Trash2, typed: '', also: 'delete' },
	{ id: 'remove-column', label: 'Remove column', icon: Trash2, typed: '', also: 'delete' },
	{ id: 'remove-table', label: 'Remove table', icon: Trash2, typed: '', also: 'delete' },
];

/** In a cell and in a caption there is less to put in. */
export type Where = 'text' | 'cell' | 'caption';

const within: Readonly<Record<Where, readonly Insertion[]>> = {
	text: insertions,
	cell: inTable,
	caption: insertions.filter(({ id }) => id === 'event'),
};

/** Whether it changes a table. */
export function isTableAct(id: Insertion['id']): id is TableAct {
	return id !== 'event' && inTable.some((one) => one.id === id);
}

/** Those that fit what was typed behind the slash: by how their name begins first, then by any of their words. */
export function fitting(query: string, where: Where = 'text'): readonly Insertion[] {
	const words = query.toLowerCase().trim();
	const all = within[where];
	if (words === '') return all;
	const begins = (text: string) => text.split(' ').some((word) => word.startsWith(words));
	const byName = all.filter(({ label }) => label.toLowerCase().startsWith(words));
	const byWord = all.filter(
		(one) => !byName.includes(one) && begins(`${one.label} ${one.also}`.toLowerCase()),
	);
	return [...byName, ...byWord];
}
