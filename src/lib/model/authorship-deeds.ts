/**
 * Which row of a journal brought each letter of a document, and which took it out, as the writer of one of them may know
 * it. Rules AU in SPEC.md.
 */
import * as Y from 'yjs';
import type { Taken } from './authorship-undo.ts';
import {
	Ledger,
	RangeSet,
	structsIn,
	textOfRange,
	type Id,
	type Range,
	type TextItem,
} from './authorship-units.ts';
import type { Touched } from './authorship-view.ts';

/** So many rows of others somebody may not have had yet. */
const lateRows = 64;

/** Rows are numbered from 1; 0 stands for what was there before them. */
export class Deeds {
	readonly #doc: Y.Doc;
	readonly #writers: string[] = [];
	/** For each letter, the row that brought it, be it for the first time or again. */
	readonly #putIn = new Ledger();
	/** For each deleted letter, the row that took it out. */
	readonly #takenOut = new Ledger();
	/** The same by those who took it out after another had. */
	readonly #takenOutToo = new Map<string, Ledger>();

	constructor(doc: Y.Doc) {
		this.#doc = doc;
	}

	/**
	 * The number of the next row, which put in `fresh` and says that it takes out `named`; `gone` is what went with it,
	 * letters of others of which its writer did not know included. To be called when the document has it.
	 */
	add(writer: string, fresh: readonly Range[], gone: readonly Range[], named: readonly Range[]): number {
		const row = this.#writers.push(writer);
		for (const { client, from, to } of fresh)
			for (let clock = from; clock < to; clock++) this.#putIn.set(client, clock, row);
		const says = new RangeSet(named);
		for (const range of gone) {
			for (let clock = range.from; clock < range.to; clock++) this.#takenOut.set(range.client, clock, row);
			// What was written into a block that somebody else had taken out goes with that block.
			for (const { client, from, to } of fresh.filter((each) => each.client === range.client))
				for (let clock = Math.max(from, range.from); clock < Math.min(to, range.to); clock++)
					if (!says.has(client, clock))
						this.#takenOut.set(client, clock, this.#rowAround(client, clock) || row);
		}
		for (const { client, from, to } of named)
			for (let clock = from; clock < to; clock++) {
				if (this.#takenOut.get(client, clock) === row) continue;
				let own = this.#takenOutToo.get(writer);
				if (!own) this.#takenOutToo.set(writer, (own = new Ledger()));
				if (own.get(client, clock) === 0) own.set(client, clock, row);
			}
		return row;
	}

	/** Letters in the order given, with what became of each, as seen by whoever wrote a row that says it takes out `named`. */
	*touched(row: number, named: RangeSet, items: Iterable<TextItem>): Generator<Touched> {
		const writer = this.#writerOf(row);
		const own = this.#takenOutToo.get(writer);
		const isOwn = (each: number) => this.#writerOf(each) === writer;
		const wasOut = (each: number) => each > 0 && each < row && isOwn(each);
		for (const { item, text } of items) {
			const { client } = item.id;
			for (let index = 0; index < text.length; index++) {
				const clock = item.id.clock + index;
				const [putIn, out] = [this.#putIn.get(client, clock), this.#takenOut.get(client, clock)];
				yield {
					client,
					clock,
					text: text.charAt(index),
					since: putIn === 0 || isOwn(putIn) ? 0 : putIn,
					until: out === 0 || isOwn(out) ? Infinity : out,
					wasOut: wasOut(out) || (own !== undefined && wasOut(own.get(client, clock))),
					comes: putIn === row,
					goes: named.has(client, clock),
				};
			}
		}
	}

	/** Whether a letter came after another had gone, or so shortly before that whoever took that one out may not have known. */
	cameAfter({ client, clock }: Id, gone: Id): boolean {
		return this.#putIn.get(client, clock) > this.#takenOut.get(gone.client, gone.clock) - lateRows;
	}

	/** What a row took out, as its writer can take it back. */
	takenBy(row: number, named: readonly Range[]): readonly Taken[] {
		return named.flatMap((range) => {
			const { text, clients, clocks } = textOfRange(this.#doc, range);
			return clocks.map((clock, index) => {
				const client = clients[index] ?? 0;
				const by = this.#putIn.get(client, clock);
				const putIn = this.#writerOf(by) === this.#writerOf(row) ? by : 0;
				return { client, clock, text: text.charAt(index), putIn };
			});
		});
	}

	#writerOf(row: number): string {
		return this.#writers[row - 1] ?? '';
	}

	/** The row that took out the nearest block around a letter that was; 0 where none did. */
	#rowAround(client: number, clock: number): number {
		const [item] = structsIn(this.#doc, { client, from: clock, to: clock + 1 });
		for (let around = item?.parent; around instanceof Y.AbstractType && around._item;) {
			const { id, parent } = around._item;
			const row = this.#takenOut.get(id.client, id.clock);
			if (row > 0) return row;
			around = parent;
		}
		return 0;
	}
}
