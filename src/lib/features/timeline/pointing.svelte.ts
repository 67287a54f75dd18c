/** Pointer work on the lanes: hovering, selecting, dragging events along time and lane, or their doubt, choosing a stretch. */
import { minute, second, type Micros } from '#lib/model/instant.ts';
import type { PersonId, SystemId } from '#lib/model/ids.ts';
import { anchorOf, shiftWhen, type When } from '#lib/model/time.ts';
import type { TimelineEvent } from '#lib/model/timeline.ts';
import { edged, type Edge } from './doubt.ts';
import { edgeAt } from './edges.ts';
import { follow, tremble } from './follow.ts';
import { laneHeight, markAt, snapped, type Layout, type Mark } from './layout.ts';
import type { Row } from './rows.ts';
import { panned } from './scale.ts';
import type { TimelineView } from './view.svelte.ts';

interface Around {
	readonly view: () => TimelineView;
	readonly layout: () => Layout;
	/** Where on the lanes a pointer is, scrolling counted in. */
	readonly place: (event: MouseEvent) => { readonly x: number; readonly y: number };
}

export class Pointing {
	readonly #around: Around;

	constructor(around: Around) {
		this.#around = around;
	}

	readonly over = (event: PointerEvent): void => {
		const view = this.#around.view();
		if (event.buttons !== 0) return;
		const layout = this.#around.layout();
		const { x, y } = this.#around.place(event);
		const edge = view.writable ? edgeAt(layout, x, y) : undefined;
		view.hovered = edge?.mark.event.id ?? markAt(layout, x, y)?.event.id;
		if (event.currentTarget instanceof HTMLElement)
			event.currentTarget.style.cursor = edge ? 'ew-resize' : '';
		const row = layout.rows[Math.floor(y / laneHeight)];
		view.others.point(row && { at: layout.scale.at(x), lane: row.key, down: (y % laneHeight) / laneHeight });
	};

	readonly leave = (): void => {
		const view = this.#around.view();
		view.hovered = undefined;
		view.others.point(undefined);
	};

	readonly down = (event: PointerEvent): void => {
		if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
		const view = this.#around.view();
		const layout = this.#around.layout();
		const start = this.#around.place(event);
		const mark = markAt(layout, start.x, start.y);
		const target = event.currentTarget;
		target.setPointerCapture(event.pointerId);
		const edge = view.writable ? edgeAt(layout, start.x, start.y) : undefined;
		if (edge) {
			view.select(edge.mark.event.id);
			this.#dragEdge(target, start, edge.mark, edge.edge);
		} else if (mark && (event.ctrlKey || event.metaKey)) {
			// Another one beside what is selected.
			const { event: before, selection } = view;
			if (selection.size === 0 && before && before.id !== mark.event.id) selection.toggle(before.id);
			selection.toggle(mark.event.id);
			view.select(mark.event.id);
		} else if (mark) {
			if (!view.selection.has(mark.event.id)) view.selection.clear();
			const row = layout.rows[mark.row];
			view.select(mark.event.id);
			if (row && view.writable) this.#drag(target, start, mark.event, row);
		} else if (event.pointerType === 'mouse') this.#stretch(target, start);
		else this.#pan(target, start);
	};

	/** On an empty place: a new event there. */
	readonly twice = (event: MouseEvent): void => {
		const layout = this.#around.layout();
		const { x, y } = this.#around.place(event);
		if (markAt(layout, x, y)) return;
		const view = this.#around.view();
		view.range = undefined;
		view.begin(layout.rows[Math.floor(y / laneHeight)]?.key, rounded(layout.scale.at(x), layout.scale.perPx));
	};

