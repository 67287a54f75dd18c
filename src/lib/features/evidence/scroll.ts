/**
 * A list taller than a browser can draw: browsers stop at about 17 million px, a million rows are 36 million. The
 * scroller is as tall as it may be, and where it stands is stretched over the list; wheel and keys move by rows.
 */

/** Firefox gives up at 17.8 million px. */
const tallest = 15_000_000;

/** Where a list stands, in px of its own full height. */
export class Scroll {
	readonly rowHeight: number;
	/** Rows in the list. */
	rows = 0;
	/** Height of what is seen. */
	viewport = 0;
	/** px from the top of the list, 0 to `most`. */
	top = 0;

	constructor(rowHeight: number) {
		this.rowHeight = rowHeight;
	}

	/** Height of the whole list. */
	get height(): number {
		return this.rows * this.rowHeight;
	}
	/** The furthest the list can be moved. */
	get most(): number {
		return Math.max(0, this.height - this.viewport);
	}
	/** Height of the element that scrolls. */
	get drawn(): number {
		return Math.min(this.height, tallest);
	}
	/** True when the scroller is shorter than the list. */
	get isStretched(): boolean {
		return this.height > tallest;
	}
	/** `scrollTop` of the element for where the list stands. */
	get scrollTop(): number {
		if (!this.isStretched) return this.top;
		return (this.top / this.most) * (this.drawn - this.viewport);
	}

	/** Takes over what the scroll bar says. */
	scrolledTo(scrollTop: number): void {
		if (Math.abs(scrollTop - this.scrollTop) < 1) return;
		this.moveTo(this.isStretched ? (scrollTop / (this.drawn - this.viewport)) * this.most : scrollTop);
	}
	moveTo(top: number): void {
		this.top = Math.min(this.most, Math.max(0, top));
	}
	/** Moves no further than needed for the row to be seen, `margin` rows from the edge. */
	reveal(index: number, margin = 1): void {
		const at = index * this.rowHeight;
		const room = margin * this.rowHeight;
		if (at - room < this.top) this.moveTo(at - room);
		else if (at + this.rowHeight + room > this.top + this.viewport)
			this.moveTo(at + this.rowHeight + room - this.viewport);
	}
	/** Puts the row in the middle. */
	centre(index: number): void {
		this.moveTo(index * this.rowHeight - (this.viewport - this.rowHeight) / 2);
	}

	/** First and last row to draw, `extra` rows beyond what is seen. */
	window(extra: number): { readonly first: number; readonly last: number } {
		const first = Math.max(0, Math.floor(this.top / this.rowHeight) - extra);
		const last = Math.min(this.rows - 1, Math.ceil((this.top + this.viewport) / this.rowHeight) + extra);
		return { first, last };
	}
	/** Where a row is drawn, in px from the top of what scrolls. */
	offset(index: number): number {
		return index * this.rowHeight - this.top + this.scrollTop;
	}
}
