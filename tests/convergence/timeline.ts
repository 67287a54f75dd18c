/**
 * Three to eight people on one timeline, with every verb there is, offline for a while now and then, undoing and
 * redoing; all chosen by a seed, which tells the whole run again. What must hold is checked as it goes: undo takes
 * away nothing of another's, a merge takes no event out, no time is read that nobody wrote, and in the end everybody
 * reads the same, with every event in it that nobody removed.
 */
import { isDeepStrictEqual } from 'node:util';
import * as Y from 'yjs';
import { newId, recordId, type EventId, type PersonId, type SourceId } from '#lib/model/ids.ts';
import { moveLane } from '#lib/model/lane-order.ts';
import type { Origin } from '#lib/model/origin.ts';
import { makeWhen, type When } from '#lib/model/time.ts';
import {
	addEvent,
	addGap,
	addKnowing,
	addPresence,
	adoptClaim,
	changeEvents,
	citeRecords,
	claimTime,
	describeEvent,
	dropClaim,
	dropKnowing,
	duplicateEvent,
	eventKinds,
	events,
	mergeEvents,
	moveEvent,
	patchEvent,
	placeLane,
	readTimeline,
	removeEvent,
	removeEvents,
	removeGap,
	restoreEvent,
	retimeEvent,
	splitEvent,
	successorOf,
	TimelineReading,
	timelineCollections,
	unciteRecord,
	undoTimeline,
	type TimelineEvent,
} from '#lib/model/timeline.ts';
import type { OwnUndo } from '#lib/model/undo.ts';
import { Dice } from './dice.ts';

/** What the run uses of an undo; another than ours shows that the run would notice. */
type Undo = Pick<OwnUndo, 'undo' | 'redo' | 'cut' | 'destroy'>;
export type UndoOf = (doc: Y.Doc, origin: Origin) => Undo;

/** What a run did, and what was wrong with it: undefined when everything held. */
export interface Run {
	readonly seed: number;
	readonly operations: number;
	readonly wrong: string | undefined;
}

/** Runs one seed to its end, or to the first thing that does not hold. */
export function converge(seed: number, undoOf: UndoOf = undoTimeline): Run {
	const run = new Converging(seed, undoOf);
	return { seed, wrong: run.toTheEnd(), operations: run.operations };
}

class Replica {
	readonly doc = new Y.Doc();
	readonly origin: Origin;
	readonly undo: Undo;
	/** What screens read: kept up with the document, never read whole. */
	readonly reading: TimelineReading;
	/** What the server has sent and this one has not taken in yet. */
	inbox: Uint8Array[] = [];
	/** What this one wrote and the server has not taken in yet. */
	outbox: Uint8Array[] = [];
	isOnline = true;
	/** Removed events, to be put back by hand. */
	readonly removed: TimelineEvent[] = [];

	constructor(who: number, undoOf: UndoOf) {
		this.doc.clientID = who + 1;
		this.origin = { source: 'local', userId: `usr_${who}000` };
		this.undo = undoOf(this.doc, this.origin);
		this.reading = new TimelineReading(this.doc);
		this.reading.observe(() => undefined);
		this.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (this.isOnline && origin !== fromAfar) this.outbox.push(update);
		});
	}
}

/** What the network brings, to a replica or to the server. One object: an undo that tracks it takes anybody's. */
export const fromAfar: Origin = { source: 'connection' };

class Converging {
	operations = 0;
	readonly #dice: Dice;
	readonly #server = new Y.Doc();
	readonly #replicas: readonly Replica[];
	readonly #people: readonly PersonId[] = [newId('person'), newId('person'), newId('person')];
	readonly #source = newId('source') as SourceId;
	/** Ids in the order in which they were made: chosen by that, a seed chooses alike however ids fall. */
	readonly #order = new Map<string, number>();
	/** Every time that somebody wrote. */
	readonly #written = new Set<string>();
	/** Every event there ever was, and those that a verb or an undo took out. */
	readonly #born = new Set<string>();
	readonly #gone = new Set<string>();

