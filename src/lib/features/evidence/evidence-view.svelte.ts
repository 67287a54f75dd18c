/** What the evidence page shows: a filter, the rows it gives, which one is open, and which are ticked. */
import { SvelteSet } from 'svelte/reactivity';
import type { RecordId, SourceId } from '#lib/model/ids.ts';
import { parseInstant } from '#lib/model/instant.ts';
import type { EvidenceRecord } from '#lib/reference/records.svelte.ts';
import type { Author, EvidenceApi, Filter, Source } from './evidence-api.ts';
import type { Bar, Range } from './Histogram.svelte';
import { lookInto } from './busiest.ts';
import { Rows } from './rows.svelte.ts';
import { Selection } from './selection.svelte.ts';

/** How long typing may pause before a search begins, ms. */
const pauseMs = 180;

export class EvidenceView {
	readonly api: EvidenceApi;
	readonly selection = new Selection();

	sources = $state.raw<readonly Source[]>([]);
	authors = $state.raw<readonly Author[]>([]);
	/** What is typed in the search box. */
	q = $state('');
	/** Sources that are unticked. */
	readonly hidden = new SvelteSet<SourceId>();
	/** Authors that are ticked; none means everyone. */
	readonly chosen = new SvelteSet<string>();
	range = $state.raw<Range>();

	/** How much there is along all of its time. */
	bars = $state.raw<readonly Bar[]>([]);
	/** The same for the stretch where most of it lies; undefined when that is all of it. */
	busiest = $state.raw<readonly Bar[]>();
	/** Someone asked for all of its time. */
	isWide = $state(false);
	rows = $state.raw<Rows>();
	/** One sentence, when the search could not be done. */
	failed = $state<string>();
	/** Whether the sources have been read once. */
	started = $state(false);
	/** Place of the open row, and the record itself. */
	current = $state<number>();
	open = $state.raw<EvidenceRecord>();

	/** Whether someone went to the open record; the first one is opened by itself. */
	#isChosen = false;
	#search = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Where the selection was begun, and the last step taken. */
	#anchor: number | undefined;
	#step:
		| { readonly to: number; readonly from: number | undefined; readonly anchor: number | undefined }
		| undefined;

	constructor(api: EvidenceApi) {
		this.api = api;
	}

	readonly ready: readonly Source[] = $derived(this.sources.filter(({ status }) => status === 'ready'));
	/** Rows in all sources. */
	readonly whole: number = $derived(this.ready.reduce((sum, { counts }) => sum + counts.records, 0));
	readonly sourceNames: ReadonlyMap<string, string> = $derived(
		new Map(this.sources.map(({ id, name }) => [id, name])),
	);
	/** The bars to show: the busiest stretch, unless all was asked for or the chosen range reaches out of it. */
	readonly stretch: readonly Bar[] = $derived.by(() => {
		const from = this.busiest?.[0]?.fromUs ?? 0;
		const to = this.busiest?.at(-1)?.toUs ?? 0;
		const isOutside = this.range && (this.range.fromUs < from || this.range.toUs > to);
		return !this.busiest || this.isWide || isOutside ? this.bars : this.busiest;
	});
	/** Whether anything narrows the rows. */
	readonly isNarrowed: boolean = $derived(
		this.q.trim() !== '' || this.hidden.size > 0 || this.chosen.size > 0 || this.range !== undefined,
	);

	get filter(): Filter {
		const shown = this.ready.filter(({ id }) => !this.hidden.has(id)).map(({ id }) => id);
		return {
			q: this.q.trim(),
			sources: shown.length === this.ready.length ? undefined : shown,
			authors: [...this.chosen],
			range: this.range,
		};
	}

	/** Reads the sources, and searches when what is ready has changed. */
	async readSources(): Promise<void> {
		const before = this.ready.map(key).join();
		const answer = await this.api.sources();
		if (!answer.ok) {
			this.failed = answer.error.message;
			return;
		}
		this.sources = answer.value.sources;
		const isNew = !this.started || this.ready.map(key).join() !== before;
		this.started = true;
		if (isNew) await this.search();
	}

