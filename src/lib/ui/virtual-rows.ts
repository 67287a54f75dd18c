/** The arithmetic of a long list: which rows are in view, and where they lie. Pure, so that it can be tested. */

/** Browsers stop laying out somewhere above 17 (Firefox) to 33 million px; this stays well below. */
const tallest = 10_000_000;

/** How a scroll position of the element relates to an offset in the real height of all rows. */
export class RowScale {
	readonly count: number;
	readonly rowHeight: number;
	/** Of the view, in px. */
	readonly height: number;
	readonly isScaled: boolean;
	/** The largest offset there is. */
	readonly end: number;
	readonly #scrollEnd: number;

	constructor(count: number, rowHeight: number, height: number) {
		this.count = count;
		this.rowHeight = rowHeight;
		this.height = height;
		const total = count * rowHeight;
		this.isScaled = total > tallest;
		this.end = Math.max(0, total - height);
		this.#scrollEnd = Math.max(0, Math.min(total, tallest) - height);
	}

	/** How tall the element pretends to be. */
	get scrollHeight(): number {
		return Math.min(this.count * this.rowHeight, tallest);
	}
	toOffset(scrolled: number): number {
		return this.isScaled ? (scrolled / this.#scrollEnd) * this.end : scrolled;
	}
	toScroll(offset: number): number {
		return this.isScaled ? (offset / this.end) * this.#scrollEnd : offset;
	}
	/** Where a row lies inside the element, in px. */
	top(index: number, offset: number, scrolled: number): number {
		const real = index * this.rowHeight;
		return this.isScaled ? real - offset + scrolled : real;
	}
}

/** Offsets outside the list are brought back to its ends. */
export const clampOffset = (offset: number, scale: RowScale): number =>
	Math.min(scale.end, Math.max(0, offset));

/** The rows to draw: those in view and `overscan` more on each side. `to` is exclusive. */
export function rowsInView(offset: number, scale: RowScale, overscan: number): { from: number; to: number } {
	const first = Math.floor(offset / scale.rowHeight);
	const last = Math.ceil((offset + scale.height) / scale.rowHeight);
	return { from: Math.max(0, first - overscan), to: Math.min(scale.count, last + overscan) };
}

/**
 * The nearest offset from which a row is wholly in view; for a row more than a view away one with rows around it,
 * since who jumps there wants to see where they are.
 */
export function offsetToShow(index: number, offset: number, scale: RowScale): number {
	const top = index * scale.rowHeight;
	if (top < offset - scale.height || top > offset + 2 * scale.height)
		return clampOffset(top - scale.rowHeight * Math.floor(scale.height / scale.rowHeight / 4), scale);
	const bottom = top + scale.rowHeight;
	if (top < offset) return clampOffset(top, scale);
	if (bottom > offset + scale.height) return clampOffset(bottom - scale.height, scale);
	return offset;
}
