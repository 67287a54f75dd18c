/** The order of the lanes, made by hand. Beside the timeline's door and not behind it: few visits move a lane. */
import type * as Y from 'yjs';
import type { PersonId, SystemId } from './ids.ts';
import type { Origin } from './origin.ts';
import { evenRanks, rankBetween } from './rank.ts';
import { lanes } from './timeline.ts';

/** Past this, moving between the same two again and again has made ranks long: all get short ones. */
const longest = 100;

/**
 * Moves a lane to where it stands in `order`: the lanes of its kind as they are to be seen, it among them. Where all
 * of these have a place already, only its own is written; else every lane gets one, in this one transaction, so that
 * none hops. False when it stands there already, or is not in `order`.
 *
 * A lane that gets a place by this is in no group: it has an order, and follows the team of its person as before.
 */
export function moveLane(
	doc: Y.Doc,
	id: PersonId | SystemId,
	order: readonly (PersonId | SystemId)[],
	origin: Origin,
): boolean {
	return doc.transact(() => {
		const at = order.indexOf(id);
		if (at < 0) return false;
		const known = placesOf(doc, id);
		const rankOf = new Map(known.map((lane) => [lane.id, lane.rank]));
		if (isInOrder(order.map((one) => rankOf.get(one)))) return false;
		const rank = isInOrder(order.filter((one) => one !== id).map((one) => rankOf.get(one)))
			? rankIn(known, order, at)
			: undefined;
		const whole = rank === undefined ? withUnseen(order, known) : [id];
		const ranks = rank === undefined ? evenRanks(whole.length) : [rank];
		for (const [n, one] of whole.entries())
			if (!lanes.patch(doc, one, { rank: ranks[n] ?? '' }, origin))
				lanes.put(doc, one, { group: '', rank: ranks[n] ?? '' }, origin);
		return true;
	}, origin);
}

interface Place {
	readonly id: PersonId | SystemId;
	readonly rank: string;
}

/** The places of all lanes of one's kind, in order. Lanes of people and of systems never stand among each other. */
function placesOf(doc: Y.Doc, id: PersonId | SystemId): readonly Place[] {
	const kind = id.slice(0, 4);
	return lanes
		.all(doc)
		.records.filter((lane) => lane.id.startsWith(kind))
		.toSorted((a, b) => (a.rank === b.rank ? (a.id < b.id ? -1 : 1) : a.rank < b.rank ? -1 : 1));
}

/** Whether all are there, each after the one before it. Two people who moved at once may have made two alike. */
function isInOrder(ranks: readonly (string | undefined)[]): boolean {
	return ranks.every((rank, at) => rank !== undefined && (at === 0 || rank > (ranks[at - 1] ?? '')));
}

/** The rank for a place in `order`, right beside the neighbour there; undefined when there is no room for a good one. */
function rankIn(known: readonly Place[], order: readonly string[], at: number): string | undefined {
	const others = known.filter((lane) => lane.id !== order[at]);
	const before = others.findIndex((lane) => lane.id === order[at - 1]);
	// At the top of what is seen it stands right before the next one, whatever is above and unseen.
	const after = at > 0 ? before + 1 : others.findIndex((lane) => lane.id === order[at + 1]);
	const [low, high] = [others[after - 1]?.rank, others[after]?.rank];
	const rank = rankBetween(low, high);
	const fits = (low === undefined || rank > low) && (high === undefined || rank < high);
	return fits && rank.length <= longest ? rank : undefined;
}

/** `order`, and the lanes that are not in it, each still behind the one that it stands behind. */
function withUnseen(
	order: readonly (PersonId | SystemId)[],
	known: readonly Place[],
): readonly (PersonId | SystemId)[] {
	const whole = [...order];
	for (const [n, { id }] of known.entries()) {
		const before = known[n - 1];
		if (!whole.includes(id)) whole.splice(before ? whole.indexOf(before.id) + 1 : 0, 0, id);
	}
	return whole;
}
