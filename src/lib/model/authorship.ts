/**
 * Whose words a text is made of: a replay of the rows of its document, each of which carries its proven user. What one
 * row takes out and puts in again, and what a later one brings back, keeps its first author: pressing Enter in
 * another's sentence, changing a block, dragging a section or undoing makes nobody an author. Rules AU in SPEC.md.
 */
import * as Y from 'yjs';
import { Pool } from './authorship-align.ts';
import {
	chainsOf,
	deletedText,
	inReadingOrder,
	itemsOf,
	itemsOfText,
	Ledger,
	RangeSet,
	rangesOf,
	Run,
	placeOf,
	standsWhere,
	structsIn,
	textOfRange,
	textsIn,
	tornBlocks,
	type Chain,
	type Id,
	type Range,
	type TextItem,
} from './authorship-units.ts';
import { Deeds } from './authorship-deeds.ts';
import { TakenOut } from './authorship-undo.ts';
import { compareBest, deciding, findText, tellingViews, type Touched, type Work } from './authorship-view.ts';
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
/** Letters that are kept to be recognised later. */
const mostKept = 2_000_000;

/** Replays rows, in their order, over what stood before them; adds what that cost to `work`. */
export function replayAuthorship(
	base: Uint8Array | undefined,
	rows: Iterable<AuthoredRow>,
	fragmentOf: (doc: Y.Doc) => Y.XmlFragment,
	work: Work = { touched: 0, compared: 0 },
): readonly AuthoredPassage[] {
	const replay = new Replay(base, work);
	for (const row of rows) replay.add(row);
	const authored = replay.read(fragmentOf(replay.doc));
	replay.doc.destroy();
	return authored;
}

const idIn = ({ clients, clocks }: Run, index: number): Id => ({
	client: clients[index] ?? 0,
	clock: clocks[index] ?? 0,
});

class Replay {
	/** Keeps what is deleted: undo brings it back. */
	readonly doc = new Y.Doc({ gc: false });
	/** For each letter, 1 + the index of the row that first put it in. */
	readonly #origin = new Ledger();
	readonly #deeds = new Deeds(this.doc);
	readonly #rows: { readonly userId: string; readonly at: number }[] = [];
	/** What was taken out in one piece, by its words; the newest counts. */
	readonly #past = new Map<string, Run>();
	#pastLength = 0;
	/** What each writer took out, for undo to bring back. */
	readonly #undo = new Map<string, TakenOut>();
	/** Writers whose editor has just put a text at the end of another, and has yet to take it out where it was. */
	readonly #joining = new Set<string>();
	#gone: Range[] = [];

	readonly #work: Work;

	constructor(base: Uint8Array | undefined, work: Work) {
		this.#work = work;
		if (base) Y.applyUpdate(this.doc, base);
		this.doc.on('afterTransaction', ({ deleteSet }: Y.Transaction) => {
			this.#gone.push(...rangesOf(deleteSet));
		});
	}

