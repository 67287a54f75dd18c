/** Where values lie in JSON bytes, without building the values: so that a record knows its exact raw bytes. */
import { Unreadable } from './format.ts';

export interface Span {
	readonly start: number;
	/** One past its last byte. */
	readonly end: number;
}

const quote = 0x22;
const backslash = 0x5c;

const isSpace = (byte: number | undefined): boolean =>
	byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

function skipSpace(bytes: Uint8Array, at: number): number {
	while (isSpace(bytes[at])) at++;
	return at;
}

/** The position after the string that begins at `at`. */
function afterString(bytes: Uint8Array, at: number): number {
	for (let index = at + 1; index < bytes.length; index++) {
		const byte = bytes[index];
		if (byte === backslash) index++;
		else if (byte === quote) return index + 1;
	}
	throw broken(bytes);
}

/** The position after the value that begins at `at`. */
function afterValue(bytes: Uint8Array, at: number): number {
	const first = bytes[at];
	if (first === quote) return afterString(bytes, at);
	if (first === 0x7b || first === 0x5b) {
		let depth = 0;
		for (let index = at; index < bytes.length; index++) {
			const byte = bytes[index];
			if (byte === quote) index = afterString(bytes, index) - 1;
			else if (byte === 0x7b || byte === 0x5b) depth++;
			else if (byte === 0x7d || byte === 0x5d) {
				depth--;
				if (depth === 0) return index + 1;
			}
		}
		throw broken(bytes);
	}
	let index = at;
	while (index < bytes.length && bytes[index] !== 0x2c && bytes[index] !== 0x5d && bytes[index] !== 0x7d) {
		if (isSpace(bytes[index])) break;
		index++;
	}
	if (index === at) throw broken(bytes);
	return index;
}

function broken(bytes: Uint8Array): Unreadable {
	return new Unreadable(
		`This JSON ends in the middle (after ${bytes.length.toLocaleString('en')} bytes). Nothing was imported; download it again and add it once more.`,
	);
}

/** The whole value of a document, without white space or byte order mark around it. */
export function rootSpan(bytes: Uint8Array): Span {
	const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
	const start = skipSpace(bytes, bom);
	return { start, end: afterValue(bytes, start) };
}

/** The elements of the array at `span`; none when it is no array. */
export function* elementSpans(bytes: Uint8Array, span: Span): Generator<Span> {
	if (bytes[span.start] !== 0x5b) return;
	let at = skipSpace(bytes, span.start + 1);
	while (at < span.end && bytes[at] !== 0x5d) {
		const end = afterValue(bytes, at);
		yield { start: at, end };
		at = skipSpace(bytes, end);
		if (bytes[at] === 0x2c) at = skipSpace(bytes, at + 1);
		else if (bytes[at] !== 0x5d) throw broken(bytes);
	}
}

/** The value under a key of the object at `span`, or undefined. */
export function memberSpan(bytes: Uint8Array, span: Span, key: string): Span | undefined {
	if (bytes[span.start] !== 0x7b) return undefined;
	const wanted = Buffer.from(JSON.stringify(key));
	let at = skipSpace(bytes, span.start + 1);
	while (at < span.end && bytes[at] === quote) {
		const end = afterString(bytes, at);
		const matches = end - at === wanted.length && wanted.equals(bytes.subarray(at, end));
		at = skipSpace(bytes, end);
		if (bytes[at] !== 0x3a) throw broken(bytes);
		at = skipSpace(bytes, at + 1);
		const valueEnd = afterValue(bytes, at);
		if (matches) return { start: at, end: valueEnd };
		at = skipSpace(bytes, valueEnd);
		if (bytes[at] === 0x2c) at = skipSpace(bytes, at + 1);
	}
	return undefined;
}

/** The value at `span`, or undefined when it is not JSON after all. */
export function valueAt(bytes: Buffer, span: Span): unknown {
	try {
		return JSON.parse(bytes.toString('utf8', span.start, span.end)) as unknown;
	} catch {
		return undefined;
	}
}