	constructor(seed: number, undoOf: UndoOf) {
		this.#dice = new Dice(seed);
		this.#server.clientID = 100;
		this.#replicas = Array.from({ length: 3 + this.#dice.roll(6) }, (_, who) => new Replica(who, undoOf));
	}

	toTheEnd(): string | undefined {
		const steps = 150 + this.#dice.roll(250);
		let wrong: string | undefined;
		for (let step = 0; step < steps && wrong === undefined; step++) {
			const replica = this.#dice.one(this.#replicas);
			if (!replica) continue;
			const found = this.#step(replica);
			if (found !== undefined)
				wrong = `operation ${this.operations}, replica ${replica.doc.clientID}: ${found}`;
		}
		wrong ??= this.#compare();
		for (const { undo, doc } of this.#replicas) {
			undo.destroy();
			doc.destroy();
		}
		return wrong;
	}

	#step(replica: Replica): string | undefined {
		const roll = this.#dice.roll(100);
		if (roll < 3) this.#turn(replica, !replica.isOnline);
		else if (roll < 25) this.#carry(replica);
		else if (roll < 40) return this.#takeBack(replica);
		else return this.#write(replica);
		return this.#foreignTime(replica.doc) ?? unreadable(replica.doc) ?? outdated(replica);
	}

	/** Goes offline, or comes back and gives and takes what was missed. */
	#turn(replica: Replica, isOnline: boolean): void {
		if (replica.isOnline === isOnline) return;
		replica.isOnline = isOnline;
		// What was on its way in either direction is lost with the connection.
		replica.inbox = [];
		replica.outbox = [];
		if (!isOnline) return;
		const missed = Y.encodeStateAsUpdate(this.#server, Y.encodeStateVector(replica.doc));
		this.#receive(Y.encodeStateAsUpdate(replica.doc, Y.encodeStateVector(this.#server)), replica);
		Y.applyUpdate(replica.doc, missed, fromAfar);
	}

	/** Some of what is on its way arrives. */
	#carry(replica: Replica): void {
		if (!replica.isOnline) return;
		for (const update of replica.outbox.splice(0, 1 + this.#dice.roll(8))) this.#receive(update, replica);
		for (const update of replica.inbox.splice(0, 1 + this.#dice.roll(8)))
			Y.applyUpdate(replica.doc, update, fromAfar);
	}

	#receive(update: Uint8Array, from: Replica): void {
		Y.applyUpdate(this.#server, update, fromAfar);
		for (const each of this.#replicas) if (each !== from && each.isOnline) each.inbox.push(update);
	}

	#takeBack({ doc, undo }: Replica): string | undefined {
		this.operations++;
		const act = this.#dice.roll(3) === 0 ? 'redo' : 'undo';
		const before = ofOthers(doc);
		const strangers: number[] = [];
		const note = ({ deleteSet }: Y.Transaction) => strangers.push(...deleteSet.clients.keys());
		const times = timesIn(doc);
		const there = idsIn(doc);
		doc.on('afterTransaction', note);
		undo[act]();
		doc.off('afterTransaction', note);
		this.#goneFrom(there, doc);
		this.#note(doc, times);
		// A key of one's own that replaced another's gives way again: theirs may come back, but never goes.
		const after = new Set(ofOthers(doc));
		const lost = before.find((fact) => !after.has(fact));
		if (lost !== undefined) return `${act} took away another's ${lost}`;
		const stranger = strangers.find((client) => client !== doc.clientID);
		if (stranger !== undefined) return `${act} deleted what replica ${stranger} wrote`;
		return unreadable(doc);
	}

	#write(replica: Replica): string | undefined {
		const { doc } = replica;
		const timeline = readTimeline(doc);
		const id = this.#pick(timeline.events);
		const verb = this.#dice.one(verbs) as Verb;
		const before = timesIn(doc);
		const there = idsIn(doc);
		const origins: unknown[] = [];
		const note = ({ origin, changed }: Y.Transaction) => void (changed.size > 0 && origins.push(origin));
		doc.on('afterTransaction', note);
		this.#run(verb, replica, id);
		doc.off('afterTransaction', note);
		this.operations++;
		this.#note(doc, before);
		if (origins.length > 1 || origins.some((origin) => origin !== replica.origin))
			return `${verb} was ${origins.length} transactions`;
		// What a merge takes from one is read in another: gone it would not have to be.
		if (!verb.startsWith('merge')) this.#goneFrom(there, doc);
		return unreadable(doc);
	}

	#run(verb: Verb, replica: Replica, id: EventId | undefined): void {
		const { doc, origin, undo, removed } = replica;
		const { claims, knowings, gaps, events: all } = readTimeline(doc);
		const dice = this.#dice;
		const person = () => dice.one(this.#people) as PersonId;
		const record = () => recordId(this.#source, dice.roll(6));
		const many = () => [id, this.#pick(all), this.#pick(all)].filter((one) => one !== undefined);
		if (dice.roll(3) > 0) undo.cut();
		if (verb === 'add') {
			const kind = eventKinds[dice.roll(8)] ?? 'action';
			const description = dice.roll(2) ? `d${dice.roll(100)}` : '';
			const draft = { when: this.#when(), kind, title: `t${dice.roll(100)}`, description };
			return void addEvent(doc, { ...draft, people: new Set([person()]) }, origin);
		}
		if (verb === 'gap') return void addGap(doc, { span: this.#span(), title: 'Silence' }, origin);
		if (verb === 'presence') return void addPresence(doc, { personId: person(), span: this.#span() }, origin);
		if (verb === 'lane')
			return placeLane(doc, person(), { group: `g${dice.roll(3)}`, rank: `r${dice.roll(9)}` }, origin);
		if (verb === 'moveLane') {
			const turn = dice.roll(3);
			const order = [...this.#people.slice(turn), ...this.#people.slice(0, turn)];
			return void moveLane(doc, person(), order, origin);
		}
		if (verb === 'removeGap') {
			const gap = this.#pick(gaps);
			return void (gap && removeGap(doc, gap, origin));
		}
		if (verb === 'dropClaim' || verb === 'adoptClaim') {
			const claim = this.#pick(claims);
			return void (claim && (verb === 'dropClaim' ? dropClaim : adoptClaim)(doc, claim, origin));
		}
		if (verb === 'dropKnowing') {
			const knowing = this.#pick(knowings);
			return void (knowing && dropKnowing(doc, knowing, origin));
		}
		if (verb === 'restore') {
			const event = dice.one(removed);
			return void (event && restoreEvent(doc, event, origin));
		}
		if (id === undefined) return;
		const verbsOfOne: Readonly<Record<VerbOfOne, () => unknown>> = {
			retitle: () => patchEvent(doc, id, { title: `t${dice.roll(100)}` }, origin),
			rekind: () => patchEvent(doc, id, { kind: eventKinds[dice.roll(8)] ?? 'action' }, origin),
			doubt: () => patchEvent(doc, id, { certainty: 'thought', label: `l${dice.roll(9)}` }, origin),
			recast: () => patchEvent(doc, id, { people: new Set([person(), person()]) }, origin),
			retime: () => retimeEvent(doc, id, this.#when(), origin),
			// One edge of the doubt is dragged: two people may drag one each, and neither wrote both.
			earlier: () => this.#drag(replica, id, 'earliest', -10 * (1 + dice.roll(3))),
			later: () => this.#drag(replica, id, 'latest', 10 * (1 + dice.roll(3))),
			shift: () => moveEvent(doc, id, { by: dice.roll(50) - 25 }, origin),
			move: () => moveEvent(doc, id, { by: dice.roll(9), from: person(), to: person() }, origin),
			describe: () => describeEvent(doc, id, `d${dice.roll(100)} words`, origin),
			type: () => {
				const text = events.prose(doc, id, 'descriptionProse');
				doc.transact(() => text?.insert(Math.min(dice.roll(20), text.length), `w${dice.roll(9)}`), origin);
			},
			cite: () => citeRecords(doc, id, [record(), record()], origin),
			uncite: () => unciteRecord(doc, id, record(), origin),
			remove: () => {
				const event = removeEvent(doc, id, origin);
				if (event) removed.push(event);
			},
			claim: () => claimTime(doc, { eventId: id, personId: person(), when: this.#when() }, origin),
			know: () => addKnowing(doc, { eventId: id, personId: person(), when: this.#when() }, origin),
			duplicate: () => duplicateEvent(doc, id, origin),
			merge: () => mergeEvents(doc, id, many(), origin),
			mergeOldest: () => this.#mergeOldest(replica),
			split: () => splitEvent(doc, id, 1_000_000 + dice.roll(2_000), origin),
			changeMany: () => changeEvents(doc, many(), { kind: 'care', label: `m${dice.roll(9)}` }, origin),
			shiftMany: () =>
				changeEvents(doc, many(), ({ title }) => ({ title: `${title.slice(0, 20)}!` }), origin),
			removeMany: () => removeEvents(doc, many(), origin),
		};
		verbsOfOne[verb]();
	}

	#goneFrom(there: ReadonlySet<string>, doc: Y.Doc): void {
		const now = idsIn(doc);
		for (const id of there) if (!now.has(id)) this.#gone.add(id);
		for (const id of now) this.#born.add(id);
	}

	/** Two people who tidy up at once merge the same two, each into the one they like better. */
	#mergeOldest({ doc, origin }: Replica): void {
		const [first, second] = readTimeline(doc)
			.events.map(({ id }) => ({ id, age: this.#order.get(id) ?? Infinity }))
			.toSorted((a, b) => a.age - b.age);
		if (!first || !second) return;
		const [into, other] = this.#dice.roll(2) === 0 ? [first, second] : [second, first];
		mergeEvents(doc, into.id, [other.id], origin);
	}

	#drag({ doc, origin }: Replica, id: EventId, edge: 'earliest' | 'latest', by: number): void {
		const when = events.get(doc, id)?.when;
		const bound = when?.[edge];
		const dragged = when && bound !== undefined && makeWhen({ ...when, [edge]: bound + by });
		if (dragged) retimeEvent(doc, id, dragged, origin);
	}

	/** An id of those, by the order in which they were made. */
	#pick<Id extends string>(from: readonly { readonly id: Id }[]): Id | undefined {
		for (const { id } of from) if (!this.#order.has(id)) this.#order.set(id, this.#order.size);
		const byAge = from.toSorted((a, b) => (this.#order.get(a.id) ?? 0) - (this.#order.get(b.id) ?? 0));
		return this.#dice.one(byAge)?.id;
	}

	#when(): When {
		// Coarse, so that two people often write times with a bound in common: halves of such would mix unseen.
		const [at, wide] = [1_000_000 + 50 * this.#dice.roll(20), 10 * this.#dice.roll(4)];
		const form = (['exact', 'about', 'between', 'before', 'after', 'order'] as const)[this.#dice.roll(6)];
		const end =
			this.#dice.roll(3) === 0
				? { form: 'exact' as const, earliest: at + 900, latest: at + 1_000 }
				: undefined;
		const bounds = { earliest: at, latest: at + wide, best: form === 'about' ? at : undefined };
		return makeWhen({ form: form ?? 'exact', ...bounds, end }) as When;
	}

	#span() {
		const earliest = this.#dice.roll(1_000);
		return { earliest, latest: earliest + this.#dice.roll(1_000) };
	}

	#note(doc: Y.Doc, before: ReadonlySet<string>): void {
		for (const { id } of [...readTimeline(doc).events, ...readTimeline(doc).claims])
			if (!this.#order.has(id)) this.#order.set(id, this.#order.size);
		for (const time of timesIn(doc)) if (!before.has(time)) this.#written.add(time);
	}

	#foreignTime(doc: Y.Doc): string | undefined {
		for (const time of timesIn(doc)) if (!this.#written.has(time)) return `nobody wrote the time ${time}`;
		return undefined;
	}

	/** Everybody comes online and takes in everything; then all must read the same. */
	#compare(): string | undefined {
		for (const replica of this.#replicas) {
			this.#turn(replica, false);
			this.#turn(replica, true);
		}
		for (const replica of this.#replicas) {
			this.#turn(replica, false);
			this.#turn(replica, true);
		}
		const seen = readTimeline(this.#server);
		const broken = unreadable(this.#server);
		if (broken !== undefined) return broken;
		const read = new Set<string>(seen.events.map(({ id }) => id));
		for (const id of this.#born)
			if (!this.#gone.has(id) && !read.has(id) && successorOf(seen, id) === undefined)
				return `nobody removed ${this.#order.get(id) ?? id}, and it is neither read nor merged into what is`;
		for (const replica of this.#replicas) {
			const { doc } = replica;
			if (!isDeepStrictEqual(readTimeline(doc), seen))
				return `replica ${doc.clientID} reads another timeline than the server`;
			const foreign = this.#foreignTime(doc) ?? outdated(replica);
			if (foreign !== undefined) return foreign;
		}
		return undefined;
	}
}

const verbsOfAll = [
	'add',
	'add',
	'add',
	'gap',
	'removeGap',
	'presence',
	'lane',
	'moveLane',
	'dropClaim',
	'adoptClaim',
	'dropKnowing',
	'restore',
] as const;
const verbsOfOneEvent = [
	'retitle',
	'rekind',
	'doubt',
	'recast',
	'retime',
	'earlier',
	'earlier',
	'later',
	'later',
	'shift',
	'move',
	'describe',
	'type',
	'type',
	'cite',
	'uncite',
	'remove',
	'claim',
	'know',
	'duplicate',
	'merge',
	'mergeOldest',
	'mergeOldest',
	'split',
	'changeMany',
	'shiftMany',
	'removeMany',
] as const;
type VerbOfOne = (typeof verbsOfOneEvent)[number];
type Verb = (typeof verbsOfAll)[number] | VerbOfOne;
const verbs: readonly Verb[] = [...verbsOfAll, ...verbsOfOneEvent];

/** The ids of all events in the document, those that were merged included. */
function idsIn(doc: Y.Doc): Set<string> {
	return new Set(doc.getMap(timelineCollections.events.name).keys());
}

/** Every time in the document, hidden claims included. */
function timesIn(doc: Y.Doc): Set<string> {
	const { events: moments, claims, knowings } = timelineCollections;
	const whens = [moments, claims, knowings].flatMap((each) => each.all(doc).records.map(({ when }) => when));
	return new Set(whens.map((when) => JSON.stringify(when)));
}

function outdated({ doc, reading }: Replica): string | undefined {
	return isDeepStrictEqual(reading.read(), readTimeline(doc))
		? undefined
		: 'what is kept up with the document differs from it';
}

function unreadable(doc: Y.Doc): string | undefined {
	for (const each of Object.values(timelineCollections))
		for (const id of doc.getMap(each.name).keys())
			if (each.get(doc, id as never) === undefined)
				return `cannot read ${each.name} ${JSON.stringify(doc.getMap(each.name).get(id))}`;
	return undefined;
}

/** What others wrote, as it stands in any collection: every living key and run of letters that is not of this client. */
function ofOthers(doc: Y.Doc): string[] {
	const found: string[] = [];
	const walk = (type: Y.AbstractType<unknown>, path: string): void => {
		for (const [key, item] of type._map) {
			if (item.deleted) continue;
			if (item.content instanceof Y.ContentType)
				walk(item.content.type as Y.AbstractType<unknown>, `${path}/${key}`);
			else if (item.id.client !== doc.clientID)
				found.push(`${path}/${key}=${JSON.stringify(item.content.getContent())}`);
		}
		for (let item = type._start; item; item = item.right)
			if (!item.deleted && item.id.client !== doc.clientID)
				// Letter by letter: a run may be cut in two without losing any.
				for (const [index, letter] of item.content.getContent().entries())
					found.push(`${path}:${item.id.client}/${item.id.clock + index}=${String(letter)}`);
	};
	for (const { name } of Object.values(timelineCollections)) walk(doc.getMap(name) as never, name);
	return found;
}
