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

/** So many neighbouring edits that took something out one undo takes back. */
const mostAtOnce = 40;
/** Of so many letters. */
const mostLetters = 20_000;
/** So long ago, in edits that took something out, an undo reaches. */
const mostEdits = 200;

/** Neighbouring edits that one undo may take back, with all that was put in since `start`. */
interface Window {
	/** Counted from the beginning. */
	readonly first: number;
	readonly last: number;
	readonly start: number;
	/** How many letters undoing them puts in. */
	readonly letters: number;
	/** Those, by the client whose they are; worked out when it is asked for. */
	parts?: readonly Run[];
}

/** What one writer took out, edit by edit. */
export class TakenOut {
	/** The last `mostEdits` at least, by their number. */
	readonly #edits = new Map<number, Edit>();
	#count = 0;
	/** By how many letters they bring back; the newest last, and of those the shortest. */
	readonly #windows = new Map<number, Window[]>();

	add(row: number, taken: readonly Taken[]): void {
		if (taken.length === 0) return;
		this.#edits.set(this.#count, { row, taken });
		for (const window of this.#windowsTo(this.#count).toReversed()) {
			const alike = this.#windows.get(window.letters);
			if (alike) alike.push(window);
			else this.#windows.set(window.letters, [window]);
		}
		this.#count++;
		if (this.#edits.size >= 2 * mostEdits) this.#forget(this.#count - mostEdits);
	}

	/** The letters that a text is when it is what undoing some neighbouring edits puts in; the newest such edits count. */
	find(text: string): Run | undefined {
		for (const window of this.#windows.get(text.length)?.toReversed() ?? []) {
			const found = inOrder((window.parts ??= this.#partsOf(window)), text);
			if (found) return found;
		}
		return undefined;
	}

	#windowsTo(last: number): readonly Window[] {
		const windows: Window[] = [];
		/** How many of the letters had been put in by each of the writer's own edits. */
		const putIn = new Map<number, number>();
		let [letters, looked] = [0, 0];
		for (let first = last; last - first < mostAtOnce && looked < mostLetters; first--) {
			const edit = this.#edits.get(first);
			if (!edit) break;
			for (const { putIn: by } of edit.taken) {
				if (by >= edit.row) continue;
				letters++;
				if (by > 0) putIn.set(by, (putIn.get(by) ?? 0) + 1);
			}
			looked += 1 + edit.taken.length;
			const before = this.#edits.get(first - 1)?.row ?? 0;
			for (const start of [edit.row, ...startsBetween(putIn, before, edit.row)]) {
				letters -= putIn.get(start) ?? 0;
				putIn.delete(start);
				windows.push({ first, last, start, letters });
			}
		}
		return windows;
	}

	/** Edits that an undo will not reach any more, those before one, with all that they were part of. */
	#forget(number: number): void {
		for (const each of this.#edits.keys()) if (each < number) this.#edits.delete(each);
		for (const [letters, windows] of this.#windows)
			this.#windows.set(
				letters,
				windows.filter(({ first }) => first >= number),
			);
	}

	#partsOf({ first, last, start }: Window): readonly Run[] {
		const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
		const letters = numbers.flatMap((number) =>
			(this.#edits.get(number)?.taken ?? []).filter(({ putIn }) => putIn < start),
		);
		return [...Map.groupBy(letters, ({ client }) => client).values()].map((each) => {
			const run = new Run();
			for (const { client, clock, text } of each.toSorted((a, b) => a.clock - b.clock))
				run.add(client, clock, text);
			return run;
		});
	}
}

/** All of a text as some texts, each whole, in whatever order. */
function inOrder(texts: readonly Run[], text: string): Run | undefined {
	const run = new Run();
	const left = [...texts];
	while (left.length > 0) {
		const at = left.findIndex((each) => text.startsWith(each.text, run.text.length));
		const [part] = at < 0 ? [] : left.splice(at, 1);
		if (!part) return undefined;
		run.addAll(part);
	}
	return run;
}

/** Rows between two others, the newest first. */
function startsBetween(rows: ReadonlyMap<number, unknown>, before: number, row: number): readonly number[] {
	const between: number[] = [];
	for (const by of rows.keys()) if (by > before && by < row) between.push(by);
	return between.toSorted((a, b) => b - a);
}
