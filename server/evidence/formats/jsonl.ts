/** JSON lines: bunyan, pino, zap, logstash, journald, and whatever else has a time and a message. */
import type { Level } from '../record.ts';
import { cutText, looksLikeJson, type Format, type InputFile, type Reading } from './format.ts';
import { readEpoch, readIso, ZoneClock, type ReadInstant } from './instant.ts';
import { elementSpans, memberSpan, rootSpan, valueAt } from './json-spans.ts';
import { headLines, linesOf } from './lines.ts';
import { assumeZone, levelOf } from './text-log.ts';
import { asObject, asText, firstText, type JsonObject } from './value.ts';

const timeKeys = [
	'_SOURCE_REALTIME_TIMESTAMP',
	'__REALTIME_TIMESTAMP',
	'@timestamp',
	'timestamp',
	'time',
	'ts',
	't',
	'datetime',
	'date',
	'Timestamp',
	'Time',
	'eventTime',
	'lastTimestamp',
	'asctime',
	'created_at',
	'createdAt',
	'receivedAt',
	'timeGenerated',
] as const;
const textKeys = [
	'msg',
	'message',
	'MESSAGE',
	'log',
	'event',
	'text',
	'body',
	'short_message',
	'note',
	'summary',
] as const;
const levelKeys = [
	'level',
	'severity',
	'lvl',
	'PRIORITY',
	'log.level',
	'levelname',
	'loglevel',
	'severityText',
] as const;
const authorKeys = [
	'_SYSTEMD_UNIT',
	'host',
	'hostname',
	'service',
	'SYSLOG_IDENTIFIER',
	'_HOSTNAME',
	'app',
	'logger',
	'name',
	'pod',
	'reportingComponent',
] as const;
const errorKeys = ['err', 'error', 'exception'] as const;

export const jsonl: Format = {
	name: 'jsonl',
	title: 'JSON lines',
	detect(files) {
		if (files.length === 0 || files.length > 500) return 0;
		return Math.min(...files.map(sureOf));
	},
	read(files, reading) {
		const state: State = { clock: new ZoneClock(reading.zone), epochs: new Map(), unzoned: false };
		files.forEach((file, index) => {
			if (hasObjectLines(file)) readLines(file, index, reading, state);
			else readDocument(file, index, reading, state);
		});
		for (const [key, { unit, digits }] of state.epochs)
			reading.assume({
				what: 'epoch',
				value: unit,
				because: `the numbers in “${key}” have ${digits} digits`,
			});
		if (state.unzoned) assumeZone(reading);
	},
};

