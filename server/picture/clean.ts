/**
 * What a picture is, by its bytes alone, and the same picture without what its camera or program wrote into it: where
 * it was taken, by whom, with what. Nothing is decoded; bytes behind its end are left out.
 */

export type PictureKind = 'png' | 'jpeg' | 'webp' | 'gif';

export interface CleanPicture {
	readonly kind: PictureKind;
	readonly width: number;
	readonly height: number;
	readonly bytes: Buffer;
}

/** Undefined for what is none of the four kinds, broken before its end, or of no size. Never throws. */
export function cleanPicture(bytes: Buffer): CleanPicture | undefined {
	try {
		const clean = png(bytes) ?? jpeg(bytes) ?? webp(bytes) ?? gif(bytes);
		const isSized = clean && [clean.width, clean.height].every((side) => side > 0 && side <= widest);
		return isSized ? clean : undefined;
	} catch (error) {
		// It ended in the middle of a number.
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

const widest = 20_000;

/** What tells how it looks; text, times and places are none of it. */
const pngChunks = new Set(
	'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT'.split(' '),
);

function png(bytes: Buffer): CleanPicture | undefined {
	if (bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n' || bytes.toString('latin1', 12, 16) !== 'IHDR')
		return undefined;
	const parts = [bytes.subarray(0, 8)];
	for (let at = 8; ;) {
		const length = bytes.readUInt32BE(at);
		const name = bytes.toString('latin1', at + 4, at + 8);
		const end = at + 12 + length;
		if (end > bytes.length) return undefined;
		if (pngChunks.has(name)) parts.push(bytes.subarray(at, end));
		if (name === 'IEND') break;
		at = end;
	}
	return {
		kind: 'png',
		width: bytes.readUInt32BE(16),
		height: bytes.readUInt32BE(20),
		bytes: Buffer.concat(parts),
	};
}

function jpeg(bytes: Buffer): CleanPicture | undefined {
	if (bytes.toString('latin1', 0, 3) !== '\xff\xd8\xff') return undefined;
	const parts = [bytes.subarray(0, 2)];
	let size: { readonly width: number; readonly height: number } | undefined;
	for (let at = 2; ;) {
		if (bytes.readUInt8(at) !== 0xff) return undefined;
		const marker = bytes.readUInt8(at + 1);
		if (marker === 0xff) {
			at++;
			continue;
		}
		if (marker === 0xd9) break;
		const end = at + 2 + bytes.readUInt16BE(at + 2);
		if (end > bytes.length) return undefined;
		// Of a frame: all but the tables that share its range.
		if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
			size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
		if (isLook(bytes, marker, at)) parts.push(bytes.subarray(at, end));
		at = end;
		if (marker !== 0xda) continue;
		const from = at;
		while (!isMarker(bytes.readUInt8(at), bytes.readUInt8(at + 1))) at++;
		parts.push(bytes.subarray(from, at));
	}
	return size && { kind: 'jpeg', ...size, bytes: Buffer.concat([...parts, Buffer.from([0xff, 0xd9])]) };
}

/** In the letters of a scan an FF is followed by 00, or by a mark to begin again at. */
const isMarker = (first: number, second: number): boolean =>
	first === 0xff && second !== 0 && (second < 0xd0 || second > 0xd7);

/** Of what programs add, the frame of JFIF, the colours, and Adobe's way of writing them. */
function isLook(bytes: Buffer, marker: number, at: number): boolean {
	if (marker === 0xfe) return false;
	if (marker < 0xe0 || marker > 0xef) return true;
	const name = bytes.toString('latin1', at + 4, at + 15);
	return marker === 0xe0
		? name.startsWith('JFIF\0')
		: (marker === 0xe2 && name === 'ICC_PROFILE') || (marker === 0xee && name.startsWith('Adobe'));
}

const webpChunks = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

function webp(bytes: Buffer): CleanPicture | undefined {
	if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP')
		return undefined;
	const whole = bytes.readUInt32LE(4) + 8;
	if (whole > bytes.length) return undefined;
	const parts: Buffer[] = [];
	let size: { readonly width: number; readonly height: number } | undefined;
	for (let at = 12; at + 8 <= whole;) {
		const name = bytes.toString('latin1', at, at + 4);
		const length = bytes.readUInt32LE(at + 4);
		const end = at + 8 + length + (length % 2);
		if (at + 8 + length > whole) return undefined;
		const part = Buffer.from(bytes.subarray(at, end));
		if (name === 'VP8X') {
			size = { width: 1 + part.readUIntLE(12, 3), height: 1 + part.readUIntLE(15, 3) };
			// It says what else there is: no EXIF and no XMP any more.
			part.writeUInt8(part.readUInt8(8) & ~0x0c, 8);
		} else if (name === 'VP8 ') {
			size ??= { width: part.readUInt16LE(14) & 0x3fff, height: part.readUInt16LE(16) & 0x3fff };
		} else if (name === 'VP8L') {
			const bits = part.readUInt32LE(9);
			size ??= { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
		}
		if (webpChunks.has(name)) parts.push(part);
		at = end;
	}
	const body = Buffer.concat(parts);
	const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
	head.writeUInt32LE(body.length + 4, 4);
	return size && { kind: 'webp', ...size, bytes: Buffer.concat([head, body]) };
}

function gif(bytes: Buffer): CleanPicture | undefined {
	if (!/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return undefined;
	const tableOf = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
	/** Behind a row of pieces, each of which says how long it is. */
	const behind = (from: number): number => {
		let at = from;
		while (bytes.readUInt8(at) !== 0) at += 1 + bytes.readUInt8(at);
		return at + 1;
	};
	let at = 13 + tableOf(bytes.readUInt8(10));
	const parts = [bytes.subarray(0, at)];
	for (;;) {
		const label = bytes.readUInt8(at);
		if (label === 0x3b) break;
		let end: number;
		let isKept = true;
		if (label === 0x2c) end = behind(at + 11 + tableOf(bytes.readUInt8(at + 9)));
		else if (label === 0x21) {
			end = behind(at + 2);
			const what = bytes.readUInt8(at + 1);
			// Comments go, and what programs add, but for how often it is shown.
			isKept =
				what === 0xf9 ||
				what === 0x01 ||
				(what === 0xff && bytes.toString('latin1', at + 3, at + 14) === 'NETSCAPE2.0');
		} else return undefined;
		if (isKept) parts.push(bytes.subarray(at, end));
		at = end;
	}
	return {
		kind: 'gif',
		width: bytes.readUInt16LE(6),
		height: bytes.readUInt16LE(8),
		bytes: Buffer.concat([...parts, Buffer.from([0x3b])]),
	};
}
