/**
 * What an undo brings back. It puts in again what some neighbouring edits of its writer took out and did not bring
 * themselves: all of it, in the order of its ids, client by client (`UndoManager` of yjs 13). Text that an edit puts in
 * and that is exactly this is no new text. Rules AU in SPEC.md.
 */
import { Run } from './authorship-units.ts';

/** A letter that somebody took out. */
export interface Taken {
	readonly client: number;
	readonly clock: number;
	/** One UTF-16 unit. */
	readonly text: string;
	/** The writer's own edit that had put it in; 0 where another did. */
	readonly putIn: number;
}

interface Edit {
	readonly row: number;
	readonly taken: readonly Taken[];
}

/** Edits that took something out, which are kept. */
const mostEdits = 120;
/** Letters that are looked at for one edit. */
const mostLooked = 30_000;

/** What one writer took out, edit by edit. */
export class TakenOut {
	readonly #edits: Edit[] = [];

	add(row: number, taken: readonly Taken[]): void {
		if (taken.length === 0) return;
		this.#edits.push({ row, taken });
		if (this.#edits.length > mostEdits) this.#edits.shift();
	}

	/** The letters that a text is when it is what undoing some neighbouring edits puts in; the newest such edits count. */
	find(text: string): Run | undefined {
		const oldest = this.#edits[0]?.row ?? 0;
		let looked = 0;
		for (let last = this.#edits.length - 1; last >= 0 && looked < mostLooked; last--) {
			const putIn = new Map<number, number>();
			let [count, stays] = [0, 0];
			// Letters that no edit that is known put in are brought back by whatever undoes their going.
			for (let first = last; first >= 0 && looked < mostLooked && stays <= text.length; first--) {
				const { row, taken } = this.#edits[first] as Edit;
				for (const { putIn: by } of taken) {
					if (by < oldest) stays++;
					if (by >= row) continue;
					count++;
					if (by > 0) putIn.set(by, (putIn.get(by) ?? 0) + 1);
				}
				looked += 1 + taken.length;
				count -= putIn.get(row) ?? 0;
				const before = this.#edits[first - 1]?.row ?? 0;
				const starts = [...putIn.keys()].filter((by) => by > before && by < row).toSorted((a, b) => b - a);
				for (const start of [row, ...starts]) {
					if (start !== row) count -= putIn.get(start) ?? 0;
					const found = count === text.length ? this.#inOrder(first, last, start, text) : undefined;
					if (found) return found;
				}
			}
		}
		return undefined;
	}

	#inOrder(first: number, last: number, start: number, text: string): Run | undefined {
		const letters = this.#edits
			.slice(first, last + 1)
			.flatMap(({ taken }) => taken.filter(({ putIn }) => putIn < start));
		const clients = [...Map.groupBy(letters, ({ client }) => client).values()];
		const parts = clients.map((each) => each.toSorted((a, b) => a.clock - b.clock));
		const run = new Run();
		while (parts.length > 0) {
			const at = parts.findIndex((part) =>
				text.startsWith(part.map((each) => each.text).join(''), run.text.length),
			);
			const [part] = at < 0 ? [] : parts.splice(at, 1);
			if (!part) return undefined;
			for (const { client, clock, text: letter } of part) run.add(client, clock, letter);
		}
		return run;
	}
}
