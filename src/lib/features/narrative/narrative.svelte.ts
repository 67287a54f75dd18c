/** The narrative as its page shows it: passages, outline, what it rests on, where threads hang now. */
import type * as Y from 'yjs';
import { Live } from '#lib/live/live.svelte.ts';
import type { LiveDocument } from '#lib/live/document.svelte.ts';
import { resolveAnchors, type Anchor, type Place, type Resolution } from '#lib/model/anchor.ts';
import {
	groundsOf,
	narrativeOf,
	outlineOf,
	readNarrative,
	type Grounds,
	type Section,
} from '#lib/model/narrative.ts';
import { parsePassageId, type Passage, type PassageId } from '#lib/model/prose.ts';
import type { Thread, ThreadPlace } from '#lib/model/thread.ts';
import type { Highlight } from './highlights.ts';
import type { ProseHandle } from './prose-handle.svelte.ts';

interface Reading {
	readonly passages: readonly Passage[];
	readonly sections: readonly Section[];
	readonly grounds: Grounds;
}

export class NarrativeReading {
	readonly live: LiveDocument;
	readonly #reading: Live<Reading>;
	/** Where a thread was last, by the thread as the server tells it. */
	readonly #placed = new WeakMap<Thread, Thread>();

	constructor(live: LiveDocument) {
		this.live = live;
		this.#reading = new Live(
			(changed) => observe(this.fragment, changed),
			() => {
				const passages = readNarrative(live.doc);
				return { passages, sections: outlineOf(passages), grounds: groundsOf(passages) };
			},
		);
	}

	get fragment(): Y.XmlFragment {
		return narrativeOf(this.live.doc);
	}
	get passages(): readonly Passage[] {
		return this.#reading.current.passages;
	}
	get sections(): readonly Section[] {
		return this.#reading.current.sections;
	}
	get grounds(): Grounds {
		return this.#reading.current.grounds;
	}

	/**
	 * The threads in the order of the text, each where its words are on this screen now: the server's answer may be
	 * some edits old. Those whose passage was rewritten come first.
	 */
	place(threads: readonly Thread[]): readonly Thread[] {
		void this.#reading.current;
		// Before the text has come, nothing would be found, and each passage would seem rewritten.
		if (!this.live.ready) return threads;
		const anchors = threads.map(({ on }) => ('anchor' in on ? on.anchor : null));
		const known = anchors.filter((anchor): anchor is Anchor => anchor !== null);
		const resolutions = resolveAnchors(this.fragment, known)[Symbol.iterator]();
		const order = new Map(
			this.#reading.current.passages.map(({ passageId }, index) => [passageId as string, index]),
		);
		const at = ({ on }: Thread): number =>
			'anchor' in on && on.passageId !== null ? (order.get(on.passageId) ?? -1) * 1e6 + (on.start ?? 0) : -1;
		return threads
			.map((thread, index) => {
				const { on } = thread;
				if (!('anchor' in on) || anchors[index] === null) return thread;
				const next = resolutions.next();
				return next.done ? thread : this.#placedAs(thread, placed(on, next.value));
			})
			.toSorted((a, b) => at(a) - at(b));
	}

	/** The same object for as long as its place is the same: its card need not be drawn again. */
	#placedAs(thread: Thread, on: ThreadPlace): Thread {
		const last = this.#placed.get(thread);
		if (last && isSamePlace(last.on, on)) return last;
		const next = { ...thread, on };
		this.#placed.set(thread, next);
		return next;
	}

	/** The heading under which a passage stands. */
	sectionOf(passageId: string | null | undefined): PassageId | undefined {
		return this.sections.find(({ passages }) => passages.some((passage) => passage.passageId === passageId))
			?.passageId;
	}

	/** The section one is in: that of the caret while the text has the keyboard, else the one at the top of the view. */
	sectionAt(handle: ProseHandle | undefined): PassageId | undefined {
		const index = handle?.writingAt;
		if (index === undefined) return this.sectionOf(handle?.inView);
		// What was read may be some lines behind what is written.
		const { passages } = this.#reading.current;
		return this.sectionOf(passages[Math.min(index, passages.length - 1)]?.passageId);
	}

	/** What to mark in the text for them. */
	highlights(placedThreads: readonly Thread[], active: string | undefined): readonly Highlight[] {
		return placedThreads.flatMap(({ id, on, resolvedAt }) => {
			const place = placeOf(on);
			return place ? [{ id, place, open: resolvedAt === null, active: id === active }] : [];
		});
	}

	/** Scrolls to where a thread's words are. */
	reveal(handle: ProseHandle | undefined, on: ThreadPlace): void {
		const place = placeOf(on);
		if (place) handle?.reveal(place.passageId, place);
	}

	/** The selected words, or the passage at the caret, with all of that passage. */
	here(handle: ProseHandle | undefined) {
		const place = handle?.here;
		const passage = readNarrative(this.live.doc).find(({ passageId }) => passageId === place?.passageId);
		return place && passage && { ...place, text: passage.text };
	}
}

function placeOf(on: ThreadPlace): Place | undefined {
	if (!('anchor' in on) || on.start === null || on.end === null) return undefined;
	const passageId = parsePassageId(on.passageId);
	return passageId && { passageId, start: on.start, end: on.end };
}

function isSamePlace(one: ThreadPlace, other: ThreadPlace): boolean {
	if (!('anchor' in one) || !('anchor' in other)) return false;
	return (
		one.passageId === other.passageId &&
		one.start === other.start &&
		one.end === other.end &&
		one.state === other.state
	);
}

function placed(on: Extract<ThreadPlace, { anchor: unknown }>, now: Resolution): ThreadPlace {
	if (now.is === 'orphaned') return { ...on, passageId: null, start: null, end: null, state: 'rewritten' };
	return { ...on, ...now.place, state: now.is };
}

/**
 * Calls back once the page is at rest after a change: when nobody has written for a moment, and at least once in
 * `longestMs`. In a long story reading it all takes longer than a frame, and a letter must not wait for that.
 */
function observe(fragment: Y.XmlFragment, changed: () => void): () => void {
	let cancel: (() => void) | undefined;
	let since: number | undefined;
	const later = () => {
		const now = performance.now();
		since ??= now;
		cancel?.();
		cancel = atRest(Math.max(0, Math.min(pauseMs, since + longestMs - now)), () => {
			[cancel, since] = [undefined, undefined];
			changed();
		});
	};
	fragment.observeDeep(later);
	return () => {
		fragment.unobserveDeep(later);
		cancel?.();
	};
}

const pauseMs = 200;
const longestMs = 1000;
/** Acts in so many ms, when the page has nothing better to do. Returns how to stop. */
function atRest(ms: number, act: () => void): () => void {
	let idle: number | undefined;
	const timer = setTimeout(() => {
		if (typeof requestIdleCallback === 'undefined') act();
		else idle = requestIdleCallback(act, { timeout: 300 });
	}, ms);
	return () => {
		clearTimeout(timer);
		if (idle !== undefined) cancelIdleCallback(idle);
	};
}
