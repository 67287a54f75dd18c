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
	/** How many there are, readable or not. */
	count(doc: Y.Doc): number;
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
			else if (!isNew && sameScalar(map.get(key), value)) continue;
			else map.set(key, value);
		}
	};
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
			return map && readRecord(id, map, fields);
		},
		has: (doc, id) => at(doc, id) !== undefined,
		count: (doc) => root(doc).size,
		all: (doc) => {
			const records: RecordOf<Id, F>[] = [];
			let skipped = 0;
			for (const [id, map] of root(doc).entries()) {
				const record = map instanceof Y.Map ? readRecord(id as Id, map, fields) : undefined;
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

function readRecord<Id extends string, F extends Fields>(
	id: Id,
	map: Y.Map<unknown>,
	fields: F,
): RecordOf<Id, F> | undefined {
	// Names of fields are ours, never the document's: a key named `__proto__` in a hostile one is not even looked at.
	const record: Record<string, unknown> = { id };
	let sets: Map<string, Set<string>> | undefined;
	for (const key in fields) {
		const field = fields[key];
		if (field === undefined) continue;
		if (field.is === 'prose') {
			const text = map.get(key);
			record[key] = text instanceof Y.Text ? text.toString() : '';
		} else if (field.is === 'set') {
			// One walk for all sets of a record: there may be tens of thousands of records, with three sets each.
			sets ??= readSets(map);
			record[key] = sets.get(field.prefix) ?? noneOf;
		} else {
			const value: unknown = field.read(map.get(key));
			if (value === undefined && !('missing' in field)) return undefined;
			record[key] = value === undefined ? field.missing : value;
		}
	}
	return record as RecordOf<Id, F>;
}

/** Shared by all records: what readers get is read-only. */
const noneOf: ReadonlySet<string> = new Set();

/** The sets of a record by their prefix. */
function readSets(map: Y.Map<unknown>): Map<string, Set<string>> {
	const found = new Map<string, Set<string>>();
	map.forEach((value, key) => {
		const slash = value === true ? key.indexOf('/') : -1;
		if (slash < 0) return;
		const [prefix, member] = [key.slice(0, slash), key.slice(slash + 1)];
		const set = found.get(prefix);
		if (set) set.add(member);
		else found.set(prefix, new Set([member]));
	});
	return found;
}

function readSet(map: Y.Map<unknown>, prefix: string): ReadonlySet<string> {
	return readSets(map).get(prefix) ?? noneOf;
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
