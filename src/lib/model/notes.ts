/** Working notes of an analysis: pages of co-written text in one document. */
import * as Y from 'yjs';
import { newId, type PageId, type UserId } from './ids.ts';
import type { Origin } from './origin.ts';
import type { Block } from './prose.ts';
import { appendTo } from './prose-write.ts';
import { rankBetween } from './rank.ts';
import { collection, integer, optional, text, type RecordOf } from './record.ts';
import { recordChanges, type RecordChange } from './record-changes.ts';

const fields = {
	title: optional(text(300), ''),
	/** Manual order; `rankBetween` makes one. */
	rank: text(200),
	createdAt: integer,
	createdBy: optional(text(60), ''),
} as const;

const pages = collection<PageId, typeof fields>('pages', fields);
const body = 'bodyProse';

export type Page = RecordOf<PageId, typeof fields>;

/** The pages in their order; of equal rank the older first. */
export function readPages(doc: Y.Doc): { readonly pages: readonly Page[]; readonly skipped: number } {
	const { records, skipped } = pages.all(doc);
	const order = (a: Page, b: Page) =>
		compare(a.rank, b.rank) || a.createdAt - b.createdAt || compare(a.id, b.id);
	return { pages: [...records].sort(order), skipped };
}

/** Adds a page at the end, its text with it: two who made the text later would lose one of them. */
export function addPage(
	doc: Y.Doc,
	draft: {
		readonly title: string;
		readonly createdBy: UserId;
		readonly createdAt: number;
		readonly blocks?: readonly Block[];
	},
	origin: Origin,
): PageId {
	const id = newId('page');
	const last = readPages(doc).pages.at(-1)?.rank;
	const { title, createdBy, createdAt, blocks = [{ is: 'paragraph', content: [] }] } = draft;
	doc.transact(() => {
		pages.put(doc, id, { title, rank: rankBetween(last, undefined), createdAt, createdBy }, origin);
		const fragment = new Y.XmlFragment();
		mapOf(doc, id)?.set(body, fragment);
		appendTo(fragment, blocks, origin);
	}, origin);
	return id;
}

/** Gives a page another title. False when it is gone. */
export function retitlePage(doc: Y.Doc, id: PageId, title: string, origin: Origin): boolean {
	return pages.patch(doc, id, { title }, origin);
}

/** Puts a page between two others; undefined stands for the edge. False when it is gone. */
export function movePage(
	doc: Y.Doc,
	id: PageId,
	between: { readonly after: PageId | undefined; readonly before: PageId | undefined },
	origin: Origin,
): boolean {
	const rankOf = (other: PageId | undefined) =>
		other === undefined ? undefined : pages.get(doc, other)?.rank;
	return pages.patch(doc, id, { rank: rankBetween(rankOf(between.after), rankOf(between.before)) }, origin);
}

/** Deletes a page and its text. False when it was gone already. */
export function removePage(doc: Y.Doc, id: PageId, origin: Origin): boolean {
	return pages.remove(doc, id, origin);
}

/** The text of a page, for an editor to bind to. */
export function pageText(doc: Y.Doc, id: PageId): Y.XmlFragment | undefined {
	const fragment = mapOf(doc, id)?.get(body);
	return fragment instanceof Y.XmlFragment ? fragment : undefined;
}

/** What a transaction did to the pages; `bodyProse` among the fields of a page stands for its text. */
export function pageChanges(transaction: Y.Transaction): ReadonlyMap<PageId, RecordChange> {
	return recordChanges(pages, transaction);
}

/** The page of that id; undefined when it is gone. */
export function findPage(doc: Y.Doc, id: PageId): Page | undefined {
	return pages.get(doc, id);
}

/** Calls back after each change of any page, its text included; returns how to stop. */
export function observePages(doc: Y.Doc, changed: () => void): () => void {
	return pages.observe(doc, () => changed());
}

function mapOf(doc: Y.Doc, id: PageId): Y.Map<unknown> | undefined {
	const map = doc.getMap('pages').get(id);
	return map instanceof Y.Map ? map : undefined;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
