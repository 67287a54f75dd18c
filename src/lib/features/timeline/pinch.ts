/** Two fingers on the lanes: what lies between them grows and goes along with them. */
import type { Micros } from '#lib/model/instant.ts';
import { TimeScale, zoomed, type Window } from './scale.ts';

interface Around {
	readonly window: () => Window;
	readonly move: (window: Window) => void;
}

interface Held {
	readonly window: Window;
	/** How far apart the fingers were, in px, and what lay in their middle. */
	readonly apart: number;
	readonly at: Micros;
}

/** Follows fingers on an element for as long as it is there; returns how to stop. One finger is left to others. */
export function pinch(element: HTMLElement, { window, move }: Around): () => void {
	const fingers = new Map<number, number>();
	let held: Held | undefined;
	const controller = new AbortController();
	// Before whoever follows one finger: with two of them down that one must not drag anything.
	const listen = { signal: controller.signal, capture: true };
	const place = () => {
		const { left, width } = element.getBoundingClientRect();
		const [a = 0, b = 0] = fingers.values();
		return { width, middle: (a + b) / 2 - left, apart: Math.max(8, Math.abs(a - b)) };
	};
	const down = (event: PointerEvent) => {
		if (event.pointerType !== 'touch') return;
		fingers.set(event.pointerId, event.clientX);
		if (fingers.size !== 2) return;
		event.stopImmediatePropagation();
		const { width, middle, apart } = place();
		held = { window: window(), apart, at: new TimeScale(window(), width).at(middle) };
	};
	const moved = (event: PointerEvent) => {
		if (!fingers.has(event.pointerId)) return;
		fingers.set(event.pointerId, event.clientX);
		if (!held || fingers.size !== 2) return;
		event.stopImmediatePropagation();
		const { width, middle, apart } = place();
		move(pinched(held, { width, middle, apart }));
	};
	const up = (event: PointerEvent) => {
		fingers.delete(event.pointerId);
		held = undefined;
	};
	element.addEventListener('pointerdown', down, listen);
	element.addEventListener('pointermove', moved, listen);
	for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
		element.addEventListener(name, up, listen);
	return () => controller.abort();
}

/** The window in which what lay between the fingers lies between them still. */
export function pinched(
	{ window, apart, at }: Held,
	now: { readonly width: number; readonly middle: number; readonly apart: number },
): Window {
	const near = zoomed(window, now.apart / apart, at);
	const from = at - (now.middle / now.width) * (near.to - near.from);
	return { from: Math.round(from), to: Math.round(from + near.to - near.from) };
}
