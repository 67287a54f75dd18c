/** Transcripts: WebVTT of Zoom, Teams, Meet and others, and SubRip. Their times count from the start of the recording. */
import { cutText, type Format, type InputFile, type Reading } from './format.ts';
import { fractionUs, secondUs } from './instant.ts';
import { linesOf, type Line } from './lines.ts';

const timing = /^\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})/;

export const webvtt: Format = {
	name: 'webvtt',
	title: 'Transcript',
	detect(files) {
		if (files.length === 0) return 0;
		return Math.min(
			...files.map((file) => {
				const head = file.head.toString('utf8').replace(/^\uFEFF/, '');
				if (/^WEBVTT(?:\s|$)/.test(head)) return 100;
				return head.split('\n', 6).some((line) => timing.test(line)) ? 80 : 0;
			}),
		);
	},
	read(files, reading) {
		if (reading.options.recordedFromUs === undefined)
			reading.assume({
				what: 'recordedFrom',
				value: null,
				because: 'its times count from the start of the recording, and the file does not say when that was',
			});
		files.forEach((file, index) => readFile(file, index, reading));
	},
};

interface Cue {
	readonly timing: Line;
	readonly fromUs: number;
	readonly untilUs: number;
	readonly written: string;
	readonly lines: Line[];
}

function readFile(file: InputFile, index: number, reading: Reading): void {
	let cue: Cue | undefined;
	let number = 0;
	let speaker: string | undefined;
	const close = () => {
		if (!cue) return;
		number++;
		const said = speech(cue.lines.map((line) => line.text).join('\n'));
		// Zoom writes the name once for a run of cues only when asked to; a cue without one goes on with the last.
		if (said.speaker !== undefined) speaker = said.speaker;
		const last = cue.lines.at(-1) ?? cue.timing;
		const base = reading.options.recordedFromUs ?? 0;
		reading.emit({
			atUs: base + cue.fromUs,
			untilUs: base + Math.max(cue.fromUs, cue.untilUs),
			atWritten: cue.written,
			precision: 'millisecond',
			author: said.speaker ?? (said.isNamed ? undefined : speaker),
			authorKind: 'person',
			kind: 'cue',
			text: cutText(said.text),
			file: index,
			line: cue.timing.number,
			byteOffset: cue.timing.offset,
			byteLength: last.offset + last.length - cue.timing.offset,
			key: String(number),
		});
		cue = undefined;
	};
	for (const line of linesOf(file)) {
		const match = timing.exec(line.text);
		if (match?.[1] !== undefined && match[2] !== undefined) {
			close();
			cue = {
				timing: line,
				fromUs: offsetUs(match[1]),
				untilUs: offsetUs(match[2]),
				written: match[1],
				lines: [],
			};
		} else if (line.text.includes('-->') && !cue) {
			number++;
			reading.skip(index, line.number, 'its time cannot be read', line.text);
		} else if (line.text.trim() === '') close();
		else if (cue) cue.lines.push(line);
	}
	close();
}

function offsetUs(text: string): number {
	const [clock = '', fraction = ''] = text.split(/[.,]/);
	const parts = clock.split(':').map(Number);
	const seconds = parts.reduce((sum, part) => sum * 60 + part, 0);
	return seconds * secondUs + fractionUs(fraction);
}

/** Who says what in a cue: `<v Name>text`, `Name: text` or `(Name)` on a line of its own. */
function speech(raw: string): { speaker: string | undefined; text: string; isNamed: boolean } {
	const voice = /<v(?:\.[^\s>]*)?\s+([^>]{1,200})>/.exec(raw);
	const text = raw
		.replace(/<[^>]{0,300}>/g, '')
		.replace(/&(lt|gt|amp|nbsp|lrm|rlm);/g, (_whole, name: string) => entities[name] ?? '')
		.trim();
	if (voice?.[1] !== undefined) return { speaker: voice[1].trim(), text, isNamed: true };
	const named = /^([\p{L}\p{N}][^:\n]{0,79}):\s+(?=\S)/u.exec(text);
	if (named?.[1] !== undefined && looksLikeName(named[1]))
		return { speaker: named[1].trim(), text: text.slice(named[0].length), isNamed: true };
	const alone = /^\(([^()\n]{1,80})\)\n/.exec(text);
	if (alone?.[1] !== undefined)
		return { speaker: alone[1].trim(), text: text.slice(alone[0].length), isNamed: true };
	return { speaker: undefined, text, isNamed: false };
}

const entities: Readonly<Record<string, string>> = {
	lt: '<',
	gt: '>',
	amp: '&',
	nbsp: ' ',
	lrm: '',
	rlm: '',
};

/** A name has few words; a sentence that happens to hold a colon has many, or begins a clause. */
const looksLikeName = (text: string): boolean =>
	text.trim().split(/\s+/).length <= 6 && !/[.!?,;]\s/.test(text);
