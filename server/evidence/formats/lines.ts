/** Lines of a file with their exact byte ranges. */
import type { InputFile } from './format.ts';

export interface Line {
	/** Without its line end. Longer than `lineLimit`: only its beginning. */
	readonly text: string;
	/** Counted from 1. */
	readonly number: number;
	readonly offset: number;
	/** Without its line end. */
	readonly length: number;
	readonly isCut: boolean;
}

/** The longest line that is read whole, in bytes; of a longer one the beginning. */
const lineLimit = 64 * 1024;

/** Every line, blank ones included. A byte order mark is not part of the first line's text. */
export function* linesOf(file: InputFile): Generator<Line> {
	let carried: Buffer[] = [];
	let carriedBytes = 0;
	let offset = 0;
	let position = 0;
	let number = 0;
	const line = (bytes: Buffer, length: number): Line => {
		number++;
		const start = number === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
		const end = length > 0 && length === bytes.length && bytes[length - 1] === 0x0d ? length - 1 : length;
		const shown = Math.min(end, bytes.length);
		return {
			text: bytes.toString('utf8', start, shown),
			number,
			offset: offset + start,
			length: end - start,
			isCut: end > shown,
		};
	};
	for (const piece of file.pieces()) {
		let from = 0;
		for (;;) {
			const newline = piece.indexOf(0x0a, from);
			if (newline === -1) break;
			if (carriedBytes === 0) {
				const length = newline - from;
				yield line(piece.subarray(from, from + Math.min(length, lineLimit)), length);
			} else {
				const room = Math.max(0, lineLimit - held(carried));
				carried.push(piece.subarray(from, Math.min(newline, from + room)));
				yield line(Buffer.concat(carried), carriedBytes + newline - from);
				carried = [];
				carriedBytes = 0;
			}
			from = newline + 1;
			offset = position + from;
		}
		if (from < piece.length) {
			const room = Math.max(0, lineLimit - held(carried));
			if (room > 0) carried.push(Buffer.from(piece.subarray(from, Math.min(piece.length, from + room))));
			carriedBytes += piece.length - from;
		}
		position += piece.length;
	}
	if (carriedBytes > 0) yield line(Buffer.concat(carried), carriedBytes);
}

const held = (pieces: readonly Buffer[]): number => pieces.reduce((sum, piece) => sum + piece.length, 0);

/** The first lines of a file, for guessing what it is. The last may be cut by the end of the head. */
export function headLines(file: InputFile, most = 200): string[] {
	const text = file.head.toString('utf8').replace(/^\uFEFF/, '');
	const lines = text.split(/\r?\n/, most + 1);
	if (lines.length <= most && file.bytes > file.head.length && lines.length > 1) lines.pop();
	return lines.slice(0, most);
}
