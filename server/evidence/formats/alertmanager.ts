/** Alertmanager and Grafana webhook bodies: one per line, one alone, or a list of them. Each alert is a record. */
import { cutText, type Format, type InputFile, type Reading } from './format.ts';
import { readIso, ZoneClock } from './instant.ts';
import { elementSpans, memberSpan, rootSpan, valueAt, type Span } from './json-spans.ts';
import { headLines, linesOf } from './lines.ts';
import { asArray, asObject, asText, firstText, type JsonObject } from './value.ts';

export const alertmanager: Format = {
	name: 'alertmanager',
	title: 'Alertmanager webhooks',
	detect(files) {
		const file = files[0];
		if (files.length !== 1 || !file) return 0;
		const head = headLines(file, 60).join('\n');
		return /^\s*[[{]/.test(head) &&
			/"alerts"\s*:\s*\[/.test(file.head.toString('utf8')) &&
			/"(?:receiver|groupKey|externalURL)"\s*:/.test(file.head.toString('utf8'))
			? 90
			: 0;
	},
	read(files, reading) {
		files.forEach((file, index) => {
			if (isLines(file)) readLines(file, index, reading);
			else readWhole(file, index, reading);
		});
	},
};

const isLines = (file: InputFile): boolean => /^\s*\{.*\}\s*$/.test(headLines(file, 1)[0] ?? '');

function readLines(file: InputFile, index: number, reading: Reading): void {
	for (const line of linesOf(file)) {
		if (line.text.trim() === '') continue;
		const bytes = Buffer.from(line.text);
		const body = parse(line.text);
		if (!body) reading.skip(index, line.number, 'it is not a JSON object', line.text);
		else readBody(body, bytes, line.offset, { start: 0, end: bytes.length }, line.number, index, reading);
	}
}

function parse(text: string): JsonObject | undefined {
	try {
		return asObject(JSON.parse(text));
	} catch {
		return undefined;
	}
}

function readWhole(file: InputFile, index: number, reading: Reading): void {
	const bytes = file.whole();
	const root = rootSpan(bytes);
	const bodies = bytes[root.start] === 0x5b ? [...elementSpans(bytes, root)] : [root];
	bodies.forEach((span, position) => {
		const body = asObject(valueAt(bytes, span));
		if (body) readBody(body, bytes, 0, span, position + 1, index, reading);
		else
			reading.skip(
				index,
				position + 1,
				'it is not a webhook body',
				bytes.toString('utf8', span.start, span.end),
			);
	});
}

const clock = new ZoneClock('UTC');

function readBody(
	body: JsonObject,
	bytes: Buffer,
	base: number,
	whole: Span,
	line: number,
	file: number,
	reading: Reading,
): void {
	const list = memberSpan(bytes, whole, 'alerts');
	const spans = list ? [...elementSpans(bytes, list)] : [];
	const alerts = asArray(body['alerts']).map(asObject);
	alerts.forEach((alert, position) => {
		const resolved = firstText(alert, 'status') === 'resolved';
		const ended = firstText(alert, 'endsAt');
		const written =
			firstText(body, 'receivedAt') ??
			// An end in the year 1 means that it has none.
			(resolved && ended !== undefined && !ended.startsWith('0001') ? ended : firstText(alert, 'startsAt'));
		const instant = written === undefined ? undefined : readIso(written, clock);
		const span = alerts.length === 1 ? whole : (spans[position] ?? whole);
		if (!alert || written === undefined || !instant) {
			reading.skip(
				file,
				line,
				'the alert has no time',
				bytes.toString('utf8', span.start, Math.min(span.end, span.start + 400)),
			);
			return;
		}
		reading.tally(resolved ? 'resolved' : 'firing');
		reading.emit({
			atUs: instant.atUs,
			atWritten: written,
			precision: instant.precision,
			author: labelOf(alert, 'service', 'job', 'instance'),
			authorKind: 'system',
			kind: 'alert',
			level: resolved ? 'info' : 'error',
			text: cutText(textOf(alert)),
			fields: fieldsOf(alert),
			file,
			line,
			byteOffset: base + span.start,
			byteLength: span.end - span.start,
			key: position === 0 ? String(line) : `${line}.${position + 1}`,
			thread: firstText(alert, 'fingerprint'),
			meta: { status: asText(alert['status']), startsAt: asText(alert['startsAt']) },
		});
	});
	if (alerts.length === 0)
		reading.skip(
			file,
			line,
			'it holds no alert',
			bytes.toString('utf8', whole.start, Math.min(whole.end, whole.start + 400)),
		);
}

const labelOf = (alert: JsonObject, ...names: string[]): string | undefined =>
	firstText(asObject(alert['labels']), ...names);

function textOf(alert: JsonObject): string {
	const name = labelOf(alert, 'alertname', 'rulename');
	const said = firstText(asObject(alert['annotations']), 'summary', 'message', 'description');
	return [name, said].filter(Boolean).join(': ');
}

function fieldsOf(alert: JsonObject): string {
	return Object.entries({ ...asObject(alert['labels']), ...asObject(alert['annotations']) })
		.map(([key, value]) => `${key}=${String(value)}`)
		.join(' ');
}
