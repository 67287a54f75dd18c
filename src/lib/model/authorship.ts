/**
 * Whose words a text is made of: a replay of the rows of its document, each of which carries its proven user. What one
 * row takes out and puts in again, and what a later one brings back, keeps its first author: pressing Enter in
 * another's sentence, changing a block, dragging a section or undoing makes nobody an author. Rules AU in SPEC.md.
 */
import * as Y from 'yjs';
import { piecesWithin, Pool } from './authorship-align.ts';
import {
	chainsOf,
	deletedText,
	itemsOf,
	Ledger,
	RangeSet,
	rangesOf,
	Run,
	structsIn,
	textsIn,
	textsUnder,
	tornBlocks,
	type Chain,
	type Range,
} from './authorship-units.ts';
import { placePassages, type PassageId } from './prose.ts';

/** A row of the journal, as far as authorship needs it. */
export interface AuthoredRow {
	readonly userId: string;
	/** Milliseconds. */
	readonly at: number;
	readonly bytes: Uint8Array;
}

/** Neighbouring letters of one author, in UTF-16 units of `Passage.text`. */
export interface AuthoredRun {
	readonly from: number;
	readonly to: number;
	/** Null where nobody knows any more: it was written before words were taken out for good. */
	readonly userId: string | null;
	/** Milliseconds: of the edit that first put these letters in. Null as `userId`. */
	readonly at: number | null;
}

export interface AuthoredPassage {
	readonly passageId: PassageId;
	/** In order, without holes; empty where the passage has no text of its own. */
	readonly runs: readonly AuthoredRun[];
}

/** Edits of one author that lie no further apart than this are told as one. */
const sittingMs = 60 * 60 * 1000;
/** Of what was taken out long ago, this much in one piece is taken for the same words when it comes back. */
const longEnough = 16;
/** Of more edits in one row than this the rest is its writer's. */
const mostChains = 400;
/** A row that names what more rows than these took out tells all that its writer ever knew. */
const fewRows = 8;
/** So many rows of others a writer may not have seen yet while writing. */
const lateRows = 64;
/** Letters that are kept to be recognised later. */
const mostKept = 2_000_000;

/** Replays rows, in their order, over what stood before them. */
export function replayAuthorship(
	base: Uint8Array | undefined,
	rows: Iterable<AuthoredRow>,
	fragmentOf: (doc: Y.Doc) => Y.XmlFragment,
): readonly AuthoredPassage[] {
	const replay = new Replay(base);
	for (const row of rows) replay.add(row);
	const authored = replay.read(fragmentOf(replay.doc));
	replay.doc.destroy();
	return authored;
}

class Replay {
	/** Keeps what is deleted: undo brings it back. */
	readonly doc = new Y.Doc({ gc: false });
	/** For each letter, 1 + the index of the row that first put it in. */
	readonly #origin = new Ledger();
	/** For each deleted letter, 1 + the index of the row that took it out. */
	readonly #takenOut = new Ledger();
	readonly #rows: { readonly userId: string; readonly at: number }[] = [];
	/** What was taken out in one piece, by its words; the newest counts. */
	readonly #past = new Map<string, Run>();
	#pastLength = 0;
	/** The newest row of each writer. */
	readonly #lastRow = new Map<string, number>();
	#gone: Range[] = [];

	constructor(base: Uint8Array | undefined) {
		if (base) Y.applyUpdate(this.doc, base);
		this.doc.on('afterTransaction', ({ deleteSet }: Y.Transaction) => {
			this.#gone.push(...rangesOf(deleteSet));
		});
	}

	add({ userId, at, bytes }: AuthoredRow): void {
		const row = this.#rows.push({ userId, at });
		const update = Y.decodeUpdate(bytes);
		const state = new Map<number, number>();
		for (const { client } of update.structs.map(({ id }) => id))
			if (!state.has(client)) state.set(client, Y.getState(this.doc.store, client));
		this.#gone = [];
		Y.applyUpdate(this.doc, bytes);
		const fresh = [...state].map(([client, from]): Range => ({
			client,
			from,
			to: Y.getState(this.doc.store, client),
		}));
		this.#take(row, fresh, rangesOf(update.ds));
	}

