/** What customers read: a Statuspage incident, a list of them, or a webhook body about one. Each update is a record. */
import { cutText, type Format, type InputFile, type Reading, Unreadable } from './format.ts';
import { readIso, ZoneClock } from './instant.ts';
import { elementSpans, memberSpan, rootSpan, valueAt, type Span } from './json-spans.ts';
import { asObject, firstText } from './value.ts';

export const statuspage: Format = {
	name: 'statuspage',
	title: 'Status page',
	detect(files) {
		const file = files[0];
		if (files.length !== 1 || !file) return 0;
		const head = file.head.toString('utf8');
		return /^\uFEFF?\s*[[{]/.test(head) && /"incident_updates"\s*:\s*\[/.test(head) ? 90 : 0;
	},
	read(files, reading) {
		files.forEach((file, index) => readFile(file, index, reading));
	},
};

const clock = new ZoneClock('UTC');

function readFile(file: InputFile, index: number, reading: Reading): void {
	const bytes = file.whole();
	const root = rootSpan(bytes);
	const incidents = incidentSpans(bytes, root);
	let number = 0;
	for (const incident of incidents) {
		const list = memberSpan(bytes, incident, 'incident_updates');
		const name =
			firstText(asObject(valueAt(bytes, memberSpan(bytes, incident, 'name') ?? incident)), 'name') ??
			(valueAt(bytes, memberSpan(bytes, incident, 'name') ?? { start: 0, end: 0 }) as unknown);
		if (!list) continue;
		for (const span of elementSpans(bytes, list)) {
			number++;
			readUpdate(bytes, span, number, typeof name === 'string' ? name : undefined, index, reading);
		}
	}
	if (incidents.length === 0)
		throw new Unreadable('This file holds no status page incident. Nothing was imported.');
}

function incidentSpans(bytes: Buffer, root: Span): Span[] {
	const many = bytes[root.start] === 0x5b ? root : memberSpan(bytes, root, 'incidents');
	if (many) return [...elementSpans(bytes, many)];
	return [memberSpan(bytes, root, 'incident') ?? root];
}

function readUpdate(
	bytes: Buffer,
	span: Span,
	number: number,
	incident: string | undefined,
	file: number,
	reading: Reading,
): void {
	const update = asObject(valueAt(bytes, span));
	// What was published when; `display_at` may be set back by hand and is kept beside it.
	const written = firstText(update, 'created_at', 'display_at', 'updated_at');
	const instant = written === undefined ? undefined : readIso(written, clock);
	if (!update || written === undefined || !instant) {
		reading.skip(
			file,
			number,
			'the update has no time',
			bytes.toString('utf8', span.start, Math.min(span.end, span.start + 400)),
		);
		return;
	}
	const status = firstText(update, 'status');
	const shown = firstText(update, 'display_at');
	reading.emit({
		atUs: instant.atUs,
		atWritten: written,
		precision: instant.precision,
		author: 'Status page',
		authorKind: 'system',
		kind: 'update',
		text: cutText(firstText(update, 'body') ?? ''),
		fields: [status && `status=${status}`, incident && `incident=${incident}`].filter(Boolean).join(' '),
		file,
		line: number,
		byteOffset: span.start,
		byteLength: span.end - span.start,
		key: firstText(update, 'id') ?? String(number),
		meta: { status, ...(shown !== undefined && shown !== written ? { shownAt: shown } : {}) },
	});
}
