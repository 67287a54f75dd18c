/**
 * How many a crowd holds. A zoomed-out night has hundreds of these in each frame, and shaping their digits anew took
 * longer than everything else on the canvas: each number is drawn once, and copied from then on.
 */
import type { Palette } from './palette.ts';

/** Of a chip and its outline, in CSS px. */
const height = 18;
const edge = 1;
/** More numbers than this are never in use at once. */
const kept = 2_000;

/** Of the lanes, or of a canvas nobody sees. */
export type Drawing = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export class ChipPictures {
	readonly #palette: Palette;
	/** Device pixels to a CSS px. */
	readonly #ratio: number;
	readonly #pictures = new Map<string, ImageBitmap>();

	constructor(palette: Palette, ratio: number) {
		this.#palette = palette;
		this.#ratio = ratio;
	}

	/** Draws a chip around a point, to the nearest device pixel: between two, its digits would blur. */
	draw(context: Drawing, x: number, y: number, words: string): void {
		const picture = this.#of(words);
		const [width, high] = [picture.width / this.#ratio, picture.height / this.#ratio];
		const whole = (at: number) => Math.round(at * this.#ratio) / this.#ratio;
		context.drawImage(picture, whole(x - width / 2), whole(y - high / 2), width, high);
	}

	/** Draws these numbers beforehand, so that no frame has to. */
	prepare(counts: Iterable<number>): void {
		for (const count of counts) this.#of(chipWords(count));
	}

	#of(words: string): ImageBitmap {
		let picture = this.#pictures.get(words);
		if (!picture) {
			if (this.#pictures.size >= kept) this.#pictures.clear();
			this.#pictures.set(words, (picture = this.#make(words)));
		}
		return picture;
	}

	/** A bitmap and not the canvas it was drawn on: a canvas is copied when it is drawn from first. */
	#make(words: string): ImageBitmap {
		const { colours, font } = this.#palette;
		const width = chipWidth(words);
		const inPixels = (length: number) => Math.ceil(length * this.#ratio);
		const picture = new OffscreenCanvas(inPixels(width + 2 * edge), inPixels(height + 2 * edge));
		const context = picture.getContext('2d');
		if (!context) return picture.transferToImageBitmap();
		context.scale(this.#ratio, this.#ratio);
		context.fillStyle = colours.sheet;
		context.strokeStyle = colours['rule-ui'];
		context.lineWidth = 1;
		context.beginPath();
		context.roundRect(edge, edge, width, height, height / 2);
		context.fill();
		context.stroke();
		context.font = `600 10.5px ${font}`;
		context.textAlign = 'center';
		context.textBaseline = 'middle';
		context.fillStyle = colours.ink;
		context.fillText(words, edge + width / 2, edge + height / 2 + 0.5);
		return picture.transferToImageBitmap();
	}
}

/** In CSS px, its outline left out. */
export const chipWidth = (words: string): number => 11 + words.length * 5;

/** How many, in at most four characters. */
export const chipWords = (count: number): string =>
	count < 1000 ? String(count) : `${(count / 1000).toFixed(1)}k`;
