import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, recordId, type PersonId, type SourceId } from './ids.ts';
import { parseInstant } from './instant.ts';
import { knowledgeAt, knownFrom } from './knowledge.ts';
import type { Origin } from './origin.ts';
import { exactly, makeWhen, type When } from './time.ts';
import { addEvent, addKnowing, readTimeline, type EventDraft, type TimelineEvent } from './timeline.ts';

const me: Origin = { source: 'local', userId: 'usr_me00' };
const micros = (time: string) => parseInstant(`2026-03-11T${time}:00Z`) ?? NaN;
const at = (time: string): When => exactly(micros(time));
const [hana, priya] = [newId('person'), newId('person')];
const record = recordId(newId('source') as SourceId, 1);

function world(...drafts: (Partial<EventDraft> & { readonly knew?: readonly [PersonId | '', string][] })[]) {
	const doc = new Y.Doc();
	const ids = drafts.map(({ knew = [], ...draft }) => {
		const id = addEvent(doc, { when: at('02:14'), kind: 'signal', title: 'x', ...draft }, me);
		for (const [personId, time] of knew) addKnowing(doc, { eventId: id, personId, when: at(time) }, me);
		return id;
	});
	const timeline = readTimeline(doc);
	const known = (who: PersonId | 'anyone') =>
		ids.map((id) => {
			const event = timeline.events.find((one) => one.id === id) as TimelineEvent;
			return knownFrom(event, timeline.knowings, who);
		});
	return { ids, timeline, known };
}

test('[KN1] a person on an event knows it from its time; where that is doubtful, from where it is drawn', () => {
	const people = new Set([hana]);
	const about = makeWhen({ form: 'about', best: micros('02:40') }) as When;
	const { known } = world({ people }, { people, when: about }, { people, certainty: 'inferred' });
	const from = [micros('02:14'), micros('02:40'), micros('02:14')];
	expect([known(hana), known('anyone'), known(priya)]).toEqual([from, from, ['never', 'never', 'never']]);
});
test('[KN2] a knowing says so for whom it names, for everybody when it names nobody; the earliest counts', () => {
	const { known } = world(
		{ people: new Set([hana]), knew: [[priya, '02:50']] },
		{ certainty: 'inferred', knew: [['', '09:00']] },
		{
			certainty: 'inferred',
			knew: [
				['', '09:00'],
				[priya, '03:00'],
			],
		},
	);
	expect(known(hana)).toEqual([micros('02:14'), micros('09:00'), micros('09:00')]);
	expect(known(priya)).toEqual([micros('02:50'), micros('09:00'), micros('03:00')]);
	expect(known('anyone')).toEqual([micros('02:14'), micros('09:00'), micros('03:00')]);
});
test('[KN3] what shows itself could be known to anyone; what was only concluded or thought, to nobody', () => {
	const { known } = world({}, { certainty: 'inferred' }, { certainty: 'thought' }, { when: undated });
	expect(known('anyone')).toEqual([micros('02:14'), 'never', 'never', 'never']);
	expect(known(hana)).toEqual(['never', 'never', 'never', 'never']);
});
const undated = makeWhen({ form: 'order' }) as When;
test('[KN4] a given person knows what shows itself through a record they handled, from then, not from before it', () => {
	const records = new Set([record]);
	const { ids, timeline } = world(
		{ records },
		{ when: at('02:30'), records },
		{ when: at('02:20'), people: new Set([hana]), records },
		{ records, certainty: 'inferred' },
		{ records, people: new Set([priya]) },
	);
	const knownTo = (who: PersonId | 'anyone', time: string) => {
		const known = knowledgeAt(timeline, micros(time), who);
		return ids.map((id) => known.has(id));
	};
	expect(knownTo(hana, '02:19')).toEqual([false, false, false, false, false]);
	expect(knownTo(hana, '02:20')).toEqual([true, false, true, false, false]);
	expect(knownTo(hana, '02:30')).toEqual([true, true, true, false, false]);
	expect(knownTo('anyone', '02:14')).toEqual([true, false, false, false, true]);
	expect(knownTo('anyone', '02:30')).toEqual([true, true, true, false, true]);
});
