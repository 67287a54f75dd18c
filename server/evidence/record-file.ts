/**
 * The file of one source: its records in time order under dense ids (1 is the first moment), authors, and a full-text
 * index built after the rows. Dense ids need no epoch, so any instant fits; a time is found by bisection, since
 * `at_us` grows with `id` (and so does `ord`, where the source was in time order; else it has an index). `ord` is the record's place in what was read: it is what record ids are made of, because it
 * stays the same whatever zone, year or offset the source is read with.
 */
import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
	authorKinds,
	groupOf,
	levels,
	precisions,
	recordKinds,
	type ParsedRecord,
	type RecordGroup,
} from './record.ts';

const columns = [
	'ord',
	'at_us',
	'until_us',
	'written',
	'precision',
	'author',
	'kind',
	'level',
	'text',
	'fields',
	'file',
	'line',
	'off',
	'len',
	'key',
	'thread',
	'meta',
] as const;

const rowsPerInsert = 16;
/** Some eight megabytes. */
const rowsPerSync = 32_000;
/** Indexed in strides; each commit leaves a segment that must be merged, so there are few. */
const rowsPerIndexSync = 100_000;

const createRecord = (name: string): string => `CREATE TABLE ${name}(
	id INTEGER PRIMARY KEY, ord INTEGER NOT NULL, at_us INTEGER NOT NULL, until_us INTEGER, written TEXT NOT NULL,
	precision INTEGER NOT NULL, author INTEGER, kind INTEGER NOT NULL, level INTEGER, text TEXT NOT NULL, fields TEXT,
	file INTEGER NOT NULL, line INTEGER NOT NULL, off INTEGER NOT NULL, len INTEGER NOT NULL,
	key TEXT, thread TEXT, meta TEXT)`;

/** What a finished file says about itself. */
export interface RecordFileSummary {
	readonly records: number;
	readonly authors: number;
	readonly firstUs: number | undefined;
	readonly lastUs: number | undefined;
}

interface Author {
	readonly id: number;
	readonly name: string;
	readonly kind: number;
	records: number;
	/** Records that are their own words, not a notice about them. */
	said: number;
}

/** Writes one file: `add` per record, then `finish`. Not for use after a crash: it is built without a journal. */
export class RecordFileBuilder {
	/** The same file once more, to have it written to the disk. */
	readonly #file: number;
	readonly #db: DatabaseSync;
	readonly #many: StatementSync;
	#pending: SQLInputValue[] = [];
	#rows = 0;
	#syncedRows = 0;
	#lastUs = -Infinity;
	#sorted = true;
	#untilUs = -Infinity;
	readonly #authors = new Map<string, Author>();
	readonly #groups = new Set<RecordGroup>();

