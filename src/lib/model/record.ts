/**
 * Collections of records in a Y.Doc. A collection is a root Y.Map keyed by id; a record is a flat Y.Map of
 * scalars, so that two people changing two fields never overwrite each other. Sets are keys (`person/<id>: true`),
 * and co-edited prose is the only nested type, created with its record: two lazy creators would lose one text.
 *
 * Reads never throw: what an older, newer or broken client wrote is skipped and counted. Writes are strict.
 */
import * as Y from 'yjs';
import type { Origin } from './origin.ts';

/** From whatever lies in the document to a value, or undefined when it is none. */
export interface ScalarField<T> {
	readonly is: 'scalar';
	readonly read: (value: unknown) => T | undefined;
	/** What a record without this field means; absent when the record cannot be read without it. */
	readonly missing?: T;
}
/** A set of ids, each a key `<prefix>/<id>` holding true. */
export interface SetField<T extends string> {
	readonly is: 'set';
	readonly prefix: string;
	/** Carries the type only. */
	readonly of?: T;
}
/** Text that several people write at once. */
export interface ProseField {
	readonly is: 'prose';
}
// `never` in the parameter of a function type would make the union useless; fields are only ever read through it.
// oxlint-disable-next-line typescript/no-explicit-any -- a heterogeneous map of fields has no narrower common type
export type Fields = Readonly<Record<string, ScalarField<any> | SetField<any> | ProseField>>;

type ValueOf<F> =
	F extends ScalarField<infer T>
		? T
		: F extends SetField<infer T>
			? ReadonlySet<T>
			: F extends ProseField
				? string
				: never;

/** What a reader of the collection gets; prose as plain text. */
export type RecordOf<Id extends string, F extends Fields> = { readonly id: Id } & {
	readonly [K in keyof F]: ValueOf<F[K]>;
};
/** What a writer may give; prose only at creation. */
export type DraftOf<F extends Fields> = { readonly [K in keyof F]?: ValueOf<F[K]> };

export interface Read<R> {
	readonly records: readonly R[];
	/** Records that could not be read, and were left as they are. */
	readonly skipped: number;
}

export interface Collection<Id extends string, F extends Fields> {
	readonly name: string;
	readonly fields: F;
	/** Writes a whole new record. Replaces one of that id, prose included. */
	put(doc: Y.Doc, id: Id, record: DraftOf<F>, origin: Origin): void;
	/** Changes the given fields (not prose). False when there is no such record: a delete beats an edit. */
	patch(doc: Y.Doc, id: Id, changes: DraftOf<F>, origin: Origin): boolean;
	remove(doc: Y.Doc, id: Id, origin: Origin): boolean;
	get(doc: Y.Doc, id: Id): RecordOf<Id, F> | undefined;
	has(doc: Y.Doc, id: Id): boolean;
	/** How many there are, readable or not. Walks over all of them. */
	count(doc: Y.Doc): number;
	/** Whether anything at all lies under that id, readable or not. */
	holds(doc: Y.Doc, id: Id): boolean;
	all(doc: Y.Doc): Read<RecordOf<Id, F>>;
	/** The shared text behind a prose field, for an editor to bind to. */
	prose(doc: Y.Doc, id: Id, field: keyof F & string): Y.Text | undefined;
	/** Calls back with the ids that changed, after each transaction; returns how to stop. */
	observe(doc: Y.Doc, changed: (ids: ReadonlySet<Id>, transaction: Y.Transaction) => void): () => void;
}

/** Declares a collection; its root is the Y.Map of that name. */
export function collection<Id extends string, F extends Fields>(name: string, fields: F): Collection<Id, F> {
	const root = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(name);
	const at = (doc: Y.Doc, id: Id): Y.Map<unknown> | undefined => {
		const found = root(doc).get(id);
		return found instanceof Y.Map ? found : undefined;
	};
	const write = (map: Y.Map<unknown>, draft: DraftOf<F>, isNew: boolean) => {
		for (const [key, field] of Object.entries(fields)) {
			const value: unknown = draft[key];
			if (field.is === 'prose') {
				if (isNew) map.set(key, new Y.Text(typeof value === 'string' ? value : ''));
			} else if (value === undefined) continue;
			else if (field.is === 'set') writeSet(map, field.prefix, value as ReadonlySet<string>);
			// What a missing field means need not be written into a new record: most have much of that.
			else if (isNew ? 'missing' in field && field.missing === value : sameScalar(map.get(key), value))
				continue;
			else map.set(key, value);
		}
	};
	const plan = planOf(fields);
	return {
		name,
		fields,
		put: (doc, id, record, origin) =>
			doc.transact(() => {
				const map = new Y.Map<unknown>();
				root(doc).set(id, map);
				write(map, record, true);
			}, origin),
		patch: (doc, id, changes, origin) =>
			doc.transact(() => {
				const map = at(doc, id);
				if (!map) return false;
				write(map, changes, false);
				return true;
			}, origin),
		remove: (doc, id, origin) =>
			doc.transact(() => {
				if (!root(doc).has(id)) return false;
				root(doc).delete(id);
				return true;
			}, origin),
		get: (doc, id) => {
			const map = at(doc, id);
			return map && readRecord<Id, F>(id, map, plan);
		},
		has: (doc, id) => at(doc, id) !== undefined,
		count: (doc) => root(doc).size,
		holds: (doc, id) => root(doc).has(id),
		all: (doc) => {
			const records: RecordOf<Id, F>[] = [];
			let skipped = 0;
			for (const [id, map] of root(doc).entries()) {
				const record = map instanceof Y.Map ? readRecord<Id, F>(id as Id, map, plan) : undefined;
				if (record) records.push(record);
				else skipped++;
			}
			return { records, skipped };
		},
		prose: (doc, id, field) => {
			const text = at(doc, id)?.get(field);
			return text instanceof Y.Text ? text : undefined;
		},
		observe: (doc, changed) => {
			const map = root(doc);
			const listen = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction) => {
				const ids = new Set<Id>();
				for (const event of events) {
					if (event.path.length > 0) ids.add(String(event.path[0]) as Id);
					else for (const key of event.changes.keys.keys()) ids.add(key as Id);
				}
				changed(ids, transaction);
			};
			map.observeDeep(listen as never);
			return () => map.unobserveDeep(listen as never);
		},
	};
}

