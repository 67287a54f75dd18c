/** Moving lanes by hand, within their group. */
import type { PersonId, SystemId } from '#lib/model/ids.ts';
import { moveLane } from '#lib/model/lane-order.ts';
import { follow, tremble } from './follow.ts';
import { laneHeight } from './layout.ts';
import { groupAround, groupOf, type Row } from './rows.ts';
import type { TimelineView } from './view.svelte.ts';

/** Before which row a lane would stand that is let go at `y`; as near as its group allows. */
export function slotAt(rows: readonly Row[], key: string, y: number): number {
	const at = rows.findIndex((row) => row.key === key);
	const [first, end] = groupAround(rows, at);
	return Math.min(end, Math.max(first, Math.round(y / laneHeight)));
}

/**
 * How the lanes of its kind stand once a lane is before a row of those shown. `lanes` are all there are, the folded
 * ones among them too.
 */
export function orderOf(
	lanes: readonly Row[],
	rows: readonly Row[],
	key: string,
	slot: number,
): readonly (PersonId | SystemId)[] {
	const moved = lanes.find((lane) => lane.key === key);
	if (!moved) return [];
	const group = groupOf(moved);
	const others = lanes.filter((lane) => lane.is === moved.is && lane !== moved);
	const next = rows.slice(slot).find((row) => groupOf(row) === group && row.key !== key);
	const at = next
		? others.findIndex((lane) => lane.key === next.key)
		: others.findLastIndex((lane) => groupOf(lane) === group) + 1;
	return others.map((lane) => lane.key).toSpliced(at, 0, key) as (PersonId | SystemId)[];
}

/** Puts a lane before a row of those shown, as one step of undo. False when it stands there. */
function put(view: TimelineView, key: string, slot: number): boolean {
	const order = orderOf(view.lanes, view.rows, key, slot);
	const { live } = view;
	return view.step(() => moveLane(live.doc, key as PersonId | SystemId, order, live.origin));
}

/** Moves a lane by one within its group; false at its edge. */
export function moveBy(view: TimelineView, key: string, by: -1 | 1): boolean {
	const at = view.rows.findIndex((row) => row.key === key);
	const [first, end] = groupAround(view.rows, at);
	if (at < 0 || at + by < first || at + by >= end) return false;
	return put(view, key, by === 1 ? at + 2 : at - 1);
}

/** “Lane of Hana Sato: 2 of 3”. */
export function placeOf(view: TimelineView, key: string): string {
	const at = view.rows.findIndex((row) => row.key === key);
	const [first, end] = groupAround(view.rows, at);
	return at < 0 ? '' : `Lane of ${view.rows[at]?.name ?? ''}: ${at - first + 1} of ${end - first}`;
}

/**
 * Follows a lane that is dragged by its name. `show` hears before which row it would stand, and undefined once it is
 * let go, or given up with Escape.
 */
export function dragLane(
	view: TimelineView,
	key: string,
	names: HTMLElement,
	{ target, startY, show }: { target: HTMLElement; startY: number; show: (slot: number | undefined) => void },
): void {
	/** Of the pointer below the first name, once it has moved. */
	let y: number | undefined;
	follow(target, {
		move: ({ clientY }) => {
			if (y === undefined && Math.abs(clientY - startY) < tremble) return;
			y = clientY - names.getBoundingClientRect().top;
			const slot = slotAt(view.rows, key, y);
			show(slot);
			const near = Math.min(view.rows.length - 1, Math.max(0, Math.floor(y / laneHeight)));
			names.querySelectorAll('[data-lane]')[near]?.scrollIntoView({ block: 'nearest' });
		},
		end: (isDone) => {
			show(undefined);
			if (!isDone || y === undefined || !put(view, key, slotAt(view.rows, key, y))) return;
			view.tell(placeOf(view, key));
		},
	});
}
