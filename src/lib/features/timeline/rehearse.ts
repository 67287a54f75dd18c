/**
 * The next steps of a zoom, done once while nothing happens: the first frame of a gesture would otherwise pay for
 * all that is done for the first time (crowds of another size, labels never shaped, colours never mixed, code that no
 * engine has looked at yet), and among fifty thousand events that frame came late.
 */
import type { Layout } from './layout.ts';
import { paint, strengths, type Canvas, type Looks } from './paint.ts';
import { mixed, onGround } from './palette.ts';

/** A little nearer and a little farther: the next sizes of a crowd on either side. */
const steps = [1, 1.25, 0.8] as const;

/**
 * Draws what the lanes would show after each step, on a canvas nobody sees, with a pause between them so that the
 * page answers. `ahead` lays out the lanes that much nearer. Stops when `isOver` says so.
 */
export async function rehearse(
	picture: Canvas,
	looks: Looks,
	ahead: (factor: number) => Layout,
	isOver: () => boolean,
): Promise<void> {
	prepareColours(picture);
	for (let from = 1; from < 1000; from += 100) {
		picture.chips.prepare(Array.from({ length: 100 }, (_, n) => from + n));
		await pause();
		if (isOver()) return;
	}
	const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
	if (!context) return;
	for (const factor of steps) {
		const layout = ahead(factor);
		await pause();
		if (isOver()) return;
		paint({ ...picture, context }, layout, looks);
		await pause();
		if (isOver()) return;
	}
}

/** Mixing a colour takes a millisecond when it is asked first. */
function prepareColours({ palette: { colours, kinds } }: Canvas): void {
	for (const colour of Object.values(kinds)) {
		for (const strength of Object.values(strengths)) onGround(colours.sheet, colour, strength);
		for (const share of [0.1, 0.34, 0.45]) mixed(colour, share);
	}
	onGround(colours.sheet, colours['ink-4'], 0.22);
}

/** What the reader does meanwhile comes first. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 30));
