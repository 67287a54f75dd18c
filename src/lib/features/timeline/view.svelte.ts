/** What one looks at on the timeline, and what one does there. The document itself is never copied into state. */
import { SvelteMap } from 'svelte/reactivity';
import type { LiveDocument } from '#lib/live/document.svelte.ts';
import { Live } from '#lib/live/live.svelte.ts';
import type { Cast } from '#lib/reference/cast.svelte.ts';
import { hour, parseInstant, type Micros } from '#lib/model/instant.ts';
import type { EventId, GapId, PersonId, RecordId, SystemId } from '#lib/model/ids.ts';
import { anchorOf, shiftWhen, toggleAbout, type When } from '#lib/model/time.ts';
import type { Named } from '#lib/model/time-relative.ts';
import { printInstant, printWhen, type Clock } from '#lib/model/time-text.ts';
import {
	addEvent,
	addGap,
	events,
	moveEvent,
	patchEvent,
	removeEvent,
	removeGap,
	retimeEvent,
	successorOf,
	TimelineReading,
	unciteRecord,
	undoTimeline,
	type EventChanges,
	type EventDraft,
	type Gap,
	type Timeline,
	type TimelineEvent,
} from '#lib/model/timeline.ts';
import { fromWire, type WireTimeline } from '#lib/model/timeline-wire.ts';
import type { Ready } from '#lib/model/exchange/take-in.ts';
import type { Undone } from '#lib/model/undo.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { areTimesOf, entriesOf, firstFrom, idOf, instantsOf, type Entry } from './entries.ts';
import type { EvidenceTimes } from './evidence-times.ts';
import { Filter, type FilterTheme } from './filter.svelte.ts';
import { Folds } from './folds.svelte.ts';
import { Horizon, stepFrom } from './horizon.svelte.ts';
import { Others } from './others.svelte.ts';
import { foldRows, keptRows, rowsOf, type LanesBy, type Row } from './rows.ts';
import { densest, everything, showing, zoomed, type Window } from './scale.ts';
import { Selection } from './selection.svelte.ts';
import { byTime, sorted, type Sorting } from './sorting.ts';

/** Where the analysis says it happened, for timelines that are still empty. */
export interface Place {
	/** Of the analysis. */
	readonly id: string;
	readonly zone: string;
	/** `2026-03-11`. */
	readonly date: string | null;
}

/** While very many events come in: what to call when all are there. Drawing each part would take seconds. */
interface Held {
	changed: (() => void) | undefined;
}

export class TimelineView {
	readonly live: LiveDocument;
	readonly cast: Cast;
	readonly others: Others;
	readonly filter: Filter;
	readonly horizon = new Horizon({ timeline: () => this.timeline, playhead: () => this.playhead });
	/** What a dragged time snaps to, for those who may read the evidence. */
	evidence: EvidenceTimes | undefined;
	/** Several at once; `selected` is the one among them that is looked at. */
	readonly selection = new Selection();
	readonly folds: Folds;
	readonly #timeline: Live<Timeline>;
	readonly #undo: ReturnType<typeof undoTimeline>;
	readonly #undoState: Live<{ canUndo: boolean; canRedo: boolean }>;
	readonly #stops: (() => void)[] = [];
	readonly #noon: Micros;
	#held: Held | undefined;

	/** The lanes, which one came for, have been drawn once: what else the page shows of the events waits for that. */
	isDrawn = $state(false);
	by = $state<LanesBy>('person');
	/** The order of the list. */
	sorting = $state.raw<Sorting>(byTime);
	/** In which zone times are shown. */
	zone = $state('UTC');
	/** An event or a gap: one selection for lanes, list and inspector. */
	selected = $state<EventId | GapId>();
	hovered = $state<EventId>();
	/** Where a hand or a selection put it; the middle of what is in view while none has. */
	#playhead = $state<Micros>();
	#window = $state.raw<Window>();
	/** A stretch chosen on the empty canvas. */
	range = $state.raw<Window>();
	/** An event on its way to another time or lane. */
	dragged = $state.raw<{
		readonly id: EventId;
		readonly when: When;
		/** The lane it would land on. */
		readonly lane: string | undefined;
	}>();
	/** A new event is being written. */
	adding = $state.raw<{ readonly at: Micros; readonly lane: string | undefined }>();
	/** Events changed elsewhere a moment ago, with the colour of who did. */
	readonly changed = new SvelteMap<string, number>();

