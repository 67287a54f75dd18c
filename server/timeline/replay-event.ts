/**
 * The history of one event, from the rows of its document: who changed what, and when. Times, kinds, people and the
 * like are told as they were and became; of titles and descriptions only that they changed, since deleted words never
 * come back.
 */
import * as Y from 'yjs';
import type { EventId } from '#lib/model/ids.ts';
import type { When } from '#lib/model/time.ts';
import {
	claims,
	eventRecords,
	events,
	knowings,
	merges,
	type Claim,
	type Knowing,
	type TimelineEvent,
} from '#lib/model/timeline.ts';

/** A row of the journal, as far as a history needs it. */
export interface PastRow {
	readonly userId: string;
	/** Milliseconds. */
	readonly at: number;
	readonly bytes: Uint8Array;
}

/** What a claim or knowing said. Whose it is, and not in which words. */
export interface Said {
	readonly when: When;
	/** Null: nobody in particular, or everybody. */
	readonly personId: string | null;
}

/** One change. `added` (to the timeline) and the like stand alone. */
export type EventChange =
	| { readonly field: 'added' | 'removed' | 'restored' }
	/** `to`: it went into that event. `from`: that event went into it. */
	| { readonly field: 'merged'; readonly from?: EventId; readonly to?: EventId }
	| { readonly field: 'title' | 'label' | 'description' | 'order' }
	| { readonly field: 'when'; readonly from: When; readonly to: When }
	| { readonly field: 'kind' | 'certainty'; readonly from: string; readonly to: string }
	| {
			readonly field: 'people' | 'systems' | 'records';
			readonly from: readonly string[];
			readonly to: readonly string[];
	  }
	/** Without `from` it was added, without `to` taken back. */
	| { readonly field: 'claim' | 'knowing'; readonly from?: Said; readonly to?: Said };

/** What one person did in one go. */
export interface PastEntry {
	/** Milliseconds; of the last edit, where several are told as one. */
	readonly at: number;
	readonly userId: string;
	readonly changes: readonly EventChange[];
}

/** Edits of one person to one field that follow each other within this are told as one. */
const oneGoMs = 60_000;

/** Replays the rows over what stood before them. Oldest first; empty when the event was never there. */
export function replayEvent(
	base: Uint8Array | undefined,
	rows: Iterable<PastRow>,
	id: EventId,
): readonly PastEntry[] {
	const doc = new Y.Doc();
	if (base) Y.applyUpdate(doc, base);
	const seen = new Seen(doc, id);
	const entries: PastEntry[] = [];
	for (const { userId, at, bytes } of rows) {
		Y.applyUpdate(doc, bytes);
		const changes = seen.changes();
		if (changes.length > 0) add(entries, { at, userId, changes });
	}
	doc.destroy();
	return entries;
}

/** What was last seen of the event, and what differs from it now. */
class Seen {
	readonly #doc: Y.Doc;
	readonly #id: EventId;
	/** As it was last there, kept while it is removed. */
	#event: TimelineEvent | undefined;
	#isThere: boolean;
	readonly #said = new Map<string, Claim | Knowing>();
	readonly #merged = new Map<EventId, EventId>();
	/** What the last row touched. */
	#isTouched = false;
	readonly #touched = new Set<string>();
	readonly #touchedMerges = new Set<EventId>();

