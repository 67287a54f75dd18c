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
				return next.done ? thread : { ...thread, on: placed(on, next.value) };
			})
			.toSorted((a, b) => at(a) - at(b));
	}

	/** The heading under which a passage stands. */
	sectionOf(passageId: string | null | undefined): PassageId | undefined {
		return this.sections.find(({ passages }) => passages.some((passage) => passage.passageId === passageId))
			?.passageId;
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
}

function placeOf(on: ThreadPlace): Place | undefined {
	if (!('anchor' in on) || on.start === null || on.end === null) return undefined;
	const passageId = parsePassageId(on.passageId);
	return passageId && { passageId, start: on.start, end: on.end };
}

function placed(on: Extract<ThreadPlace, { anchor: unknown }>, now: Resolution): ThreadPlace {
	if (now.is === 'orphaned') return { ...on, passageId: null, start: null, end: null, state: 'rewritten' };
	return { ...on, ...now.place, state: now.is };
}

/**
 * Calls back once the page is at rest after a change, and within a third of a second: in a long story reading it all
 * takes longer than a frame, and a letter must not wait for that.
 */
function observe(fragment: Y.XmlFragment, changed: () => void): () => void {
	let waiting: number | undefined;
	const later = () => {
		waiting ??= atRest(() => {
			waiting = undefined;
			changed();
		});
	};
	fragment.observeDeep(later);
	return () => {
		fragment.unobserveDeep(later);
		if (waiting !== undefined) cancel(waiting);
	};
}

const hasIdle = typeof requestIdleCallback !== 'undefined';
const atRest = (act: () => void): number =>
	hasIdle ? requestIdleCallback(act, { timeout: 300 }) : Number(setTimeout(act, 120));
const cancel = (waiting: number): void => (hasIdle ? cancelIdleCallback(waiting) : clearTimeout(waiting));
