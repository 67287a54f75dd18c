/** PagerDuty: lists of log entries, incidents, and webhook bodies of all three generations. */
import type { RecordKind } from '../record.ts';
import { cutText, type Format, type InputFile, type Reading, Unreadable } from './format.ts';
import { readIso, ZoneClock } from './instant.ts';
import { elementSpans, memberSpan, rootSpan, valueAt, type Span } from './json-spans.ts';
import { asObject, asText, firstText, type JsonObject } from './value.ts';

const marks = [
	/"log_entries"\s*:\s*\[/,
	/"type"\s*:\s*"[a-z_]+_log_entry"/,
	/"incident_number"\s*:/,
	/"event_type"\s*:\s*"incident\./,
	/"trigger_details_html_url"\s*:/,
	/"(?:type|event)"\s*:\s*"incident\.[a-z_]+"/,
	/pagerduty\.com\//,
];

export const pagerduty: Format = {
	name: 'pagerduty',
	title: 'PagerDuty',
	detect(files) {
		if (files.length === 0 || files.length > 50) return 0;
		return Math.min(
			...files.map((file) => {
				const head = file.head.toString('utf8');
				if (!/^\uFEFF?\s*[[{]/.test(head)) return 0;
				const hits = marks.filter((mark) => mark.test(head)).length;
				return hits >= 2 ? 90 : 0;
			}),
		);
	},
	read(files, reading) {
		const parts = files.map((file, index) => partOf(file, index));
		const hasEntries = parts.some((part) => part.entries.length > 0);
		for (const part of parts) {
			part.entries.forEach((span, position) => readEntry(part, span, position + 1, reading));
			// The incident itself says what its entries say already.
			if (!hasEntries)
				part.incidents.forEach((span, position) => readIncident(part, span, position + 1, reading));
			if (part.entries.length === 0 && part.incidents.length === 0)
				throw new Unreadable(
					'This JSON holds no PagerDuty log entries, incident or webhook. Nothing was imported.',
				);
		}
	},
};

interface Part {
	readonly index: number;
	readonly bytes: Buffer;
	readonly entries: readonly Span[];
	readonly incidents: readonly Span[];
}

function partOf(file: InputFile, index: number): Part {
	const bytes = file.whole();
	const root = rootSpan(bytes);
	const list = (name: string): Span[] => {
		const found = memberSpan(bytes, root, name);
		return found && bytes[found.start] === 0x5b ? [...elementSpans(bytes, found)] : [];
	};
	const elements = bytes[root.start] === 0x5b ? [...elementSpans(bytes, root)] : [];
	const webhooks = list('messages').flatMap((message) => {
		const nested = memberSpan(bytes, message, 'log_entries');
		return nested ? [...elementSpans(bytes, nested)] : [message];
	});
	const event = memberSpan(bytes, root, 'event');
	const single = memberSpan(bytes, root, 'log_entry');
	const incident = memberSpan(bytes, root, 'incident');
	const entries = [
		...list('log_entries'),
		...webhooks,
		...(single ? [single] : []),
		...(event ? [event] : []),
	];
	const isEntry = (span: Span) => String(asObject(valueAt(bytes, span))?.['type']).endsWith('_log_entry');
	return {
		index,
		bytes,
		entries: [...entries, ...elements.filter(isEntry), ...(isEntry(root) ? [root] : [])],
		incidents: [
			...list('incidents'),
			...(incident && entries.length === 0 ? [incident] : []),
			...elements.filter((span) => !isEntry(span)),
			...(memberSpan(bytes, root, 'incident_number') ? [root] : []),
		],
	};
}

const clock = new ZoneClock('UTC');

function readEntry(part: Part, span: Span, number: number, reading: Reading): void {
	const entry = asObject(valueAt(part.bytes, span));
	const written = firstText(entry, 'created_at', 'occurred_at', 'created_on');
	const type = firstText(entry, 'type', 'event_type') ?? '';
	put(part, span, number, reading, entry, {
		written,
		kind: type.startsWith('notify') ? 'page' : 'alert',
		text: textOf(entry, type),
		type: firstText(entry, 'event_type') ?? type,
		agent: agentOf(entry),
	});
}

function readIncident(part: Part, span: Span, number: number, reading: Reading): void {
	const incident = asObject(valueAt(part.bytes, span));
	const title = firstText(incident, 'title', 'summary', 'description') ?? '';
	const ends = firstText(incident, 'resolved_at');
	put(part, span, number, reading, incident, {
		written: firstText(incident, 'created_at', 'created_on'),
		kind: 'alert',
		text: [title, firstText(incident, 'status')].filter(Boolean).join(', '),
		type: 'incident',
		agent: { name: firstText(asObject(incident?.['service']), 'summary', 'name'), isPerson: false },
		untilUs: ends === undefined ? undefined : readIso(ends, clock)?.atUs,
	});
}

interface Found {
	readonly written: string | undefined;
	readonly kind: RecordKind;
	readonly text: string;
	readonly type: string;
	readonly agent: Agent;
	readonly untilUs?: number | undefined;
}

function put(
	part: Part,
	span: Span,
	number: number,
	reading: Reading,
	object: JsonObject | undefined,
	found: Found,
): void {
	const instant = found.written === undefined ? undefined : readIso(found.written, clock);
	if (!object || found.written === undefined || !instant) {
		const text = part.bytes.toString('utf8', span.start, Math.min(span.end, span.start + 400));
		reading.skip(part.index, number, 'it has no time that can be read', text);
		return;
	}
	reading.tally(found.type);
	reading.emit({
		atUs: instant.atUs,
		untilUs: found.untilUs,
		atWritten: found.written,
		precision: instant.precision,
		author: found.agent.name,
		authorKind: found.agent.isPerson ? 'person' : 'system',
		kind: found.kind,
		text: cutText(found.text),
		fields: detailsOf(object),
		file: part.index,
		line: number,
		byteOffset: span.start,
		byteLength: span.end - span.start,
		key: asText(object['id']) ?? String(number),
		meta: { type: found.type, summary: asText(object['summary']) },
	});
}

interface Agent {
	readonly name: string | undefined;
	readonly isPerson: boolean;
}

function agentOf(entry: JsonObject | undefined): Agent {
	const agent = asObject(entry?.['agent']);
	if (agent)
		return { name: firstText(agent, 'summary', 'name'), isPerson: String(agent['type']).startsWith('user') };
	// The oldest webhooks name nobody but the last who changed the incident.
	const incident = asObject(asObject(entry?.['data'])?.['incident']);
	const changer = firstText(asObject(incident?.['last_status_change_by']), 'name');
	if (changer !== undefined) return { name: changer, isPerson: true };
	return { name: firstText(asObject(incident?.['service']), 'name'), isPerson: false };
}

/** The channel's words (a note, an alert) before the entry's own ("Note added by …"). */
function textOf(entry: JsonObject | undefined, type: string): string {
	const said =
		firstText(asObject(entry?.['channel']), 'summary', 'subject', 'description') ??
		firstText(entry, 'summary', 'note', 'content');
	if (said !== undefined) return said;
	const data = asObject(entry?.['data']);
	const incident = asObject(data?.['incident']) ?? data;
	const subject = asObject(incident?.['trigger_summary_data']);
	const about =
		firstText(subject, 'subject', 'description') ??
		firstText(incident, 'title', 'summary', 'content', 'incident_key');
	const verb = (firstText(entry, 'event_type') ?? type).replace(/^incident\./, '').replaceAll('_', ' ');
	return [about, verb].filter(Boolean).join(': ');
}

function detailsOf(entry: JsonObject): string | undefined {
	const details = asObject(asObject(entry['channel'])?.['details']);
	const service = firstText(asObject(entry['service']), 'summary', 'name');
	const incident = firstText(asObject(entry['incident']), 'summary');
	const pairs = Object.entries(details ?? {})
		.filter(([, value]) => typeof value !== 'object')
		.map(([key, value]) => `${key}=${String(value)}`);
	const text = [service && `service=${service}`, incident && `incident=${incident}`, ...pairs]
		.filter(Boolean)
		.join(' ');
	return text === '' ? undefined : text.slice(0, 2000);
}