	constructor(path: string) {
		this.#db = new DatabaseSync(path);
		this.#db.exec(
			'PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;',
		);
		this.#db.exec(createRecord('record'));
		this.#db.exec(
			'CREATE TABLE author(id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind INTEGER NOT NULL, records INTEGER NOT NULL, said INTEGER NOT NULL)',
		);
		this.#db.exec('CREATE TABLE about(name TEXT PRIMARY KEY, value) WITHOUT ROWID');
		this.#many = this.#db.prepare(insertSql(rowsPerInsert));
		this.#file = openSync(path, 'r+');
		this.#db.exec('BEGIN');
	}

	get records(): number {
		return this.#rows;
	}

	add(record: ParsedRecord, number: number): void {
		if (record.atUs < this.#lastUs) this.#sorted = false;
		this.#lastUs = record.atUs;
		this.#untilUs = Math.max(this.#untilUs, record.untilUs ?? record.atUs);
		this.#rows++;
		const author = record.author === undefined ? null : this.#author(record, record.author);
		this.#groups.add(groupOf[record.kind]);
		this.#pending.push(
			number,
			record.atUs,
			record.untilUs ?? null,
			record.atWritten,
			precisions.indexOf(record.precision),
			author,
			recordKinds.indexOf(record.kind),
			record.level === undefined ? null : levels.indexOf(record.level),
			record.text,
			record.fields ?? null,
			record.file,
			record.line,
			record.byteOffset,
			record.byteLength,
			record.key ?? null,
			record.thread ?? null,
			record.meta === undefined ? null : JSON.stringify(record.meta),
		);
		if (this.#pending.length === columns.length * rowsPerInsert) {
			this.#many.run(...this.#pending);
			this.#pending = [];
			if (this.#rows - this.#syncedRows >= rowsPerSync) {
				this.#syncedRows = this.#rows;
				this.#settle();
			}
		}
	}

	#author(record: ParsedRecord, name: string): number {
		const kind = authorKinds.indexOf(record.authorKind ?? 'person');
		const key = `${kind}${name}`;
		let author = this.#authors.get(key);
		if (!author) {
			author = { id: this.#authors.size + 1, name, kind, records: 0, said: 0 };
			this.#authors.set(key, author);
		}
		author.records++;
		if (record.kind !== 'notice') author.said++;
		return author.id;
	}

	/** Hands what was written to the disk bit by bit: all at once would hold up the commits of those who type. */
	#settle(): void {
		this.#db.exec('COMMIT');
		fdatasyncSync(this.#file);
		this.#db.exec('BEGIN');
	}

	/** Sorts if need be, indexes, and puts the file on the disk. `step` is told how far it is, 0 to 1. */
	finish(step: (share: number) => void): RecordFileSummary {
		const rest = this.#pending.length / columns.length;
		if (rest > 0) this.#db.prepare(insertSql(rest)).run(...this.#pending);
		const insertAuthor = this.#db.prepare('INSERT INTO author VALUES(?,?,?,?,?)');
		for (const { id, name, kind, records, said } of this.#authors.values())
			insertAuthor.run(id, name, kind, records, said);
		this.#db.exec('COMMIT');
		if (!this.#sorted) this.#sort();
		step(0.2);
		this.#index(step);
		const edge = this.#db.prepare('SELECT min(at_us) AS first FROM record WHERE id = 1').get();
		const firstUs = this.#rows === 0 ? undefined : Number(edge?.['first']);
		const about = this.#db.prepare('INSERT INTO about VALUES(?,?)');
		about.run('records', this.#rows);
		about.run('sorted', this.#sorted ? 1 : 0);
		about.run('groups', [...this.#groups].join(','));
		this.#db.close();
		fsyncSync(this.#file);
		closeSync(this.#file);
		const person = authorKinds.indexOf('person');
		const all = [...this.#authors.values()];
		const people = all.filter((author) => author.kind === person && author.said > 0).length;
		return {
			records: this.#rows,
			authors: people > 0 ? people : all.filter((author) => author.said > 0).length,
			firstUs,
			lastUs: this.#rows === 0 ? undefined : this.#untilUs,
		};
	}

	abandon(): void {
		closeSync(this.#file);
		this.#db.close();
	}

	/** Rows that came out of order are written anew, in order; those of one instant keep the order of the file. */
	#sort(): void {
		this.#db.exec(createRecord('sorted'));
		this.#db.exec(
			`INSERT INTO sorted(${columns.join(',')}) SELECT ${columns.join(',')} FROM record ORDER BY at_us, id`,
		);
		this.#db.exec(
			'DROP TABLE record; ALTER TABLE sorted RENAME TO record; CREATE UNIQUE INDEX record_by_ord ON record(ord)',
		);
	}

	#index(step: (share: number) => void): void {
		this.#db.exec(
			`CREATE VIRTUAL TABLE word USING fts5(text, fields, tag, content='', columnsize=0, detail=full, prefix='3', tokenize='unicode61')`,
		);
		this.#db.exec(`INSERT INTO word(word, rank) VALUES('hashsize', 16777216)`);
		this.#db.exec('BEGIN');
		const insert = this.#db.prepare(
			`INSERT INTO word(rowid, text, fields, tag) SELECT id, text, fields,
				'k' || kind || ifnull(' a' || author, '') || ifnull(' l' || level, '') FROM record WHERE id > ? AND id <= ?`,
		);
		const stride = 20_000;
		for (let from = 0; from < this.#rows; from += stride) {
			insert.run(BigInt(from), BigInt(from + stride));
			if ((from + stride) % rowsPerIndexSync === 0) this.#settle();
			step(0.2 + 0.8 * Math.min(1, (from + stride) / this.#rows));
		}
		this.#db.exec('COMMIT');
		this.#db.exec('CREATE INDEX record_by_key ON record(key) WHERE key IS NOT NULL');
	}
}

const insertSql = (rows: number): string =>
	`INSERT INTO record(${columns.join(',')}) VALUES ${Array.from({ length: rows }, () => `(${columns.map(() => '?').join(',')})`).join(',')}`;