	constructor(doc: Y.Doc, id: EventId) {
		this.#doc = doc;
		this.#id = id;
		this.#event = eventRecords.get(doc, id);
		this.#isThere = events.has(doc, id);
		for (const each of [claims, knowings])
			for (const one of each.all(doc).records) if (one.eventId === id) this.#said.set(one.id, one);
		for (const one of merges.all(doc).records) this.#merged.set(one.id, one.into);
		events.observe(doc, (ids) => (this.#isTouched ||= ids.has(id)));
		for (const each of [claims, knowings])
			each.observe(doc, (ids) => ids.forEach((one) => this.#touched.add(one)));
		merges.observe(doc, (ids) => {
			ids.forEach((one) => this.#touchedMerges.add(one));
			// Whether an event stands may hang on a merge of others.
			this.#isTouched = true;
		});
	}

	changes(): readonly EventChange[] {
		const merged = this.#mergeChanges();
		const found = [...this.#eventChanges(merged), ...merged, ...this.#saidChanges()];
		this.#isTouched = false;
		this.#touched.clear();
		this.#touchedMerges.clear();
		return found;
	}

	#eventChanges(merged: readonly EventChange[]): readonly EventChange[] {
		if (!this.#isTouched) return [];
		const [before, wasThere] = [this.#event, this.#isThere];
		const now = events.get(this.#doc, this.#id);
		this.#isThere = now !== undefined;
		this.#event = now ?? before;
		if (!now) {
			const wentElsewhere = merged.some((change) => change.field === 'merged' && change.to !== undefined);
			return wasThere && !wentElsewhere ? [{ field: 'removed' }] : [];
		}
		if (!before) return [{ field: 'added' }];
		return [...(wasThere ? [] : [{ field: 'restored' } as const]), ...differences(before, now)];
	}

	#mergeChanges(): readonly EventChange[] {
		const found: EventChange[] = [];
		for (const other of this.#touchedMerges) {
			const [before, into] = [this.#merged.get(other), merges.get(this.#doc, other)?.into];
			if (into === undefined) this.#merged.delete(other);
			else this.#merged.set(other, into);
			// That a merge was taken back shows in what came back; one that another's stands against changed nothing.
			if (into === undefined || into === before || events.has(this.#doc, other)) continue;
			if (other === this.#id) found.push({ field: 'merged', to: into });
			else if (into === this.#id) found.push({ field: 'merged', from: other });
		}
		return found;
	}

	#saidChanges(): readonly EventChange[] {
		const found: EventChange[] = [];
		for (const id of this.#touched) {
			const before = this.#said.get(id);
			const isClaim = id.startsWith('clm_');
			const one = isClaim ? claims.get(this.#doc, id as never) : knowings.get(this.#doc, id as never);
			const now = one?.eventId === this.#id ? one : undefined;
			if (now) this.#said.set(id, now);
			else this.#said.delete(id);
			const [from, to] = [before && said(before), now && said(now)];
			if (same(from, to)) continue;
			found.push({ field: isClaim ? 'claim' : 'knowing', ...(from && { from }), ...(to && { to }) });
		}
		return found;
	}
}

const said = ({ when, personId }: Claim | Knowing): Said => ({
	when,
	personId: personId === '' ? null : personId,
});

function differences(before: TimelineEvent, now: TimelineEvent): readonly EventChange[] {
	const found: EventChange[] = [];
	if (!same(before.when, now.when)) found.push({ field: 'when', from: before.when, to: now.when });
	for (const field of ['kind', 'certainty'] as const)
		if (before[field] !== now[field]) found.push({ field, from: before[field], to: now[field] });
	for (const field of ['people', 'systems', 'records'] as const) {
		const [from, to] = [[...before[field]].toSorted(), [...now[field]].toSorted()];
		if (!same(from, to)) found.push({ field, from, to });
	}
	for (const field of ['title', 'label'] as const) if (before[field] !== now[field]) found.push({ field });
	if (before.descriptionProse !== now.descriptionProse) found.push({ field: 'description' });
	if (before.rank !== now.rank) found.push({ field: 'order' });
	return found;
}

/** Adds an entry, or makes it one with the last where one person goes on with the same fields. */
function add(entries: PastEntry[], next: PastEntry): void {
	const last = entries.at(-1);
	const fields = ({ changes }: PastEntry) => changes.map(({ field }) => field).join(' ');
	if (
		!last ||
		last.userId !== next.userId ||
		next.at - last.at > oneGoMs ||
		fields(last) !== fields(next) ||
		last.changes.some(({ field }) => standsAlone.has(field))
	) {
		entries.push(next);
		return;
	}
	entries.pop();
	const changes = last.changes.flatMap((first, index) => {
		const change = next.changes[index];
		if (!change || !('from' in first) || !('to' in change)) return change ?? [];
		return same(first.from, change.to) ? [] : [{ ...change, from: first.from } as EventChange];
	});
	if (changes.length > 0) entries.push({ ...next, changes });
}

/** Two of these are two things that were done. */
const standsAlone: ReadonlySet<string> = new Set([
	'added',
	'removed',
	'restored',
	'merged',
	'claim',
	'knowing',
]);

function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}
