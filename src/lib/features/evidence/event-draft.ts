/** What an event made of records is at first: people change it on the timeline. */
import type { PersonId, RecordId } from '#lib/model/ids.ts';
import { day, minute, parseInstant } from '#lib/model/instant.ts';
import { makeWhen, type When } from '#lib/model/time.ts';
import type { EventDraft, EventKind } from '#lib/model/timeline.ts';
import type { EvidenceRecord } from '#lib/reference/records.svelte.ts';

/** Someone of the cast, and under which names they wrote. */
export interface CastMember {
	readonly id: string;
	readonly name: string;
	readonly authors: readonly string[];
}

/** The longest title made of a text. */
const titleLength = 140;

/**
 * One event that cites all the records: titled by the first text, timed by the first record (and until the last,
 * when that is a minute or more later), by the people who wrote them. Undefined without records.
 */
export function eventDraft(
	records: readonly EvidenceRecord[],
	cast: readonly CastMember[],
	zone: string,
): EventDraft | undefined {
	const [first] = records;
	const when = whenOf(records, zone);
	if (!first || !when) return undefined;
	return {
		when,
		kind: kindOf(records),
		title: titleOf(first.text),
		people: peopleOf(records, cast),
		records: new Set<RecordId>(records.map(({ id }) => id)),
	};
}

/** The first line, cut at a word where it is long. */
export function titleOf(text: string): string {
	const line = (text.split('\n').find((one) => one.trim() !== '') ?? '').replace(/\s+/g, ' ').trim();
	if (line.length <= titleLength) return line === '' ? 'Untitled moment' : line;
	const cut = line.slice(0, titleLength);
	const space = cut.lastIndexOf(' ');
	return `${cut.slice(0, space > titleLength / 2 ? space : titleLength)}…`;
}

function whenOf(records: readonly EvidenceRecord[], zone: string): When | undefined {
	const [first] = records;
	const last = records.at(-1);
	const from = first && parseInstant(first.at);
	const to = last && parseInstant(last.at);
	if (!first || from === undefined || to === undefined) return undefined;
	if (first.precision === 'order') return makeWhen({ form: 'order', written: first.atWritten, zone });
	const unit = first.precision === 'minute' ? minute : first.precision === 'day' ? day : 1;
	const lasted = to - from >= minute && last?.precision !== 'order';
	return makeWhen({
		form: 'exact',
		earliest: from,
		latest: from + unit - 1,
		written: first.atWritten,
		zone,
		...(lasted && { end: { form: 'exact' as const, earliest: to, latest: to } }),
	});
}

const kinds: Readonly<Record<string, EventKind>> = {
	message: 'message',
	cue: 'message',
	notice: 'message',
	update: 'message',
	alert: 'signal',
	page: 'signal',
	commit: 'change',
	log: 'signal',
	picture: 'noticing',
};
const changing =
	/\b(?:appl(?:y|ied)|deploy\w*|roll(?:ed|ing)?[ -]?back|rollback|restart\w*|modif\w+|creat(?:e|ed|ing)|destroy\w*|releas\w+|upgrad\w+|migrat\w+)\b/i;

/** A guess by the first record: what people said, what a machine signalled, or that something was changed. */
export function kindOf(records: readonly EvidenceRecord[]): EventKind {
	const [first] = records;
	if (!first) return 'noticing';
	const isQuiet = first.level !== 'warn' && first.level !== 'error' && first.level !== 'fatal';
	if (first.kind === 'log' && isQuiet && changing.test(first.text)) return 'change';
	return kinds[first.kind] ?? 'noticing';
}

function peopleOf(records: readonly EvidenceRecord[], cast: readonly CastMember[]): ReadonlySet<PersonId> {
	const people = new Set<PersonId>();
	for (const { author } of records) {
		if (author === null) continue;
		const one =
			cast.find(({ authors }) => authors.includes(author)) ?? cast.find(({ name }) => name === author);
		if (one) people.add(one.id as PersonId);
	}
	return people;
}
