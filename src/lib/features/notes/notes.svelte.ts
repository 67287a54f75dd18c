/** The notes of an analysis as their page shows them. */
import type * as Y from 'yjs';
import { Live } from '#lib/live/live.svelte.ts';
import type { LiveDocument } from '#lib/live/document.svelte.ts';
import type { PageId, UserId } from '#lib/model/ids.ts';
import {
	addPage,
	movePage,
	observePages,
	pageText,
	readPages,
	removePage,
	retitlePage,
	type Page,
} from '#lib/model/notes.ts';

export class Notes {
	readonly live: LiveDocument;
	readonly #userId: string;
	readonly #pages: Live<readonly Page[]>;

	constructor(live: LiveDocument, userId: string) {
		this.live = live;
		this.#userId = userId;
		this.#pages = new Live(
			(changed) => observePages(live.doc, changed),
			() => readPages(live.doc).pages,
		);
	}

	/** In their order. */
	get pages(): readonly Page[] {
		return this.#pages.current;
	}
	/** The page of that id, or the first one when there is none. */
	pageOf(id: string | undefined): Page | undefined {
		return this.pages.find((page) => page.id === id) ?? this.pages[0];
	}
	text(id: PageId): Y.XmlFragment | undefined {
		return pageText(this.live.doc, id);
	}

	/** Adds an empty page at the end. */
	add(): PageId {
		return addPage(
			this.live.doc,
			{ title: '', createdBy: this.#userId as UserId, createdAt: Date.now() },
			this.live.origin,
		);
	}
	retitle(id: PageId, title: string): void {
		retitlePage(this.live.doc, id, title, this.live.origin);
	}
	/** One place up (-1) or down (1). */
	move(id: PageId, by: 1 | -1): void {
		const others = this.pages.filter((page) => page.id !== id);
		const to = this.pages.findIndex((page) => page.id === id) + by;
		movePage(this.live.doc, id, { after: others[to - 1]?.id, before: others[to]?.id }, this.live.origin);
	}
	remove(id: PageId): void {
		removePage(this.live.doc, id, this.live.origin);
	}
}
