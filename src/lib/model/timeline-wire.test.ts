import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, recordId, type PersonId, type SourceId, type SystemId } from './ids.ts';
import type { Origin } from './origin.ts';
import { exactly, makeWhen, type When } from './time.ts';
import {
	addEvent,
	addGap,
	addKnowing,
	addPresence,
	citeRecords,
	claimTime,
	mergeEvents,
	placeLane,
	readTimeline,
} from './timeline.ts';
import { fromWire, toWire } from './timeline-wire.ts';

const origin: Origin = { source: 'local', userId: 'usr_a' };
const at = 1_773_200_000_000_000;

test('[JR11] a timeline that went over the wire is the timeline that it was', () => {
	const doc = new Y.Doc();
	const [ana, tom] = [newId('person'), newId('person')] as PersonId[];
	const broker = newId('system') as SystemId;
	const about = makeWhen({
		form: 'about',
		earliest: at,
		latest: at + 600_000_000,
		written: 'about ten',
	}) as When;
	const noticed = addEvent(
		doc,
		{
			title: 'Ana looks at the board',
			label: 'looks',
			when: about,
			kind: 'noticing',
			certainty: 'thought',
			people: new Set([ana as PersonId, tom as PersonId]),
			systems: new Set([broker]),
			description: 'She had just come back.',
		},
		origin,
	);
	const plain = addEvent(doc, { title: 'The broker restarts', when: exactly(at), kind: 'state' }, origin);
	const twice = addEvent(
		doc,
		{ title: 'The broker restarts again', when: exactly(at + 1), kind: 'state' },
		origin,
	);
	citeRecords(doc, noticed, [recordId(newId('source') as SourceId, 7)], origin);
	mergeEvents(doc, plain, [twice], origin);
	claimTime(doc, { eventId: noticed, personId: tom as PersonId, when: exactly(at + 5_000_000) }, origin);
	addKnowing(doc, { eventId: noticed, personId: ana as PersonId, when: exactly(at) }, origin);
	addGap(
		doc,
		{ span: { earliest: at, latest: at + 9 }, title: 'No word', ask: new Set([ana as PersonId]) },
		origin,
	);
	addPresence(doc, { personId: ana as PersonId, span: { earliest: at, latest: at + 9 } }, origin);
	placeLane(doc, ana as PersonId, { rank: 'a', group: 'Infra' }, origin);
	const timeline = readTimeline(doc);
	expect([timeline.events.length, timeline.claims.length, timeline.merges.size]).toEqual([2, 2, 1]);
	const wire = JSON.parse(JSON.stringify(toWire(timeline)));
	expect(fromWire(wire)).toEqual(timeline);
	expect(fromWire({ ...wire, version: 0 })).toBeUndefined();
});
