/** A long night of many events, the same one every time: what both drawings are given. */
import type { EventId, PersonId, SystemId } from '#lib/model/ids.ts';
import { hour, minute, parseInstant, second, type Micros } from '#lib/model/instant.ts';
import { makeWhen, type Form, type When } from '#lib/model/time.ts';
import { eventKinds, type EventDraft } from '#lib/model/timeline.ts';

/** When the night begins; it lasts a day. */
export const begin: Micros = parseInstant('2026-03-11T00:00:00Z') ?? 0;
const long = 24 * hour;
/** Half of it happens within a fifth of the day, as in an incident. */
const burst = { from: begin + 9.6 * hour, lasts: 4.8 * hour };
/** Nothing but this one event happens in the last half hour: where a change is easily seen. */
export const calm = { id: 'evt_calmcalm00' as EventId, at: begin + long };

const verbs = ['asks', 'restarts', 'sees', 'rolls back', 'pages', 'reads', 'opens', 'tries', 'waits for'];
const things = ['the broker', 'kafka-main', 'the dashboard', 'a ticket', '#incident-142', 'the last deploy'];

export interface Seeded {
	readonly id: EventId;
	readonly draft: EventDraft;
}

/** So many events, of all forms of time, on the lanes of these people and systems. */
export function aNight(
	count: number,
	people: readonly PersonId[],
	systems: readonly SystemId[],
): readonly Seeded[] {
	const random = seeded(count);
	const among = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
	const night: Seeded[] = [];
	for (let n = 1; n < count; n++) {
		const at = random() < 0.5 ? burst.from + random() * burst.lasts : begin + random() * (long - hour / 2);
		const kind = among(eventKinds);
		const words = `${among(verbs)} ${among(things)} ${n}`;
		night.push({
			id: `evt_${n.toString(36).padStart(10, '0')}` as EventId,
			draft: {
				when: whenOf(Math.round(at), random),
				kind,
				title: `Somebody ${words}`,
				label: random() < 0.7 ? words : '',
				certainty: random() < 0.1 ? 'inferred' : 'sure',
				people: new Set([among(people), ...(random() < 0.2 ? [among(people), among(people)] : [])]),
				systems: new Set(random() < 0.4 ? [among(systems)] : []),
				description: random() < 0.3 ? `What is known of it: ${words}, and what came of that.` : '',
			},
		});
	}
	const [somebody] = people;
	night.push({
		id: calm.id,
		draft: {
			when: whenOf(calm.at, () => 1),
			kind: 'message',
			title: 'The last word of the night',
			people: new Set(somebody ? [somebody] : []),
		},
	});
	return night;
}

/** Three in five exact, the others of every form; one in eight lasts, and of some nobody knows until when. */
function whenOf(at: Micros, random: () => number): When {
	const dice = random();
	const form: Form =
		dice > 0.4 ? 'exact' : dice > 0.2 ? 'about' : dice > 0.1 ? 'between' : dice > 0.05 ? 'before' : 'after';
	const doubt = Math.round((1 + random() * 9) * minute);
	const lasts = Math.round((1 + random() * 40) * minute);
	const when = makeWhen({
		form,
		...(form === 'before' ? { latest: at } : form === 'after' ? { earliest: at } : {}),
		...(form === 'about' || form === 'between' ? { earliest: at - doubt, latest: at + doubt } : {}),
		...(form === 'exact' ? { earliest: at - (at % second), latest: at - (at % second) } : {}),
		...(random() < 0.12
			? {
					end:
						random() < 0.15
							? { form: 'unknown' as const }
							: { form: 'exact' as const, earliest: at + doubt + lasts, latest: at + doubt + lasts },
				}
			: {}),
	});
	if (!when) throw new Error(`a time of the form ${form} contradicts itself`);
	return when;
}

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}
