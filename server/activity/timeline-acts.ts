/** What a transaction on the timeline did, as acts. */
import type * as Y from 'yjs';
import type { EventId } from '#lib/model/ids.ts';
import { recordChanges, type RecordChange } from '#lib/model/record-changes.ts';
import {
	claims,
	eventRecords,
	events,
	gaps,
	knowings,
	lanes,
	merges,
	presences,
} from '#lib/model/timeline.ts';
import type { Act, Subject } from './act.ts';

export function timelineActs(transaction: Y.Transaction, whole: Subject): readonly Act[] {
	const { doc } = transaction;
	const changed = recordChanges(eventRecords, transaction);
	const merged = mergeActs(transaction, changed);
	// What a merge does to the events it unites is the merge.
	if (merged.length > 0) return merged;
	const acts: Act[] = [];
	for (const [id, change] of changed) {
		// Read in another one, with which it goes.
		if (change.is === 'removed' && merges.has(doc, id)) continue;
		acts.push(eventAct(doc, id, change));
	}
	return [...acts, ...besides(transaction, changed), ...laneActs(transaction, whole)];
}

function mergeActs(transaction: Y.Transaction, changed: ReadonlyMap<EventId, RecordChange>): readonly Act[] {
	const acts = new Map<EventId, Act>();
	for (const [id, { is }] of recordChanges(merges, transaction)) {
		const into = is === 'removed' ? undefined : merges.get(transaction.doc, id)?.into;
		if (into)
			acts.set(into, { on: { kind: 'event', id: into }, act: 'merged', words: 'merged events into {}' });
		else if (is === 'removed' && changed.get(id)?.is !== 'added')
			acts.set(id, { on: { kind: 'event', id }, act: 'parted', words: 'made {} an event of its own again' });
	}
	return [...acts.values()];
}

function eventAct(doc: Y.Doc, id: EventId, change: RecordChange): Act {
	const on = { kind: 'event', id } as const;
	if (change.is === 'added') return { on, act: 'added', words: 'added {} to the timeline' };
	if (change.is === 'removed') return { on, act: 'removed', words: 'removed {} from the timeline' };
	const { fields } = change;
	const has = (...names: readonly string[]) => [...fields].every((field) => names.includes(field));
	if (fields.has('when') && has('when', 'person', 'system', 'rank')) {
		const when = events.get(doc, id)?.when;
		// Among others of its moment, without a time: nothing one could say behind it.
		return { on, act: 'moved', words: 'moved {}', when: when?.form === 'order' ? undefined : when };
	}
	if (has('title', 'label')) return { on, act: 'renamed', words: 'renamed {}' };
	if (has('descriptionProse')) return { on, act: 'described', words: 'wrote about {}' };
	if (has('person', 'system')) return { on, act: 'concerned', words: 'said who or what {} is about' };
	if (has('record')) return { on, act: 'cited', words: 'changed the evidence of {}' };
	return { on, act: 'changed', words: 'changed {}' };
}

/** Gaps, and what is said of events beside them. Of an event that was just added or moved nothing more is told. */
function besides(transaction: Y.Transaction, changed: ReadonlyMap<EventId, RecordChange>): readonly Act[] {
	const { doc } = transaction;
	const isTold = (id: EventId) => {
		const change = changed.get(id);
		return change !== undefined && (change.is !== 'changed' || change.fields.has('when'));
	};
	const acts: Act[] = [];
	for (const [id, { is }] of recordChanges(gaps, transaction))
		acts.push({
			on: { kind: 'gap', id },
			act: is,
			words: is === 'added' ? 'marked {}' : is === 'removed' ? 'removed {}' : 'changed {}',
		});
	const said = (id: EventId | undefined, act: string, words: string) => {
		if (id && !isTold(id)) acts.push({ on: { kind: 'event', id }, act, words });
	};
	for (const [id, { is }] of recordChanges(claims, transaction))
		if (is !== 'removed') said(claims.get(doc, id)?.eventId, 'claimed', 'noted another time for {}');
	for (const [id, { is }] of recordChanges(knowings, transaction))
		if (is !== 'removed') said(knowings.get(doc, id)?.eventId, 'known', 'said who knew of {}');
	for (const [id, { is }] of recordChanges(presences, transaction)) {
		const personId = is === 'removed' ? undefined : presences.get(doc, id)?.personId;
		if (personId)
			acts.push({ on: { kind: 'person', id: personId }, act: 'present', words: 'said when {} was there' });
	}
	return acts;
}

function laneActs(transaction: Y.Transaction, whole: Subject): readonly Act[] {
	return recordChanges(lanes, transaction).size === 0
		? []
		: [{ on: whole, act: 'lanes', words: 'arranged the lanes' }];
}
