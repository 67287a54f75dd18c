/** Whom a round could ask, and about which passages: from names, quotes, cited events and shared accounts. Pure. */
import type { Mention } from '#lib/model/mentions.ts';
import type { Passage } from '#lib/model/prose.ts';
import { passagesByPerson, withTimes, type Resolved } from '../account/passages.ts';

/** Why a passage is somebody's. `asked`: somebody chose to ask them about it. */
export const reasons = ['named', 'quoted', 'event', 'account', 'asked'] as const;
export type Reason = (typeof reasons)[number];

export interface ProposedPassage {
	readonly passageId: string;
	readonly why: Reason;
	/** Quotes resolved, chips as the time of their event. */
	readonly text: string;
}

export interface Involved {
	/** Who was part of an event. */
	of(eventId: string): Iterable<string>;
	/** Who shared what they remember of it. */
	told(eventId: string): Iterable<string>;
}

/**
 * The passages of everyone, in reading order, each once: being named or quoted comes before having been there, and
 * that before having told of it.
 */
export function proposePassages(
	passages: readonly Passage[],
	mentions: (text: string) => readonly Mention[],
	resolved: Resolved,
	involved: Involved,
): ReadonlyMap<string, readonly ProposedPassage[]> {
	const found = new Map<string, Map<string, ProposedPassage>>();
	const add = (personId: string, passage: ProposedPassage) => {
		const own = found.get(personId) ?? new Map<string, ProposedPassage>();
		if (!own.has(passage.passageId)) own.set(passage.passageId, passage);
		found.set(personId, own);
	};
	for (const [personId, own] of passagesByPerson(passages, mentions, resolved))
		for (const passage of own) add(personId, passage);
	for (const why of ['event', 'account'] as const)
		for (const { passageId, text, chips } of passages)
			for (const { eventId } of chips) {
				if (eventId === undefined) continue;
				const people = why === 'event' ? involved.of(eventId) : involved.told(eventId);
				for (const personId of people)
					add(personId, { passageId, why, text: withTimes(text, chips, resolved) });
			}
	const order = new Map(passages.map(({ passageId }, place) => [passageId as string, place]));
	return new Map(
		[...found].map(([personId, own]) => [
			personId,
			[...own.values()].toSorted((a, b) => (order.get(a.passageId) ?? 0) - (order.get(b.passageId) ?? 0)),
		]),
	);
}
