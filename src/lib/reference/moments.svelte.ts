/** The events of the timeline by id, for whatever cites them: one reader for all chips of an analysis. */
import { Live } from '#lib/live/live.svelte.ts';
import { getWorkspace, type Workspace } from '#lib/live/workspace.svelte.ts';
import type { LiveDocument } from '#lib/live/document.svelte.ts';
import { printWhen } from '#lib/model/time-text.ts';
import { anchorOf } from '#lib/model/time.ts';
import {
	eventsById,
	observeTimeline,
	readTimeline,
	type Timeline,
	type TimelineEvent,
} from '#lib/model/timeline.ts';

interface Known {
	readonly ordered: readonly TimelineEvent[];
	/** Merged ones under their old ids as well. */
	readonly byId: ReadonlyMap<string, TimelineEvent>;
	/** The night it is about: times of that day are said without their date. */
	readonly near: number;
}

export class Moments {
	readonly #timeline: LiveDocument;
	readonly #zone: () => string;
	readonly #known: Live<Known>;

	constructor(timeline: LiveDocument, zone: () => string) {
		this.#timeline = timeline;
		this.#zone = zone;
		this.#known = new Live(
			(changed) => observeTimeline(timeline.doc, changed),
			() => know(readTimeline(timeline.doc)),
		);
	}

	/** Whether the timeline has been read: before that nothing can be said to be missing. */
	get ready(): boolean {
		return this.#timeline.ready;
	}
	/** In order of time. */
	get all(): readonly TimelineEvent[] {
		return this.#known.current.ordered;
	}
	/** The event, or what it was merged into; undefined when there is none (any more). */
	get(id: string | undefined): TimelineEvent | undefined {
		return id === undefined ? undefined : this.#known.current.byId.get(id);
	}
	/** When it began, short: "02:41", "~02:07"; with the day when that is another. */
	timeOf(event: TimelineEvent): string {
		const { end: _end, ...start } = event.when;
		return printWhen(start, { zone: this.#zone(), near: this.#known.current.near }, 'short');
	}
}

function know(timeline: Timeline): Known {
	const ordered = timeline.events;
	const anchors = ordered.map(({ when }) => anchorOf(when)).filter((at) => at !== undefined);
	return {
		ordered,
		byId: eventsById(timeline),
		near: anchors[Math.floor(anchors.length / 2)] ?? 0,
	};
}

const known = new WeakMap<Workspace, Moments>();

/** The moments of the analysis this component belongs to. Ask only where the timeline may be read. */
export function useMoments(): Moments {
	const workspace = getWorkspace();
	const moments =
		known.get(workspace) ?? new Moments(workspace.open('timeline'), () => workspace.analysis.zone);
	known.set(workspace, moments);
	return moments;
}
