/** The timeline and the inquiry, through the verbs that the pages use, in the names of Ines and Dev. */
import type * as Y from 'yjs';
import { newId, type PersonId, type SystemId } from '#lib/model/ids.ts';
import { addHypothesis, addQuestion, addTheme, type Pin } from '#lib/model/inquiry.ts';
import { parseInstant } from '#lib/model/instant.ts';
import type { Origin } from '#lib/model/origin.ts';
import { rankBetween } from '#lib/model/rank.ts';
import { makeWhen, type When } from '#lib/model/time.ts';
import {
	addEvent,
	addGap,
	addKnowing,
	addPresence,
	claimTime,
	eventKinds,
	placeLane,
} from '#lib/model/timeline.ts';
import { ms, must, type Copy } from './copy.ts';
import type { SampleEvent } from './files.ts';

/** Who wrote the timeline in the fiction. */
const author = 'ines-caldeira';

/** Writes events, gaps, presences and lanes, and what is claimed and was known of events, in one transaction. */
export async function loadTimeline(copy: Copy): Promise<void> {
	for (const { id } of copy.sample.timeline.events) copy.events.set(id, newId('event'));
	for (const { id } of copy.sample.timeline.gaps) copy.gaps.set(id, newId('gap'));
	await copy.services.collab.writeAs(
		must(copy.writers, author),
		{ analysis: copy.analysis, kind: 'timeline' },
		(doc, origin) => {
			for (const event of copy.sample.timeline.events) writeEvent(copy, doc, event, origin);
			writeSurroundings(copy, doc, origin);
			writeSaid(copy, doc, origin);
		},
	);
}

function writeEvent(copy: Copy, doc: Y.Doc, event: SampleEvent, origin: Origin): void {
	const kind = eventKinds.find((known) => known === event.kind);
	if (!kind) throw new Error(`the sample has an event of the unknown kind “${event.kind}”`);
	addEvent(
		doc,
		{
			when: whenOf(event.when),
			kind,
			title: event.title,
			label: event.label,
			description: event.description,
			// A state that nobody saw and the logs show.
			...(kind === 'state' && event.people.length === 0 && { certainty: 'inferred' as const }),
			people: new Set(event.people.map((slug) => must(copy.people, slug))),
			systems: new Set(event.systems.map((slug) => must(copy.systems, slug))),
			records: new Set(event.cites.map((key) => must(copy.records, key))),
		},
		origin,
		must(copy.events, event.id),
	);
}

/** A time of the sample as the model keeps it. */
function whenOf({ asWritten, zone, until, ...time }: SampleEvent['when']): When {
	const when = makeWhen({
		...bounds(time),
		form: time.form,
		written: asWritten,
		zone,
		...(until && { end: { ...bounds(until), form: until.form } }),
	});
	if (!when) throw new Error(`the sample has a time that contradicts itself: ${asWritten}`);
	return when;
}

const bounds = ({ earliest, latest, best }: { earliest: string; latest?: string; best?: string }) => ({
	earliest: instant(earliest),
	...(latest !== undefined && { latest: instant(latest) }),
	...(best !== undefined && { best: instant(best) }),
});

function instant(text: string): number {
	const at = parseInstant(text);
	if (at === undefined) throw new Error(`the sample has a time nobody can read: ${text}`);
	return at;
}

function writeSurroundings({ sample, people, names, systems, gaps }: Copy, doc: Y.Doc, origin: Origin): void {
	const { timeline } = sample;
	const span = ({ earliest, latest }: { earliest: string; latest: string }) => ({
		earliest: instant(earliest),
		latest: instant(latest),
	});
	for (const gap of timeline.gaps) {
		const { id, title, scope, note, ask } = gap;
		// “sofia-brandt”: what is missing is a word of hers.
		const quiet = names.get(scope);
		addGap(
			doc,
			{
				span: span(gap),
				title,
				scope: quiet === undefined ? scope : `word from ${quiet}`,
				note,
				ask: new Set(ask.map((slug) => must(people, slug))),
			},
			origin,
			must(gaps, id),
		);
	}
	for (const presence of timeline.presence)
		addPresence(
			doc,
			{ personId: must(people, presence.person), span: span(presence), certainty: presence.certainty },
			origin,
		);
	let rank: string | undefined;
	for (const { group, lanes } of timeline.lanes)
		for (const lane of lanes) {
			rank = rankBetween(rank, undefined);
			const system = /^system:(.*)$/.exec(lane)?.[1];
			const id: PersonId | SystemId =
				system === undefined ? must(people, lane) : must(systems, system);
			placeLane(doc, id, { group, rank }, origin);
		}
}

/** Who, or what, has an event at another time, and from when somebody knew of it. */
function writeSaid({ sample, people, events }: Copy, doc: Y.Doc, origin: Origin): void {
	const who = (slug: string | null) => (slug === null ? '' : must(people, slug));
	for (const { event, person, source, when } of sample.timeline.claims)
		claimTime(doc, { eventId: must(events, event), personId: who(person), source, when: whenOf(when) }, origin);
	for (const { event, person, when } of sample.timeline.knowings)
		addKnowing(doc, { eventId: must(events, event), personId: who(person), when: whenOf(when) }, origin);
}

/** Writes questions, themes and hypotheses, each in the name of whoever raised it where that is known. */
export async function loadInquiry(copy: Copy): Promise<void> {
	const { sample, writers, people, analysis, services } = copy;
	const { timeline, manifest } = sample;
	await services.collab.writeAs(must(writers, author), { analysis, kind: 'inquiry' }, (doc, origin) => {
		for (const { text, state, pinnedTo, forPerson, raisedBy } of timeline.questions)
			addQuestion(
				doc,
				{
					text,
					raisedBy: must(writers, raisedBy),
					on: new Set([pinOf(copy, `${pinnedTo.kind}:${pinnedTo.id}`)]),
					...(forPerson !== null && { personId: must(people, forPerson) }),
					// The sample says that these are answered, and neither when nor by whom.
					...(state === 'answered' && { answeredAt: ms(manifest.asOf) }),
				},
				origin,
			);
		let rank: string | undefined;
		for (const { title, short, events } of timeline.themes) {
			rank = rankBetween(rank, undefined);
			const on = new Set(events.map((slug) => pinOf(copy, `event:${slug}`)));
			addTheme(doc, { title, short, rank, on, raisedBy: must(writers, author) }, origin);
		}
		for (const { text, state, raisedBy, raisedAt, tested, testedAt, refs } of timeline.hypotheses)
			addHypothesis(
				doc,
				{
					text,
					state,
					tested: tested ?? '',
					raisedAt: ms(raisedAt),
					...(testedAt !== null && { testedAt: ms(testedAt) }),
					// Some were first said that night, by people who are no analysts of it.
					raisedBy: must(writers, raisedBy),
					on: new Set(refs.map((ref) => pinOf(copy, ref))),
				},
				origin,
			);
	});
}

/** `event:apply`, `gap:silence` or `record:kafka-broker/98` as the id it became. */
function pinOf({ events, gaps, records }: Copy, ref: string): Pin {
	const [kind = '', slug = ''] = ref.split(/:(.*)/s);
	if (kind === 'event') return must(events, slug);
	return kind === 'gap' ? must(gaps, slug) : must(records, slug);
}