	/** Who wrote what stands there now. */
	read(fragment: Y.XmlFragment): readonly AuthoredPassage[] {
		return placePassages(fragment).map(({ passage, element }) => {
			const runs: { from: number; to: number; row: number }[] = [];
			let at = 0;
			for (const { item, text } of passage.quote ? [] : itemsOf(element)) {
				if (item.deleted) continue;
				for (let index = 0; index < text.length; index++, at++) {
					const row = this.#origin.get(item.id.client, item.id.clock + index);
					const last = runs.at(-1);
					if (last && this.#isOneSitting(last.row, row)) last.to = at + 1;
					else runs.push({ from: at, to: at + 1, row });
				}
			}
			return {
				passageId: passage.passageId,
				runs: runs.map(({ from, to, row }) => {
					const { userId = null, at: writtenAt = null } = this.#rows[row - 1] ?? {};
					return { from, to, userId, at: writtenAt };
				}),
			};
		});
	}

	#isOneSitting(a: number, b: number): boolean {
		if (a === b) return true;
		const [one, other] = [this.#rows[a - 1], this.#rows[b - 1]];
		return one?.userId === other?.userId && Math.abs((one?.at ?? 0) - (other?.at ?? 0)) < sittingMs;
	}

	/** `named`: what the row says is deleted, though another may have taken it out before. */
	#take(row: number, fresh: readonly Range[], named: readonly Range[]): void {
		for (const { client, from, to } of this.#gone)
			for (let clock = from; clock < to; clock++) this.#takenOut.set(client, clock, row);
		const takenOut = this.#textsOf(this.#gone, fresh);
		const { chains, blocks } = chainsOf(this.doc, fresh);
		for (const { run } of chains)
			for (const [index, client] of run.clients.entries())
				this.#origin.set(client, run.clocks[index] ?? 0, row);
		// Typing on leaves nothing to compare.
		if (chains.length > 0) {
			const returned = blocks.flatMap((item) => this.#lastSeen(item));
			const pool = [...takenOut, ...this.#textsOf(this.#named(row, named), fresh), ...returned];
			this.#compare(row, chains, pool);
			this.#compareStanding(row, fresh, pool);
			this.#compareReturned(row, chains, returned);
			if (chains.length > 1 && chains.length <= mostChains) this.#compareWithin(row, chains);
		}
		for (const run of takenOut) this.#keep(run);
		this.#lastRow.set(this.#rows[row - 1]?.userId ?? '', row);
	}

	/** The letters that a row took out, those that others had taken out before included. */
	#named(row: number, named: readonly Range[]): readonly Range[] {
		const letters: { readonly client: number; readonly clock: number; readonly row: number }[] = [];
		for (const { client, from, to } of named)
			for (let clock = from; clock < to; clock++) {
				const then = this.#takenOut.get(client, clock);
				if (then > 0) letters.push({ client, clock, row: then });
			}
		// Who comes back from being offline names all that they ever knew: of that, only what is new counts.
		const tellsAll = new Set(letters.map((letter) => letter.row)).size > fewRows;
		const since = tellsAll ? (this.#lastRow.get(this.#rows[row - 1]?.userId ?? '') ?? 0) - lateRows : 0;
		return letters
			.filter((letter) => letter.row > since)
			.map(({ client, clock }) => ({ client, from: clock, to: clock + 1 }));
	}

	/** What stood before in a set of deleted letters, without those that the row brought itself. */
	#textsOf(deleted: readonly Range[], fresh: readonly Range[]): readonly Run[] {
		const older = deleted.map((range) => {
			const own = fresh.find(({ client }) => client === range.client);
			return { ...range, to: Math.min(range.to, own?.from ?? range.to) };
		});
		return textsIn(tornBlocks(this.doc, older), new RangeSet(older));
	}

	/** In the order in which they were written, each against what was taken out and what was written before it. */
	#compare(row: number, chains: readonly Chain[], takenOut: readonly Run[]): void {
		const pool = new Pool();
		const runs = takenOut.filter((run) => run.text !== '');
		for (const { text } of runs) pool.add(text);
		for (const chain of chains) {
			const { run } = chain;
			this.#bringBack(row, chain);
			if (this.#isOpen(row, run)) {
				const found = pool.find(run.text, chain.beginsBlock);
				for (const { at, pool: index, from, length } of found)
					this.#inherit(row, run, at, runs[index], from, length);
			}
			if (run.text.length >= longEnough && this.#isOpen(row, run))
				this.#inherit(row, run, 0, this.#past.get(run.text), 0, run.text.length);
			// What stood for a moment within a row may have been split and joined before it was sent.
			if (chains.length > 1) {
				pool.add(run.text);
				runs.push(run);
			}
		}
	}

	/**
	 * The rest of many edits that came as one: each piece against the blocks as they may have stood when it was written,
	 * with what was written before it in them.
	 */
	#compareWithin(row: number, chains: readonly Chain[]): void {
		const torn = tornBlocks(this.doc, this.#gone);
		for (const { run } of chains) {
			if (!this.#isOpen(row, run)) continue;
			const [client, clock] = [run.clients[0] ?? 0, run.clocks[0] ?? 0];
			const known = this.#gone.map((range) =>
				range.client === client ? { ...range, to: Math.min(range.to, clock) } : range,
			);
			const pool = new Pool();
			const runs = textsIn(torn, new RangeSet(known));
			for (const { text } of runs) pool.add(text);
			for (const { at, pool: index, from, length } of pool.find(run.text, false))
				this.#inherit(row, run, at, runs[index], from, length);
		}
	}

	/** What is left, as it stands together now: an editor may have put it in piece by piece. */
	#compareStanding(row: number, fresh: readonly Range[], takenOut: readonly Run[]): void {
		const pool = new Pool();
		for (const { text } of takenOut) pool.add(text);
		for (const run of textsIn(tornBlocks(this.doc, fresh), new RangeSet(fresh), false)) {
			if (!this.#isOpen(row, run)) continue;
			for (const { at, pool: index, from, length } of pool.find(run.text, false))
				this.#inherit(row, run, at, takenOut[index], from, length);
		}
	}

	/** What came back in a block that stands again, of which others had taken out parts that nobody knew of then. */
	#compareReturned(row: number, chains: readonly Chain[], returned: readonly Run[]): void {
		for (const { run, beginsBlock } of chains) {
			if (!beginsBlock || !this.#isOpen(row, run)) continue;
			for (const before of returned) {
				const pieces = piecesWithin(run.text, before.text);
				for (const { at, from, length } of pieces ?? []) this.#inherit(row, run, at, before, from, length);
				if (pieces) break;
			}
		}
	}

	#isOpen(row: number, run: Run): boolean {
		return run.clients.some((client, index) => this.#origin.get(client, run.clocks[index] ?? 0) === row);
	}

	/** What an undo put in stands right before what it brings back, or right behind it: the proof that it is the same. */
	#bringBack(row: number, { run, leftOrigin, rightOrigins }: Chain): void {
		if (leftOrigin) {
			const { client, clock } = leftOrigin;
			const from = clock + 1 - run.text.length;
			const behind = from < 0 ? undefined : deletedText(this.doc, { client, from, to: clock + 1 });
			if (behind?.text === run.text) this.#inherit(row, run, 0, behind, 0, run.text.length);
		}
		for (const { id, from, to } of rightOrigins) {
			const before = deletedText(this.doc, {
				client: id.client,
				from: id.clock,
				to: id.clock + to - from,
			});
			if (before?.text !== run.text.slice(from, to)) continue;
			this.#inherit(row, run, from, before, 0, to - from);
		}
	}

	/**
	 * The texts of what was deleted and stands again where it stood: as they were when it was deleted, and with all that
	 * others may have taken out before, of which whoever brings it back did not know.
	 */
	#lastSeen(item: Y.Item): readonly Run[] {
		if (item.rightOrigin === null) return [];
		const { client, clock } = item.rightOrigin;
		const [before] = structsIn(this.doc, { client, from: clock, to: clock + 1 });
		if (!before?.deleted || !(before.content instanceof Y.ContentType)) return [];
		const row = this.#takenOut.get(client, clock);
		return [...textsUnder(before)].flatMap((items) => {
			const [then, all] = [new Run(), new Run()];
			for (const { item: each, text } of items)
				for (let index = 0; index < text.length; index++) {
					const { client: by, clock: first } = each.id;
					all.add(by, first + index, text.charAt(index));
					if (this.#takenOut.get(by, first + index) === row) then.add(by, first + index, text.charAt(index));
				}
			return then.text === all.text ? [all] : [then, all];
		});
	}

	#inherit(row: number, to: Run, at: number, from: Run | undefined, start: number, length: number): void {
		if (!from) return;
		for (let index = 0; index < length; index++) {
			const [client, clock] = [to.clients[at + index] ?? 0, to.clocks[at + index] ?? 0];
			if (this.#origin.get(client, clock) !== row) continue;
			const first = this.#origin.get(from.clients[start + index] ?? 0, from.clocks[start + index] ?? 0);
			this.#origin.set(client, clock, first);
		}
	}

	#keep(run: Run): void {
		if (run.text.length < longEnough || this.#pastLength > mostKept) return;
		this.#pastLength += run.text.length;
		this.#past.set(run.text, run);
	}
}