/** What a record without anything in it reads as; made once for a collection. */
interface Plan {
	/** The fields that are keys of their own. */
	readonly keys: ReadonlyMap<string, ScalarField<unknown> | ProseField>;
	/** The sets, by their prefix. */
	readonly sets: ReadonlyMap<string, string>;
	readonly blank: Readonly<Record<string, unknown>>;
	/** Sets of one, shared by all records that have just this one: most sets are such. */
	readonly singles: Map<string, ReadonlySet<string>>;
	/** Fields without which there is no record. */
	readonly needed: readonly string[];
}

function planOf(fields: Fields): Plan {
	const keys = new Map<string, ScalarField<unknown> | ProseField>();
	const sets = new Map<string, string>();
	const blank: Record<string, unknown> = {};
	const needed: string[] = [];
	for (const [key, field] of Object.entries(fields)) {
		if (field.is === 'set') sets.set(field.prefix, key);
		else keys.set(key, field);
		if (field.is === 'scalar' && !('missing' in field)) needed.push(key);
		blank[key] =
			field.is === 'set'
				? noneOf
				: field.is === 'prose'
					? ''
					: 'missing' in field
						? field.missing
						: undefined;
	}
	return { keys, sets, blank, singles: new Map(), needed };
}

/** One walk over what lies in the record: there may be tens of thousands of them, with a dozen keys each. */
function readRecord<Id extends string, F extends Fields>(
	id: Id,
	map: Y.Map<unknown>,
	plan: Plan,
): RecordOf<Id, F> | undefined {
	// Names of fields are ours, never the document's: a key named `__proto__` in a hostile one is not even looked at.
	const { keys, needed } = plan;
	const record: Record<string, unknown> = { id, ...plan.blank };
	let isReadable = true;
	map.forEach((value, key) => {
		const field = keys.get(key);
		if (field?.is === 'scalar') {
			const read = field.read(value);
			if (read !== undefined) record[key] = read;
			else if (!('missing' in field)) isReadable = false;
		} else if (field) {
			if (value instanceof Y.Text) record[key] = value.toString();
		} else if (value === true) addToSet(record, plan, key);
	});
	return isReadable && needed.every((key) => record[key] !== undefined)
		? (record as RecordOf<Id, F>)
		: undefined;
}

function addToSet(record: Record<string, unknown>, { sets, singles }: Plan, key: string): void {
	const slash = key.indexOf('/');
	const name = slash < 0 ? undefined : sets.get(key.slice(0, slash));
	if (name === undefined) return;
	const member = key.slice(slash + 1);
	const known = record[name] as Set<string>;
	if (known.size === 0) {
		let single = singles.get(member);
		if (!single) {
			// Every member there ever was need not be kept.
			if (singles.size > 10_000) singles.clear();
			singles.set(member, (single = new Set([member])));
		}
		record[name] = single;
	} else if (known.size === 1) record[name] = new Set([...known, member]);
	else known.add(member);
}

/** Shared by all records: what readers get is read-only. */
const noneOf: ReadonlySet<string> = new Set();

function readSet(map: Y.Map<unknown>, prefix: string): ReadonlySet<string> {
	const found = new Set<string>();
	map.forEach((value, key) => {
		if (value === true && key.startsWith(`${prefix}/`)) found.add(key.slice(prefix.length + 1));
	});
	return found;
}

/** Adds and removes only what differs, so that two people changing one set both win. */
function writeSet(map: Y.Map<unknown>, prefix: string, wanted: ReadonlySet<string>): void {
	for (const id of readSet(map, prefix)) if (!wanted.has(id)) map.delete(`${prefix}/${id}`);
	for (const id of wanted) if (map.get(`${prefix}/${id}`) !== true) map.set(`${prefix}/${id}`, true);
}

/** Values are scalars or one immutable JSON value; an unchanged one is not written again. */
function sameScalar(a: unknown, b: unknown): boolean {
	return (
		a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
	);
}

/** A field that must be one of the given words. */
export function oneOf<const T extends string>(...words: readonly T[]): ScalarField<T> {
	return { is: 'scalar', read: (value) => words.find((word) => word === value) };
}
/** A field of plain text; longer than `limit` characters counts as unreadable. */
export function text(limit = 10_000): ScalarField<string> {
	return {
		is: 'scalar',
		read: (value) => (typeof value === 'string' && value.length <= limit ? value : undefined),
	};
}
/** A whole number below 2^53. */
export const integer: ScalarField<number> = {
	is: 'scalar',
	read: (value) => (Number.isSafeInteger(value) ? (value as number) : undefined),
};
export const flag: ScalarField<boolean> = {
	is: 'scalar',
	read: (value) => (typeof value === 'boolean' ? value : undefined),
};
/** The same field, with a meaning for records that lack it. */
export function optional<T, const D>(field: ScalarField<T>, missing: D): ScalarField<T | D> {
	return { is: 'scalar', read: field.read, missing };
}
/** A set of ids kept as keys. */
export function setOf<T extends string>(prefix: string): SetField<T> {
	return { is: 'set', prefix };
}
export const prose: ProseField = { is: 'prose' };