	/** Searches after a pause in typing. */
	searchSoon(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.search(), pauseMs);
	}

	/** Searches now. The open record stays open if it is among the new rows; else the first of them is opened. */
	async search(): Promise<void> {
		clearTimeout(this.#timer);
		const turn = ++this.#search;
		const { range, ...wide } = this.filter;
		if (this.ready.length === 0 || wide.sources?.length === 0) {
			this.bars = [];
			this.busiest = undefined;
			this.rows = this.ready.length === 0 ? undefined : new Rows(this.api.reader({ ...wide, range }), []);
			this.failed = undefined;
			return;
		}
		const [bars, narrow, authors] = await Promise.all([
			this.api.histogram({ ...wide, range: undefined }),
			range && this.api.histogram({ ...wide, range }),
			this.api.authors(),
		]);
		if (turn !== this.#search) return;
		const failed = [bars, narrow, authors].find((answer) => answer && !answer.ok);
		if (failed && !failed.ok) {
			this.failed = failed.error.message;
			return;
		}
		this.failed = undefined;
		if (authors.ok) this.authors = authors.value;
		const shown = narrow ?? bars;
		if (!shown.ok || !bars.ok) return;
		const busiest = await lookInto(bars.value, async (stretch) => {
			const closer = await this.api.histogram({ ...wide, range: stretch });
			return closer.ok ? closer.value : undefined;
		});
		if (turn !== this.#search) return;
		this.bars = bars.value;
		this.busiest = busiest;
		const rows = new Rows(
			this.api.reader({ ...wide, range }),
			shown.value.map(({ fromUs, toUs, logs, chat, alerts }) => ({
				fromUs,
				toUs,
				count: logs + chat + alerts,
			})),
		);
		// Found before the rows are shown: a key pressed in between would work on another row than the open one.
		const { open } = this;
		const place = open && this.#isChosen ? await this.#find(rows, open) : undefined;
		if (turn !== this.#search) return;
		this.rows = rows;
		this.#anchor = undefined;
		this.current = place;
		// The one selection: a record that is no longer among the rows gives way to the first of them.
		if (place === undefined) {
			await this.openAt(this.isNarrowed ? 0 : await this.#before(busiest?.[0]?.fromUs));
			this.#isChosen = this.isNarrowed;
		}
	}

	/** Opens the row at that place. */
	async openAt(index: number): Promise<void> {
		if (!this.rows || this.rows.total === 0) return;
		const rows = this.rows;
		const to = Math.min(rows.total - 1, Math.max(0, index));
		this.#isChosen = true;
		// A step that turns out to extend the selection goes on from where the selection began.
		this.#step = { to, from: this.current, anchor: this.#anchor };
		this.#anchor = undefined;
		this.current = to;
		const [record] = await rows.between(this.current, this.current);
		if (record && rows === this.rows && this.current === to) this.open = record;
	}

	/** Ticks everything from where the last step began to that row, and goes there. */
	async extendTo(index: number): Promise<void> {
		if (!this.rows || this.rows.total === 0) return;
		const rows = this.rows;
		const to = Math.min(rows.total - 1, Math.max(0, index));
		const step = this.#step?.to === to ? this.#step : undefined;
		const from = this.#anchor ?? step?.anchor ?? step?.from ?? this.current ?? to;
		this.#anchor = from;
		this.current = to;
		this.selection.add(await rows.between(Math.min(from, to), Math.max(from, to)));
		const record = rows.at(to);
		if (record) this.open = record;
	}

	/** Ticks or unticks the row at that place, and goes there. */
	async toggleAt(index: number): Promise<void> {
		const rows = this.rows;
		const [record] = (await rows?.between(index, index)) ?? [];
		if (!record || rows !== this.rows) return;
		this.selection.toggle(record);
		this.#isChosen = true;
		this.#anchor = index;
		this.current = index;
		this.open = record;
	}

	/** Opens a record that was linked to; takes the filter away if it hides it. False when there is no such record. */
	async reveal(id: RecordId): Promise<boolean> {
		const answer = await this.api.record(id);
		if (!answer) return false;
		this.open = answer;
		this.#isChosen = true;
		const index = this.rows && (await this.#find(this.rows, answer));
		if (index !== undefined) this.current = index;
		else {
			this.clear();
			await this.search();
		}
		return true;
	}

	/** Shows everything around the open record in its own source. */
	async showSourceOf(record: EvidenceRecord): Promise<void> {
		this.clear();
		for (const { id } of this.ready) if (id !== record.sourceId) this.hidden.add(id);
		this.open = record;
		this.#isChosen = true;
		await this.search();
	}

	clear(): void {
		this.q = '';
		this.hidden.clear();
		this.chosen.clear();
		this.range = undefined;
	}

	/** How many rows lie before an instant: where reading begins. */
	async #before(us: number | undefined): Promise<number> {
		const fromUs = this.bars[0]?.fromUs;
		if (us === undefined || fromUs === undefined || us <= fromUs) return 0;
		const before = await this.api.histogram({ ...this.filter, range: { fromUs, toUs: us } }, 1);
		if (!before.ok) return 0;
		return before.value.reduce((sum, { logs, chat, alerts }) => sum + logs + chat + alerts, 0);
	}

	async #find(rows: Rows, record: EvidenceRecord): Promise<number | undefined> {
		const us = parseInstant(record.at);
		if (us === undefined) return undefined;
		// Not being able to find a row again is no reason to show none.
		return rows.locate(record.id, us).catch(() => undefined);
	}
}

/** Changes when what a source gives has changed. */
function key({ id, counts, first, options }: Source): string {
	return `${id}/${counts.records}/${first}/${options.offsetMs}`;
}