	/** What the server read: looked at until the document itself is here, and never written to. */
	readonly #foreseen: Timeline | undefined = $derived.by(() => {
		const { ready, reading } = this.live;
		return ready || reading === undefined ? undefined : fromWire(reading as WireTimeline);
	});
	readonly timeline: Timeline = $derived.by(() => this.#foreseen ?? this.#timeline.current);
	/** The selected event; one that was merged leads to where it went. */
	readonly event: TimelineEvent | undefined = $derived.by(() => {
		const { selected, timeline } = this;
		if (selected === undefined) return undefined;
		const id = successorOf(timeline, selected) ?? selected;
		return timeline.events.find((event) => event.id === id);
	});
	readonly #fitting: readonly TimelineEvent[] = $derived.by(() =>
		this.filter.isOn
			? this.timeline.events.filter((event) => this.filter.shows(event))
			: this.timeline.events,
	);
	/** What is neither filtered out nor beyond the horizon, in order of time. */
	readonly shown: readonly TimelineEvent[] = $derived.by(() =>
		this.horizon.hides ? this.horizon.asOf(this.#fitting) : this.#fitting,
	);
	/** Gaps and presences, as far as they are shown. */
	readonly backdrop: Pick<Timeline, 'gaps' | 'presences'> = $derived.by(() =>
		this.horizon.hides ? this.horizon.backdrop() : this.timeline,
	);
	/** How many of these begin within the window. */
	readonly inView: number = $derived.by(() => {
		const { from, to } = this.window;
		return firstFrom(this.shown, to + 1) - firstFrom(this.shown, from);
	});
	readonly entries: readonly Entry[] = $derived.by(() => {
		const { by, isDown } = this.sorting;
		// A gap stands where it begins; an order that is not of time has no such place.
		if (by !== 'time')
			return sorted(this.shown, this.sorting, (id) => this.cast.nameOf(id)).map((event) => ({
				is: 'event',
				event,
			}));
		const gaps = this.backdrop.gaps.filter((gap) => this.filter.showsGap(gap));
		const entries = entriesOf({ events: this.shown, gaps });
		return isDown ? entries.toReversed() : entries;
	});
	readonly index: number = $derived.by(() => {
		const { selected } = this;
		return Math.max(
			0,
			this.entries.findIndex((entry) => idOf(entry) === selected),
		);
	});
	/** The lanes of before: what did not change keeps its list, and with it all that was worked out for it. */
	#before: readonly Row[] = [];
	#foldedBefore: readonly Row[] = [];
	/** All lanes, whatever is folded or filtered. */
	readonly lanes: readonly Row[] = $derived.by(() => {
		const cast = { people: this.cast.peopleById, systems: this.cast.systemsById };
		this.#before = keptRows(rowsOf(this.timeline, cast, this.by), this.#before);
		return this.#before;
	});
	readonly #folded: readonly Row[] = $derived.by(() => {
		const rows = foldRows(this.lanes, this.folds.groups, this.timeline.events);
		this.#foldedBefore = keptRows(rows, this.#foldedBefore);
		return this.#foldedBefore;
	});
	/** What is filtered out leaves its lane, and the lane stays: lanes don't hop while one types. */
	readonly rows: readonly Row[] = $derived.by(() => {
		if (this.shown === this.timeline.events) return this.#folded;
		const shown = new Map(this.shown.map((event) => [event.id, event]));
		return this.#folded.map((row) => ({
			...row,
			events: row.events.flatMap(({ id }) => shown.get(id) ?? []),
		}));
	});
	/** Where `0` leads, and what the overview shows. */
	readonly home: Window = $derived.by(() => {
		const { timeline } = this;
		// Most changes leave every time as it was, and others leave home where it is: then it is the same one, and
		// nothing that hangs on it is done anew.
		if (this.#home && areTimesOf(this.#home.events, timeline.events)) return this.#home.window;
		const next = densest(instantsOf(timeline)) ?? this.#around(this.#noon);
		const known = this.#home?.window;
		const window = known?.from === next.from && known.to === next.to ? known : next;
		this.#home = { events: timeline.events, window };
		return window;
	});
	#home: { readonly events: readonly TimelineEvent[]; readonly window: Window } | undefined;
	readonly clock: Clock = $derived({ zone: this.zone, near: (this.home.from + this.home.to) / 2 });

	/** `themes` are those of the inquiry, for those who may read it. */
	constructor(live: LiveDocument, cast: Cast, place: Place, themes: () => readonly FilterTheme[] = () => []) {
		this.live = live;
		this.cast = cast;
		this.folds = new Folds(place.id);
		this.filter = new Filter({
			nameOf: (id) => cast.nameOf(id),
			themes,
			successorOf: (id) => successorOf(this.timeline, id),
		});
		this.zone = place.zone;
		this.#noon = (place.date && parseInstant(`${place.date}T12:00:00Z`)) || Date.now() * 1000;
		this.others = new Others(live);
		const reading = new TimelineReading(live.doc);
		this.#timeline = new Live(
			(changed) => reading.observe(() => (this.#held ? (this.#held.changed = changed) : changed())),
			() => reading.read(),
		);
		const undo = undoTimeline(live.doc, live.origin);
		this.#undo = undo;
		this.#undoState = new Live(
			(changed) => undo.observe(changed),
			() => ({ canUndo: undo.canUndo, canRedo: undo.canRedo }),
		);
		this.#stops.push(
			events.observe(live.doc, (ids, transaction) => {
				this.selection.keep((id) => events.has(live.doc, id));
				if (transaction.local || !live.ready) return;
				for (const id of ids) this.#tint(id, this.others.colourOf(transaction));
			}),
		);
	}

	destroy(): void {
		for (const stop of this.#stops) stop();
		this.others.destroy();
		this.#undo.destroy();
	}

	/** Whether there is a timeline to show, be it an empty one. */
	get isThere(): boolean {
		return this.live.ready || this.#foreseen !== undefined;
	}
	get writable(): boolean {
		return this.live.writable && this.live.ready;
	}
	get canUndo(): boolean {
		return this.#undoState.current.canUndo;
	}
	get canRedo(): boolean {
		return this.#undoState.current.canRedo;
	}
	get window(): Window {
		return this.#window ?? this.home;
	}
	set window(next: Window) {
		this.#window = next;
	}
	get playhead(): Micros {
		const { from, to } = this.window;
		return this.#playhead ?? (from + to) / 2;
	}
	set playhead(at: Micros) {
		this.#playhead = Math.round(at);
	}

	/** Selects an event or gap and brings it into view on lanes and list; undefined selects nothing. */
	select(id: EventId | GapId | undefined): void {
		this.selected = id;
		this.adding = undefined;
		this.others.present(id);
		const event = this.timeline.events.find((one) => one.id === id);
		const gap = this.timeline.gaps.find((one) => one.id === id);
		const at = event ? anchorOf(event.when) : gap?.span.earliest;
		if (at === undefined) return;
		this.playhead = at;
		this.#show(at);
	}

	/** Something to begin with: the first event in view, with the playhead on it. The window stays, and nobody is told. */
	selectFirst(): void {
		const { from, to } = this.window;
		const isInView = ({ when }: TimelineEvent) => {
			const at = anchorOf(when);
			return at !== undefined && at >= from && at <= to;
		};
		const first = this.selected === undefined ? this.shown.find(isInView) : undefined;
		if (!first) return;
		this.selected = first.id;
		this.#playhead ??= anchorOf(first.when);
	}
	/** The events that a change of several is about: the chosen ones in order of time, else the selected one. */
	get chosen(): readonly TimelineEvent[] {
		if (this.selection.size > 1) return this.timeline.events.filter(({ id }) => this.selection.has(id));
		return this.event ? [this.event] : [];
	}
	/** The events that were merged into this one: what points at them means it. */
	mergedInto(id: string): readonly EventId[] {
		return [...this.timeline.merges.keys()].filter((gone) => successorOf(this.timeline, gone) === id);
	}
	/** What times can be said by: all events but the one whose time it is. */
	namedBeside(id?: EventId): readonly Named[] {
		return this.timeline.events.flatMap(({ id: own, title, label, people, when }) =>
			own === id ? [] : { title, label, when, who: [...people].map((one) => this.cast.nameOf(one)) },
		);
	}
	/** Does something that undo takes back as one. */
	step<T>(act: () => T): T {
		this.#undo.cut();
		const done = act();
		this.#undo.cut();
		return done;
	}

	zoom(factor: number, around = this.playhead): void {
		const { from, to } = this.window;
		this.window = zoomed(this.window, factor, around >= from && around <= to ? around : (from + to) / 2);
	}
	/** The busiest stretch; asked again from there, everything there is. */
	fit(): void {
		const all = everything(instantsOf(this.timeline));
		const isHome = this.window.from === this.home.from && this.window.to === this.home.to;
		this.#window = isHome ? all : undefined;
	}
	/** To the next event after the playhead, or the one before it; hidden ones count, or one would never get on. */
	stepTo(way: 1 | -1): void {
		const next = stepFrom(this.#fitting, this.playhead, way);
		if (next) this.select(next.id);
	}
	/** Moves the playhead by a share of the window; as it was known, from event to event. */
	nudgePlayhead(share: number): void {
		if (this.horizon.isOn) {
			this.stepTo(share > 0 ? 1 : -1);
			return;
		}
		const { from, to } = this.window;
		this.playhead = this.playhead + (to - from) * share;
		this.window = showing(this.window, this.playhead);
	}

	/** Begins a new event at the playhead. */
	begin(lane?: string, at = this.playhead): void {
		if (this.writable) this.adding = { at, lane };
	}
	add(draft: EventDraft): EventId {
		this.#undo.cut();
		const id = addEvent(this.live.doc, draft, this.live.origin);
		this.adding = undefined;
		this.select(id);
		return id;
	}
	/** Adds many events as one step of undo, and says so with a way back. `came` hears how many are in so far. */
	async takeIn(ready: Ready, came: (count: number) => void = () => undefined): Promise<void> {
		const { takeIn } = await import('#lib/model/exchange/take-in.ts');
		const done = this.#undo.together();
		const held: Held = { changed: undefined };
		this.#held = held;
		let ids: readonly EventId[] = [];
		try {
			const steps = takeIn(this.live.doc, ready, this.live.origin);
			for (let step = steps.next(); ; step = steps.next()) {
				if (step.done) ids = step.value;
				if (step.done) break;
				came(step.value);
				// The page answers, and draws how far it is, before the next step.
				await new Promise((resolve) => setTimeout(resolve));
			}
		} finally {
			done();
			this.#held = undefined;
			held.changed?.();
		}
		this.select(ids[0]);
		this.tell(ids.length === 1 ? '1 event added' : `${ids.length} events added`);
	}
	change(id: EventId, changes: EventChanges): void {
		this.#undo.cut();
		patchEvent(this.live.doc, id, changes, this.live.origin);
	}
	retime(id: EventId, when: When): void {
		this.#undo.cut();
		retimeEvent(this.live.doc, id, when, this.live.origin);
		this.select(id);
	}
	toggleAbout(event: TimelineEvent): void {
		this.retime(event.id, toggleAbout(event.when));
	}
	/** Moves an event by hand and says where to, with a way back. */
	move(
		event: TimelineEvent,
		by: Micros,
		from?: PersonId | SystemId,
		to?: PersonId | SystemId,
		quietly = false,
	): void {
		this.#undo.cut();
		if (!moveEvent(this.live.doc, event.id, { by, from, to }, this.live.origin)) return;
		this.select(event.id);
		if (quietly) return;
		const place = to !== undefined && to !== from ? ` to ${this.cast.nameOf(to)}` : '';
		const time = by === 0 ? '' : ` to ${printWhen(shiftWhen(event.when, by), this.clock)}`;
		this.tell(`Moved${place}${place && time ? ',' : ''}${time}`);
	}
	remove(event: TimelineEvent): void {
		this.#undo.cut();
		const next = this.entries[this.index + 1] ?? this.entries[this.index - 1];
		if (!removeEvent(this.live.doc, event.id, this.live.origin)) return;
		this.#undo.cut();
		this.select(next && idOf(next));
		this.tell(`Deleted “${short(event.title)}”`);
	}
	uncite(id: EventId, record: RecordId): void {
		this.#undo.cut();
		unciteRecord(this.live.doc, id, record, this.live.origin);
	}
	/** Marks the chosen range as a stretch without evidence of one kind. */
	markGap(span: Window, scope: string): GapId {
		this.#undo.cut();
		const minutes = Math.max(1, Math.round((span.to - span.from) / 60_000_000));
		const title = `${minutes === 1 ? '1 minute' : `${minutes} minutes`} with no ${scope.replace(' and ', ' or ')}`;
		const id = addGap(
			this.live.doc,
			{ span: { earliest: Math.round(span.from), latest: Math.round(span.to) }, title, scope },
			this.live.origin,
		);
		this.range = undefined;
		this.select(id);
		return id;
	}
	removeGap(gap: Gap): void {
		this.#undo.cut();
		if (!removeGap(this.live.doc, gap.id, this.live.origin)) return;
		this.#undo.cut();
		this.select(undefined);
		this.tell(`Deleted “${short(gap.title)}”`);
	}

	/** Says what was done, with a way back; gone once that way was taken. */
	tell(text: string): void {
		this.#told = toasts.show({ text, undo: () => this.undo() });
	}
	#told?: () => void;

	undo(): void {
		this.#told?.();
		this.#say(this.#undo.undo(), 'undo');
	}
	redo(): void {
		this.#say(this.#undo.redo(), 'redo');
	}

	/** The printed time of an instant by the clock shown. */
	print(at: Micros): string {
		return printInstant(at, this.clock);
	}

	#say(undone: Undone, what: 'undo' | 'redo'): void {
		if (undone === 'kept') toasts.show({ text: 'Someone has changed this since, so it stays as it is now.' });
		else if (undone === 'nothing') toasts.show({ text: `There is nothing of yours to ${what}.` });
	}
	/** Moves the window as little as needed; far away it goes home where that shows the instant, else around it. */
	#show(at: Micros): void {
		const { from, to } = this.window;
		const isFar = at < from - (to - from) || at > to + (to - from);
		if (isFar && at >= this.home.from && at <= this.home.to) this.#window = undefined;
		else if (isFar) this.window = { from: at - (to - from) / 2, to: at + (to - from) / 2 };
		else this.window = showing(this.window, at);
	}
	#around(at: Micros): Window {
		return { from: at - 2 * hour, to: at + 2 * hour };
	}
	#tint(id: string, colour: number): void {
		this.changed.set(id, colour);
		setTimeout(() => this.changed.delete(id), 1000);
	}
}

const short = (text: string): string => (text.length <= 48 ? text : `${text.slice(0, 47).trimEnd()}…`);
