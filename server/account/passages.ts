/** The passages of a narrative that name or quote one person, and whether they have read them as they stand. Pure. */
import { createHash } from 'node:crypto';
import type { Mention } from '#lib/model/mentions.ts';
import { chipCharacter, type Passage } from '#lib/model/prose.ts';

/** A passage as the person reads it. */
export interface OwnPassage {
	readonly passageId: string;
	/** Why it is theirs. */
	readonly why: 'named' | 'quoted';
	/** Quotes resolved, chips as the time of their event. */
	readonly text: string;
}

/** What stands behind references in a passage. */
export interface Resolved {
	/** Text of a record and who wrote it. */
	record(id: string): { readonly text: string; readonly personId: string | undefined } | undefined;
	/** Text of a quote (empty when withdrawn) and whose it is. */
	quote(id: string): { readonly text: string; readonly personId: string } | undefined;
	/** The time of an event, in words. */
	timeOf(eventId: string): string | undefined;
}

/** The passages of everyone they name or quote, in reading order. */
export function passagesByPerson(
	passages: readonly Passage[],
	mentions: (text: string) => readonly Mention[],
	resolved: Resolved,
): ReadonlyMap<string, readonly OwnPassage[]> {
	const found = new Map<string, OwnPassage[]>();
	const add = (personId: string, passage: OwnPassage) =>
		found.set(personId, [...(found.get(personId) ?? []), passage]);
	for (const { passageId, text, quote, chips } of passages) {
		const words = withTimes(text, chips, resolved);
		if (quote?.is === 'record' && quote.recordId !== undefined) {
			const record = resolved.record(quote.recordId);
			const quoted = record?.text.slice(quote.start ?? 0, quote.end) ?? '';
			if (record?.personId !== undefined && quoted !== '')
				add(record.personId, { passageId, why: 'quoted', text: quoted });
		} else if (quote?.is === 'account' && quote.quoteId !== undefined) {
			const from = resolved.quote(quote.quoteId);
			if (from && from.text !== '') add(from.personId, { passageId, why: 'quoted', text: from.text });
		}
		for (const personId of new Set(mentions(words).map(({ id }) => id)))
			add(personId, { passageId, why: 'named', text: words });
	}
	return found;
}

/** Says which passages were shown: another wording of them is another digest. SHA-256, hex. */
export function digestOf(passages: readonly OwnPassage[]): string {
	const shown = passages.map(({ why, text }) => [why, text.replace(/\s+/gu, ' ').trim()]);
	return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}

/** So many letters may stand between a chip and the time it cites, written out. */
const near = 11;

/**
 * A passage's text with each chip as the time of its event, and as nothing where that time is written out beside it; an
 * event that is gone is an ellipsis.
 */
export function withTimes(text: string, chips: Passage['chips'], resolved: Pick<Resolved, 'timeOf'>): string {
	let next = 0;
	const parts = text.split(chipCharacter);
	return parts.reduce((before, after, index) => {
		const eventId = chips[next++]?.eventId;
		const time = eventId === undefined ? undefined : resolved.timeOf(eventId);
		if (time === undefined) return `${before}…${after}`;
		// A clock time stands for the whole only where the whole is one: at the same hour of another day, something else was.
		const [clock, ...more] = time.match(/\d{1,2}:\d{2}/gu) ?? [];
		const written = clock !== undefined && more.length === 0 && !/\d \p{L}/u.test(time) ? clock : time;
		const reach = near + written.length;
		const isWritten =
			(parts[index - 1] ?? '').slice(-reach).includes(written) || after.slice(0, reach).includes(written);
		if (!isWritten)
			return before + (/\b(?:around|about) $/iu.test(before) ? time.replace(/^about /, '') : time) + after;
		if (before.endsWith('(') && after.startsWith(')')) return before.slice(0, -1).trimEnd() + after.slice(1);
		return before.endsWith(' ') && /^[\s,.;:!?]/u.test(after)
			? before.trimEnd() + after
			: before + after.trimStart();
	});
}
