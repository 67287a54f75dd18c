/** What a drag is, on lanes and on their names. */

/** A hand trembles: less than this is a click, in px. */
export const tremble = 4;

/** Follows a captured pointer until it is let go or Esc is pressed. */
export function follow(
	target: HTMLElement,
	{ move, end }: { move: (event: PointerEvent) => void; end: (isDone: boolean) => void },
): void {
	const controller = new AbortController();
	const { signal } = controller;
	const finish = (isDone: boolean) => {
		controller.abort();
		end(isDone);
	};
	target.addEventListener('pointermove', move, { signal });
	target.addEventListener('pointerup', () => finish(true), { signal });
	target.addEventListener('pointercancel', () => finish(false), { signal });
	window.addEventListener(
		'keydown',
		(event) => {
			if (event.key !== 'Escape') return;
			event.preventDefault();
			event.stopImmediatePropagation();
			finish(false);
		},
		{ signal, capture: true },
	);
}