	readonly wheel = (event: WheelEvent): void => {
		const view = this.#around.view();
		const { scale } = this.#around.layout();
		const unit = event.deltaMode === 1 ? 16 : 1;
		if (event.ctrlKey || event.metaKey) {
			event.preventDefault();
			view.zoom(Math.exp((-event.deltaY * unit) / 240), scale.at(this.#around.place(event).x));
			return;
		}
		const along = event.shiftKey ? event.deltaY : event.deltaX;
		if (along === 0 || Math.abs(along) < Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
		event.preventDefault();
		view.window = panned(view.window, along * unit * scale.perPx);
	};

	/** One end of the doubt. Alt leaves the snapping out, Esc gives up; the whole time is written once, at the end. */
	#dragEdge(target: HTMLElement, start: { x: number }, { event: drawn, doubt }: Mark, edge: Edge): void {
		const view = this.#around.view();
		// As it was known an event may be drawn without its end, which must not be lost.
		const event = view.timeline.events.find(({ id }) => id === drawn.id) ?? drawn;
		const at = (edge === 'earliest' ? doubt?.from : doubt?.to) ?? start.x;
		const targets = this.#targets(event);
		let when: When | undefined;
		follow(target, {
			move: (pointer) => {
				const { scale } = this.#around.layout();
				const { x } = this.#around.place(pointer);
				if (!when && Math.abs(x - start.x) < tremble) return;
				const free = scale.at(at + x - start.x);
				const to = pointer.altKey
					? Math.round(free / second) * second
					: snapped(rounded(free, scale.perPx), targets, scale);
				when = edged(event.when, edge, to);
				view.playhead = to;
				view.dragged = { id: event.id, when, lane: undefined };
			},
			end: (isDone) => {
				view.dragged = undefined;
				if (isDone && when) view.retime(event.id, when);
				else view.select(event.id);
			},
		});
	}

	/** Along time and lane. Alt leaves the snapping out, Shift keeps the lane, Esc gives up. */
	#drag(target: HTMLElement, start: { x: number; y: number }, event: TimelineEvent, from: Row): void {
		const view = this.#around.view();
		const anchor = anchorOf(event.when);
		const targets = anchor === undefined ? [] : this.#targets(event);
		let by: Micros = 0;
		let to: Row | undefined = from;
		let isMoving = false;
		follow(target, {
			move: (pointer) => {
				const { scale, rows } = this.#around.layout();
				const { x, y } = this.#around.place(pointer);
				isMoving ||= Math.hypot(x - start.x, y - start.y) >= tremble;
				if (!isMoving) return;
				if (anchor !== undefined && Math.abs(x - start.x) >= tremble) {
					const free = anchor + (x - start.x) * scale.perPx;
					const wanted = pointer.altKey ? Math.round(free / second) * second : rounded(free, scale.perPx);
					by = (pointer.altKey ? wanted : snapped(wanted, targets, scale)) - anchor;
					view.playhead = anchor + by;
				} else by = 0;
				to = pointer.shiftKey ? from : rows[Math.floor(y / laneHeight)];
				view.dragged = {
					id: event.id,
					when: shiftWhen(event.when, by),
					lane: isSame(from, to) ? to?.key : undefined,
				};
			},
			end: (isDone) => {
				view.dragged = undefined;
				if (!isDone || !isMoving) return;
				const lane = isSame(from, to) && to?.key !== from.key ? to?.key : undefined;
				const keys = lane === undefined ? [] : [from.key as PersonId | SystemId, lane as PersonId | SystemId];
				view.move(event, by, keys[0], keys[1]);
			},
		});
	}

	/** What a dragged time snaps to: the other events in view, and the evidence as soon as its times are here. */
	#targets(moved: TimelineEvent): readonly Micros[] {
		const view = this.#around.view();
		const targets = this.#around
			.layout()
			.marks.flat()
			.flatMap(({ event }) => (event.id === moved.id ? [] : (anchorOf(event.when) ?? [])));
		void view.evidence?.within(view.window).then((times) => targets.push(...times));
		return targets;
	}

	#stretch(target: HTMLElement, start: { x: number }): void {
		const view = this.#around.view();
		view.range = undefined;
		let isMoving = false;
		follow(target, {
			move: (pointer) => {
				const { scale } = this.#around.layout();
				const { x } = this.#around.place(pointer);
				isMoving ||= Math.abs(x - start.x) >= tremble;
				if (isMoving)
					view.range = { from: scale.at(Math.min(x, start.x)), to: scale.at(Math.max(x, start.x)) };
			},
			end: (isDone) => {
				if (!isDone) view.range = undefined;
				else if (!isMoving) {
					view.playhead = this.#around.layout().scale.at(start.x);
					view.select(undefined);
				}
			},
		});
	}

	#pan(target: HTMLElement, start: { x: number }): void {
		const view = this.#around.view();
		const { scale } = this.#around.layout();
		const from = view.window;
		follow(target, {
			move: (pointer) => {
				view.window = panned(from, (start.x - this.#around.place(pointer).x) * scale.perPx);
			},
			end: () => {},
		});
	}
}

/** Times chosen by hand are whole minutes where a pixel is a second or more, else whole seconds. */
function rounded(at: Micros, perPx: Micros): Micros {
	const step = perPx >= second ? minute : second;
	return Math.round(at / step) * step;
}

/** An event moves between people, or between systems; a team's, a folded group's or nobody's lane takes nothing. */
const isSame = (from: Row, to: Row | undefined): boolean =>
	from.is === to?.is && (from.is === 'person' || from.is === 'system') && !from.folds && !to.folds;
