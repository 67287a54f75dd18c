import fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cleanPicture } from './clean.ts';

const secret = 'GPS 41.1579 N 8.6291 W, taken by Sofia';
const latin = (text: string) => Buffer.from(text, 'latin1');
const u32 = (value: number) =>
	latin(String.fromCharCode(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255));
const u16 = (value: number) => latin(String.fromCharCode(value >>> 8, value & 255));
const le32 = (value: number) => Buffer.from(u32(value)).reverse();

const chunk = (name: string, data: Buffer) => Buffer.concat([u32(data.length), latin(name), data, u32(0)]);
const png = (...extra: readonly Buffer[]) =>
	Buffer.concat([
		latin('\x89PNG\r\n\x1a\n'),
		chunk('IHDR', Buffer.concat([u32(3), u32(2), latin('\x08\x02\0\0\0')])),
		...extra,
		chunk('IDAT', deflateSync(Buffer.alloc(20))),
		chunk('IEND', Buffer.alloc(0)),
	]);
const segment = (marker: number, data: Buffer) =>
	Buffer.concat([Buffer.from([0xff, marker]), u16(data.length + 2), data]);
const frame = segment(0xc2, Buffer.concat([latin('\x08'), u16(4), u16(6), latin('\x01\x01\x11\0')]));
const scan = Buffer.concat([
	segment(0xda, latin('\x01\x01\0\0?\0')),
	Buffer.from([1, 0xff, 0, 0xff, 0xd0, 2]),
]);
const jpeg = (...extra: readonly Buffer[]) =>
	Buffer.concat([
		Buffer.from([0xff, 0xd8]),
		...extra,
		frame,
		scan,
		segment(0xc4, Buffer.from([0xff, 0xd9])),
		scan,
		Buffer.from([0xff, 0xd9]),
	]);
const piece = (name: string, data: Buffer) =>
	Buffer.concat([latin(name), le32(data.length), data, Buffer.alloc(data.length % 2)]);
const webp = (...pieces: readonly Buffer[]) => {
	const body = Buffer.concat([latin('WEBP'), ...pieces]);
	return Buffer.concat([latin('RIFF'), le32(body.length), body]);
};
const extended = (flags: number) => piece('VP8X', Buffer.from([flags, 0, 0, 0, 6, 0, 0, 4, 0, 0]));
const gif = (...extra: readonly Buffer[]) =>
	Buffer.concat([
		latin('GIF89a'),
		Buffer.from([5, 0, 4, 0, 0, 0, 0]),
		...extra,
		Buffer.from([0x2c, 0, 0, 0, 0, 5, 0, 4, 0, 0, 2, 2, 0x4c, 1, 0, 0x3b]),
	]);
const comment = Buffer.concat([Buffer.from([0x21, 0xfe, secret.length]), latin(secret), Buffer.from([0])]);

test('[PI1] a picture is told by its bytes, and keeps nothing of where and by whom it was taken', () => {
	const exif = segment(0xe1, latin(`Exif\0\0${secret}`));
	const colours = segment(0xe2, latin('ICC_PROFILE\0\x01\x01colours'));
	const given = {
		png: png(chunk('tEXt', latin(secret)), chunk('eXIf', latin(secret)), chunk('pHYs', Buffer.alloc(9))),
		jpeg: jpeg(exif, segment(0xe2, latin(`MPF\0${secret}`)), colours, segment(0xfe, latin(secret))),
		webp: webp(
			extended(0x0c),
			piece('VP8 ', Buffer.alloc(11)),
			piece('EXIF', latin(secret)),
			piece('XMP ', latin(secret)),
		),
		gif: gif(comment),
	};
	const plain = {
		png: png(chunk('pHYs', Buffer.alloc(9))),
		jpeg: jpeg(colours),
		webp: webp(extended(0), piece('VP8 ', Buffer.alloc(11))),
		gif: gif(),
	};
	const sizes = { png: [3, 2], jpeg: [6, 4], webp: [7, 5], gif: [5, 4] };
	for (const kind of ['png', 'jpeg', 'webp', 'gif'] as const) {
		// What lies behind its end is no part of it.
		const clean = cleanPicture(Buffer.concat([given[kind], latin(`<script>${secret}`)]));
		expect([clean?.kind, clean?.width, clean?.height]).toEqual([kind, ...sizes[kind]]);
		expect(clean?.bytes.toString('latin1')).toBe(plain[kind].toString('latin1'));
	}
});

test('[PI2] what is no picture, or breaks off, is none', () => {
	const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
	for (const text of [
		'',
		svg,
		`<?xml version="1.0"?>${svg}`,
		'<!doctype html><script>alert(1)</script>',
		'GIF89a',
		'RIFF',
		'BM',
	])
		expect(cleanPicture(latin(text))).toBeUndefined();
	for (const whole of [png(), jpeg(), webp(extended(0), piece('VP8 ', Buffer.alloc(11))), gif()])
		for (let length = 0; length < whole.length; length++)
			expect(cleanPicture(Buffer.from(whole.subarray(0, length)))).toBeUndefined();
});

test('[PI2] no bytes make it throw', () => {
	const seeds = [png(), jpeg(), webp(extended(0), piece('VP8 ', Buffer.alloc(11))), gif()];
	fc.assert(
		fc.property(
			fc.constantFrom(...seeds),
			fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 }),
			(seed, changes) => {
				const bytes = Buffer.from(seed);
				for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
				cleanPicture(bytes);
			},
		),
		{ numRuns: 2000 },
	);
});
