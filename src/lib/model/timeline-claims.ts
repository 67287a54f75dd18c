/** Who says that an event was at another time, and from when somebody knew of it. */
import type * as Y from 'yjs';
import { newId, type ClaimId, type EventId, type KnowingId, type PersonId } from './ids.ts';
import type { Origin } from './origin.ts';
import { isSameTime, type When } from './time.ts';
import { events, readAs } from './timeline-merged.ts';
import { claims, knowings } from './timeline-records.ts';

/** The source of the time an event had before a claim was adopted. */
const asItStood = 'as it stood';

/** Notes that somebody, or something, has the event at another time; the event keeps its own. */
export function claimTime(
	doc: Y.Doc,
	claim: {
		readonly eventId: EventId;
		readonly personId?: PersonId | '' | undefined;
		readonly source?: string | undefined;
		readonly when: When;
	},
	origin: Origin,
): ClaimId {
	const id = newId('claim');
	const { eventId, personId = '', source = '', when } = claim;
	claims.put(doc, id, { eventId, personId, source: source.slice(0, 120), when }, origin);
	return id;
}

/** Takes a claim back; false when it is gone. */
export function dropClaim(doc: Y.Doc, id: ClaimId, origin: Origin): boolean {
	return claims.remove(doc, id, origin);
}

/**
 * Makes the claimed time the event's, and a claim of nobody's of the time it had, so that none is lost. The claim
 * itself stays written down, unread while the event agrees: of two claims adopted at once the one that did not win
 * is a claim again. False when the claim or its event is gone, or they agree already.
 */
export function adoptClaim(doc: Y.Doc, id: ClaimId, origin: Origin): boolean {
	return doc.transact(() => {
		const claim = claims.get(doc, id);
		// What it was said of may have been merged since.
		const eventId = claim && readAs(doc, claim.eventId);
		const event = eventId && events.get(doc, eventId);
		if (!event || isSameTime(event.when, claim.when)) return false;
		events.patch(doc, event.id, { when: claim.when }, origin);
		// A time that only stood there once, and stands there again, was nobody's word.
		if (claim.personId === '' && claim.source === asItStood) claims.remove(doc, id, origin);
		const isSaid = claims
			.all(doc)
			.records.some(({ eventId: of, when }) => isSameTime(when, event.when) && readAs(doc, of) === event.id);
		if (!isSaid) claimTime(doc, { eventId: event.id, source: asItStood, when: event.when }, origin);
		return true;
	}, origin);
}

/** Notes from when somebody knew of the event; without a person, everybody. */
export function addKnowing(
	doc: Y.Doc,
	knowing: {
		readonly eventId: EventId;
		readonly personId?: PersonId | '' | undefined;
		readonly when: When;
	},
	origin: Origin,
): KnowingId {
	const id = newId('knowing');
	const { eventId, personId = '', when } = knowing;
	knowings.put(doc, id, { eventId, personId, when }, origin);
	return id;
}

/** Takes back that somebody knew; false when it is gone. */
export function dropKnowing(doc: Y.Doc, id: KnowingId, origin: Origin): boolean {
	return knowings.remove(doc, id, origin);
}
