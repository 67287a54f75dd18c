/** What is done to several events at once, or makes others of them. Each is one step of undo, and says so. */
import type { Micros } from '#lib/model/instant.ts';
import type { EventId, PersonId, SystemId } from '#lib/model/ids.ts';
import { anchorOf, shiftWhen, toggleAbout } from '#lib/model/time.ts';
import {
	changeEvents,
	duplicateEvent,
	mergeEvents,
	removeEvents,
	splitEvent,
	type EventKind,
	type TimelineEvent,
} from '#lib/model/timeline.ts';
import { apart } from '#lib/reference/clock.ts';
import { kindGlyphs } from '#lib/ui/kind-glyphs.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { widened } from './doubt.ts';
import { wordsOf } from './layout.ts';
import type { TimelineView } from './view.svelte.ts';

const count = (many: number) => (many === 1 ? '1 event' : `${many} events`);
const idsOf = (chosen: readonly TimelineEvent[]) => chosen.map(({ id }) => id);

/** Gives all chosen events a kind; a single one quietly, since it is looked at. */
export function setKind(view: TimelineView, kind: EventKind): void {
	const { chosen, live } = view;
	const changed = view.step(() => changeEvents(live.doc, idsOf(chosen), { kind }, live.origin));
	if (changed > 1) view.tell(`${count(changed)} changed to ${kindGlyphs[kind].name.toLowerCase()}`);
}

/** Moves all chosen events along time by the same span. */
export function moveBy(view: TimelineView, by: Micros, quietly = false): void {
	const { chosen, live } = view;
	const changed = view.step(() =>
		changeEvents(
			live.doc,
			idsOf(chosen),
			({ when }) => (anchorOf(when) === undefined ? undefined : { when: shiftWhen(when, by) }),
			live.origin,
		),
	);
	if (changed > 0 && !quietly)
		view.tell(`${count(changed)} moved ${apart(by)} ${by < 0 ? 'earlier' : 'later'}`);
}

/** Makes the chosen times less or more sure by a step. */
export function widen(view: TimelineView, way: 'wider' | 'narrower'): void {
	const { chosen, live } = view;
	view.step(() =>
		changeEvents(
			live.doc,
			idsOf(chosen),
			(event) => {
				const when = widened(event.when, way);
				return when && { when };
			},
			live.origin,
		),
	);
}

/** Makes exact times doubtful and doubtful ones exact. */
export function toggleDoubt(view: TimelineView): void {
	const { chosen, live } = view;
	view.step(() =>
		changeEvents(live.doc, idsOf(chosen), ({ when }) => ({ when: toggleAbout(when) }), live.origin),
	);
}

/** Names a person or a system on all chosen events, or on none of them. */
export function nameOn(view: TimelineView, id: PersonId | SystemId, isOn: boolean): void {
	const { chosen, live } = view;
	view.step(() =>
		changeEvents(
			live.doc,
			idsOf(chosen),
			({ people, systems }) =>
				id.startsWith('per_')
					? { people: withOrWithout(people, id as PersonId, isOn) }
					: { systems: withOrWithout(systems, id as SystemId, isOn) },
			live.origin,
		),
	);
}

function withOrWithout<T>(set: ReadonlySet<T>, one: T, isOn: boolean): ReadonlySet<T> {
	const next = new Set(set);
	if (isOn) next.add(one);
	else next.delete(one);
	return next;
}

/** Makes one event of the chosen ones: the selected one, else the first, keeps its title and time. */
export function merge(view: TimelineView): void {
	const { chosen, live } = view;
	const into = chosen.find(({ id }) => id === view.selected) ?? chosen[0];
	if (!into || chosen.length < 2) return;
	const others = idsOf(chosen).filter((id) => id !== into.id);
	if (!view.step(() => mergeEvents(live.doc, into.id, others, live.origin))) return;
	view.selection.clear();
	view.select(into.id);
	view.tell(`${count(chosen.length)} are one now. Other times stay as claims.`);
}

/** Copies the chosen events and goes to the copies. */
export function duplicate(view: TimelineView): void {
	const { chosen, live } = view;
	const copies = view.step(() =>
		chosen.flatMap(({ id }): EventId[] => {
			const copy = duplicateEvent(live.doc, id, live.origin);
			return copy === undefined ? [] : [copy];
		}),
	);
	const [first] = copies;
	if (first === undefined) return;
	view.select(first);
	if (copies.length > 1) view.selection.set(copies);
	view.tell(
		copies.length === 1
			? `Duplicated “${wordsOf(chosen[0] ?? { label: '', title: '' })}”`
			: `${count(copies.length)} duplicated`,
	);
}

/** Cuts the selected event at the playhead, or puts a sibling there. */
export function split(view: TimelineView): void {
	const { event, live, playhead } = view;
	if (!event) return;
	const second = view.step(() => splitEvent(live.doc, event.id, playhead, live.origin));
	if (second === undefined) {
		toasts.show({ text: 'Move the playhead to between its start and its end, and split it there.' });
		return;
	}
	view.select(second);
	view.tell(event.when.end ? `Split at ${view.print(playhead)}` : `A second one at ${view.print(playhead)}`);
}

/** Deletes all chosen events. */
export function removeChosen(view: TimelineView): void {
	const { chosen, live } = view;
	const [only] = chosen;
	if (only && chosen.length === 1) return view.remove(only);
	const removed = view.step(() => removeEvents(live.doc, idsOf(chosen), live.origin));
	if (removed.length === 0) return;
	view.selection.clear();
	view.select(undefined);
	view.tell(`Deleted ${count(removed.length)}`);
}
