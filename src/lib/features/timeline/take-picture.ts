/** The picture of what is in view, in the light theme whatever the page wears, and the same in pixels. */
import { printInstant, printWhen } from '#lib/model/time-text.ts';
import { layOut } from './layout.ts';
import { LabelTexts } from './paint.ts';
import { readPalette } from './palette.ts';
import { drawPicture, lightColours, type Picture } from './picture.ts';
import { dateLabel, ticks, TimeScale } from './scale.ts';
import type { TimelineView } from './view.svelte.ts';

/** Of the lanes, in px: wide enough for a page of a document. */
const width = 1284;

/** Draws the lanes of the window shown. */
export function drawTimeline(view: TimelineView, title: string): Picture {
	const context = document.createElement('canvas').getContext('2d');
	const texts = context && new LabelTexts(context, readPalette(document.body));
	const measure = (text: string) => texts?.width(text) ?? text.length * 6.2;
	const scale = new TimeScale(view.window, width);
	const days = [...new Set([scale.from, scale.to].map((at) => dateLabel(at, view.zone)))];
	const clock = { ...view.clock, near: (scale.from + scale.to) / 2 };
	const times = [scale.from, scale.to].map((at) => printInstant(at, { ...clock, near: at }));
	return drawPicture({
		layout: layOut(view.rows, view.backdrop, scale, measure),
		ticks: ticks(scale, view.zone),
		title,
		subtitle: `${days.join(' to ')}, ${times.join(' to ')}. Times are in ${view.zone.replaceAll('_', ' ')}.`,
		time: ({ event }) => printWhen(event.when, clock),
		silence: ({ gap }) =>
			`${gap.title}, ${printInstant(gap.span.earliest, clock)} to ${printInstant(gap.span.latest, clock)}`,
		measure,
		unknown: view.horizon.unknown,
		colours: lightColours,
	});
}

/** The picture in pixels, twice as fine; undefined where the browser can't. */
export async function pngOf({ svg, width: wide, height }: Picture): Promise<Blob | undefined> {
	const fonts = await embeddedFonts();
	const url = URL.createObjectURL(
		new Blob([svg.replace('<defs>', () => `<defs><style>${fonts}</style>`)], { type: 'image/svg+xml' }),
	);
	try {
		const image = new Image();
		image.src = url;
		await image.decode();
		const canvas = document.createElement('canvas');
		canvas.width = wide * 2;
		canvas.height = height * 2;
		canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
		return (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))) ?? undefined;
	} catch {
		return undefined;
	} finally {
		URL.revokeObjectURL(url);
	}
}

/** The page's own faces with their bytes inside: a picture that is drawn as an image may load nothing. */
async function embeddedFonts(): Promise<string> {
	const faces = [...document.styleSheets]
		.flatMap((sheet) => [...sheet.cssRules].map((rule) => ({ rule, base: sheet.href ?? location.href })))
		.flatMap(({ rule, base }) => (rule instanceof CSSFontFaceRule ? [{ face: rule.style, base }] : []))
		.filter(({ face }) => /Inter|Serif/.test(face.getPropertyValue('font-family')))
		.filter(({ face }) => face.getPropertyValue('font-style') !== 'italic');
	const rules = await Promise.all(
		faces.map(async ({ face, base }) => {
			const address = /url\("?([^")]+)"?\)/.exec(face.getPropertyValue('src'))?.[1];
			const answer = address && (await fetch(new URL(address, base)).catch(() => undefined));
			if (!answer || !answer.ok) return '';
			const data = await dataUrl(await answer.blob());
			const kept = ['font-family', 'font-weight', 'unicode-range'].map((name) => {
				const value = face.getPropertyValue(name);
				return value === '' ? '' : `${name}:${value};`;
			});
			return `@font-face{${kept.join('')}src:url(${data})}`;
		}),
	);
	return rules.join('');
}

function dataUrl(blob: Blob): Promise<string> {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.addEventListener('load', () => resolve(String(reader.result)));
		reader.addEventListener('error', () => reject(reader.error ?? new Error('a font could not be read')));
		reader.readAsDataURL(blob);
	});
}