	add({ userId, at, bytes }: AuthoredRow): void {
		this.#rows.push({ userId, at });
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
		const named = rangesOf(update.ds);
		this.#take(this.#deeds.add(userId, fresh, this.#gone, named), fresh, named);
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
		const takenOut = this.#textsOf(this.#gone, fresh);
		const chains = chainsOf(this.doc, fresh);
		for (const { run } of chains)
			for (const [index, client] of run.clients.entries())
				this.#origin.set(client, run.clocks[index] ?? 0, row);
		let joins = false;
		// Typing on leaves nothing to compare.
		if (chains.length > 0) {
			const pool = [...takenOut, ...this.#textsOf(named, fresh)];
			if (named.length > 0) this.#compareViews(row, fresh, named);
			joins = this.#compareNext(row, chains);
			this.#takeBack(row, fresh, chains);
			this.#compare(row, chains, pool);
			this.#compareStanding(row, fresh, pool);
			if (chains.length > 1 && chains.length <= mostChains) this.#compareWithin(row, chains);
		}
		for (const run of takenOut) this.#keep(run);
		const { userId = '' } = this.#rows[row - 1] ?? {};
		// What an editor puts right by itself is no edit that undo knows of.
		if (!this.#joining.delete(userId) || fresh.length > 0)
			this.#undoOf(row).add(row, this.#deeds.takenBy(row, named));
		if (joins) this.#joining.add(userId);
	}

	/** What the writer saw before against what they saw after, whatever of the rows of others they had by then. */
	#compareViews(row: number, fresh: readonly Range[], named: readonly Range[]): void {
		const blocks = inReadingOrder(tornBlocks(this.doc, [...fresh, ...named]));
		const [put, taken] = [new RangeSet(fresh), new RangeSet(named)];
		const isChanged = ({ item: { id }, text }: TextItem) =>
			[put, taken].some((set) => set.meets(id.client, id.clock, id.clock + text.length));
		const items = blocks.flatMap((block) => [...itemsOf(block)]);
		const first = items.findIndex(isChanged);
		if (first < 0) return;
		const end = 1 + items.findLastIndex(isChanged);
		const within = [...this.#touched(row, taken, items.slice(first, end))];
		const views = tellingViews(within, row);
		if (!views) return;
		const letters = deciding(within, this.#touched(row, taken, items.slice(end)), views);
		for (const { came, is } of compareBest(letters, views, this.#work)?.same ?? []) this.#pass(row, came, is);
	}

	*#touched(row: number, named: RangeSet, items: Iterable<TextItem>): Generator<Touched> {
		for (const letter of this.#deeds.touched(row, named, items)) {
			this.#work.touched++;
			yield letter;
		}
	}

	/**
	 * Where two texts have come to stand side by side, the editor of whoever made the second puts all of it at the end
	 * of the first, as an edit of its own, and takes the second out with the next.
	 */
	#compareNext(row: number, chains: readonly Chain[]): boolean {
		const none = new RangeSet([]);
		let joins = false;
		for (const { run } of chains) {
			if (!this.#isOpen(row, run)) continue;
			const [client = 0] = run.clients;
			const [clock = 0] = run.clocks;
			const [item] = structsIn(this.doc, { client, from: clock, to: clock + 1 });
			for (let next = placeOf(item)?.right; next; next = next.right) {
				if (next.id.client !== client || !(next.content instanceof Y.ContentType)) continue;
				if (!(next.content.type instanceof Y.XmlText)) continue;
				const letters = this.#touched(row, none, itemsOfText(next.content.type));
				const view = findText(run.text, letters, row, this.#work);
				if (!view) continue;
				joins = true;
				for (const [index, is] of view.entries()) this.#pass(row, idIn(run, index), is);
			}
		}
		return joins;
	}

	/** What an undo, or a redo, brought back. */
	#takeBack(row: number, fresh: readonly Range[], chains: readonly Chain[]): void {
		if (!chains.some(({ run }) => this.#isOpen(row, run))) return;
		const text = new Run();
		for (const range of fresh) text.addAll(textOfRange(this.doc, range));
		const found = this.#undoOf(row).find(text.text);
		if (!found) return;
		const areBack = text.clocks.every((_, index) => {
			const gone = idIn(found, index);
			return standsWhere(this.doc, idIn(text, index), gone, (id) => this.#deeds.cameAfter(id, gone));
		});
		// Else it only reads like them: somebody wrote the same again elsewhere.
		if (areBack) this.#inherit(row, text, 0, found, 0, text.text.length);
	}

	#undoOf(row: number): TakenOut {
		const { userId = '' } = this.#rows[row - 1] ?? {};
		let own = this.#undo.get(userId);
		if (!own) this.#undo.set(userId, (own = new TakenOut()));
		return own;
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

	#inherit(row: number, to: Run, at: number, from: Run | undefined, start: number, length: number): void {
		if (!from) return;
		for (let index = 0; index < length; index++)
			this.#pass(row, idIn(to, at + index), idIn(from, start + index));
	}

	/** Says that a letter that a row put in is one that was there before; what is known of it already stays. */
	#pass(row: number, to: Id, from: Id): void {
		if (this.#origin.get(to.client, to.clock) !== row) return;
		this.#origin.set(to.client, to.clock, this.#origin.get(from.client, from.clock));
	}

	#keep(run: Run): void {
		if (run.text.length < longEnough || this.#pastLength > mostKept) return;
		this.#pastLength += run.text.length;
		this.#past.set(run.text, run);
	}
}