/** Whether at least half of its lines are objects of their own. */
function hasObjectLines(file: InputFile): boolean {
	const lines = headLines(file).filter((line) => line.trim() !== '');
	const objects = lines.filter((line) => /^\s*\{.*\}\s*,?\s*$/.test(line)).length;
	return objects > 0 && objects / lines.length >= 0.5 && !/^\uFEFF?\s*\[/.test(lines[0] ?? '');
}

function sureOf(file: InputFile): number {
	if (hasObjectLines(file)) return 80;
	return looksLikeJson(file.head) ? 20 : 0;
}

interface State {
	readonly clock: ZoneClock;
	readonly epochs: Map<string, { unit: string; digits: number }>;
	unzoned: boolean;
}

function readLines(file: InputFile, index: number, reading: Reading, state: State): void {
	for (const line of linesOf(file)) {
		const text = line.text.trim();
		if (text === '') continue;
		if (line.isCut) {
			reading.skip(index, line.number, 'the line is longer than 64 KiB', line.text);
			continue;
		}
		const object = parseObject(text.endsWith(',') ? text.slice(0, -1) : text);
		if (object)
			readObject(
				object,
				text,
				{ file: index, line: line.number, byteOffset: line.offset, byteLength: line.length },
				reading,
				state,
			);
		else reading.skip(index, line.number, 'it is not a JSON object', line.text);
	}
}

/** A document that is one object, a list of them, or an object that holds such a list. */
function readDocument(file: InputFile, index: number, reading: Reading, state: State): void {
	const bytes = file.whole();
	const root = rootSpan(bytes);
	const items = memberSpan(bytes, root, 'items');
	const list = bytes[root.start] === 0x5b ? root : items && bytes[items.start] === 0x5b ? items : undefined;
	let number = 0;
	for (const span of list ? elementSpans(bytes, list) : [root]) {
		number++;
		const place = { file: index, line: number, byteOffset: span.start, byteLength: span.end - span.start };
		const object = asObject(valueAt(bytes, span));
		const text = bytes.toString('utf8', span.start, span.end);
		if (object) readObject(object, text, place, reading, state);
		else reading.skip(index, number, 'it is not a JSON object', text);
	}
}

function parseObject(text: string): JsonObject | undefined {
	if (text.charCodeAt(0) !== 0x7b) return undefined;
	try {
		return asObject(JSON.parse(text));
	} catch {
		return undefined;
	}
}

interface Place {
	readonly file: number;
	readonly line: number;
	readonly byteOffset: number;
	readonly byteLength: number;
}

function readObject(outer: JsonObject, raw: string, place: Place, reading: Reading, state: State): void {
	// A Kubernetes watch wraps the event it is about.
	let object = asObject(outer['object']) ?? outer;
	let time = findTime(object, raw, state);
	// A webhook body keeps what it is about one level down.
	for (const value of time ? [] : Object.values(outer)) {
		const inner = asObject(value);
		const found = inner && findTime(inner, raw, state);
		if (!inner || !found) continue;
		object = { ...outer, ...inner };
		time = found;
		break;
	}
	if (!time) {
		reading.skip(place.file, place.line, 'it has no time that can be read', raw);
		return;
	}
	if (!time.instant.hasZone) state.unzoned = true;
	const used = new Set<string>([time.key]);
	const author = pick(object, authorKeys, used);
	const level = readLevel(object, used);
	reading.emit({
		...place,
		atUs: time.instant.atUs,
		atWritten: time.written,
		precision: time.instant.precision,
		author,
		authorKind: author === undefined ? undefined : 'system',
		kind: 'log',
		level,
		text: cutText(readText(object, used)),
		fields: readFields(object, used),
	});
}

function pick(object: JsonObject, keys: readonly string[], used: Set<string>): string | undefined {
	for (const key of keys) {
		const text = asText(object[key]) ?? firstText(asObject(object[key]), 'name', 'hostname');
		if (text !== undefined) {
			used.add(key);
			return text;
		}
	}
	return undefined;
}

interface FoundTime {
	readonly key: string;
	readonly written: string;
	readonly instant: ReadInstant;
}

function findTime(object: JsonObject, raw: string, state: State): FoundTime | undefined {
	for (const key of timeKeys) {
		const value = object[key];
		if (typeof value === 'string') {
			const digits = /^\d+(?:\.\d+)?$/.test(value) ? value : undefined;
			const instant = digits === undefined ? readIso(value, state.clock) : epoch(key, digits, state);
			if (instant) return { key, written: value, instant };
		} else if (typeof value === 'number') {
			// As written: a number of this size has lost digits by the time it is a number.
			const digits = writtenNumber(raw, key) ?? String(value);
			const instant = epoch(key, digits, state);
			if (instant) return { key, written: digits, instant };
		}
	}
	return undefined;
}

function writtenNumber(raw: string, key: string): string | undefined {
	const marked = `"${key}"`;
	const at = raw.indexOf(marked);
	if (at === -1) return undefined;
	return /^\s*:\s*(\d+(?:\.\d+)?)(?![\d.eE])/.exec(
		raw.slice(at + marked.length, at + marked.length + 60),
	)?.[1];
}

function epoch(key: string, digits: string, state: State): ReadInstant | undefined {
	const read = readEpoch(/[eE]/.test(digits) ? String(Math.trunc(Number(digits))) : digits);
	if (read && !state.epochs.has(key))
		state.epochs.set(key, { unit: read.unit, digits: digits.split('.')[0]?.length ?? 0 });
	return read;
}

const bunyanLevels: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const syslogLevels: readonly Level[] = [
	'fatal',
	'fatal',
	'fatal',
	'error',
	'warn',
	'notice',
	'info',
	'debug',
];

function readLevel(object: JsonObject, used: Set<string>): Level | undefined {
	for (const key of levelKeys) {
		const value = object[key];
		if (value === undefined || value === null) continue;
		used.add(key);
		const number =
			typeof value === 'number' ? value : /^\d+$/.test(String(value)) ? Number(value) : undefined;
		if (number === undefined) return typeof value === 'string' ? levelOf(value) : undefined;
		if (key === 'PRIORITY') return syslogLevels[number];
		return number >= 10 && number < 70 ? bunyanLevels[Math.floor(number / 10) - 1] : undefined;
	}
	return undefined;
}

function readText(object: JsonObject, used: Set<string>): string {
	for (const key of textKeys) {
		const value = object[key];
		const text = asText(value) ?? bytesAsText(value);
		if (text === undefined) continue;
		used.add(key);
		const error = errorKeys
			.map((name) => asText(object[name]) ?? firstText(asObject(object[name]), 'message'))
			.find(Boolean);
		return error === undefined || text.includes(error) ? text : `${text} error=${error}`;
	}
	return '';
}

/** journald writes a message that is not UTF-8 as an array of bytes. */
function bytesAsText(value: unknown): string | undefined {
	if (!Array.isArray(value) || value.length === 0) return undefined;
	return value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)
		? Buffer.from(value as number[]).toString('utf8')
		: undefined;
}

const fieldsLimit = 2000;

function readFields(object: JsonObject, used: ReadonlySet<string>): string | undefined {
	let text = '';
	for (const key in object) {
		if (used.has(key) || key.startsWith('__')) continue;
		const value = object[key];
		if (value === null || value === undefined) continue;
		// Durations and partitions are in the original; what people search for is longer: ids, names, reasons.
		if (typeof value === 'boolean' || (typeof value === 'number' && Math.abs(value) < 1000)) continue;
		const written = typeof value === 'object' ? JSON.stringify(value) : String(value as string | number);
		text += `${text === '' ? '' : ' '}${key}=${written}`;
		if (text.length > fieldsLimit) return `${text.slice(0, fieldsLimit)}…`;
	}
	return text === '' ? undefined : text;
}
