/**
 * Whose words they are, in a narrative that three people write at once. Each writes in a script of their own, so that
 * every letter says who wrote it first, whatever the editor did with it since: the replay must say the same.
 */
import * as Y from 'yjs';
import { replayAuthorship, type AuthoredPassage, type AuthoredRow } from '#lib/model/authorship.ts';
import { narrativeOf } from '#lib/model/narrative.ts';
import { placePassages } from '#lib/model/prose.ts';
import { Dice } from './dice.ts';
import { scriptOf, Writing } from './writers.ts';

export type Replay = typeof replayAuthorship;

export interface AuthorshipRun {
	readonly seed: number;
	readonly edits: number;
	/** Rows replayed, as they came. */
	readonly rows: number;
	/** Letters that were asked about, by how their rows had come. */
	readonly letters: Readonly<Record<Batching, number>>;
	/** Of them, those that are said to be another's. */
	readonly astray: Readonly<Record<Batching, number>>;
	/** The first of them, in its passage. */
	readonly wrong: string | undefined;
}

/** Row by row as it was sent, or neighbours of one writer as one. */
type Batching = 'asSent' | 'merged';

export interface AuthorshipScale {
	/** Nobody goes offline: each edit is a row of its own. Who comes back sends as one what they did meanwhile. */
	readonly staysOnline: boolean;

	readonly edits: number;
	/** Edits between two replays. */
	readonly every: number;
}

/** Runs one seed; asks now and then, with the rows as they came and with neighbours of one writer made one. */
export function holdAuthorship(
	seed: number,
	{ edits, every, staysOnline }: AuthorshipScale,
	replay: Replay = replayAuthorship,
): AuthorshipRun {
	// Dice of its own: what is asked changes nothing of what is written.
	const dice = new Dice(seed);
	const writing = new Writing({ dice: new Dice(seed), staysOnline });
	const letters = { asSent: 0, merged: 0 };
	const astray = { asSent: 0, merged: 0 };
	let wrong: string | undefined;
	const look = () => {
		const rows = rowsOf(writing);
		for (const [batching, given] of [
			['asSent', rows],
			['merged', merged(rows, dice)],
		] as const) {
			const found = judge(replay(undefined, given, narrativeOf), writing.server);
			letters[batching] += found.letters;
			astray[batching] += found.astray;
			if (found.wrong !== undefined) wrong ??= `edit ${writing.edits}, ${batching}, ${found.wrong}`;
		}
	};
	try {
		while (writing.edits < edits) {
			const before = writing.edits;
			writing.step();
			if (writing.edits !== before && writing.edits % every === 0) look();
		}
		// Coming back makes one row of many.
		if (!staysOnline) writing.settle();
		look();
		return { seed, edits: writing.edits, rows: writing.rows.length, letters, astray, wrong };
	} finally {
		writing.close();
	}
}

/** A replay that takes whoever put a letter in last for its author: what the run must notice. */
export const lastInserter: Replay = (base, rows, fragmentOf) => {
	const doc = new Y.Doc();
	if (base) Y.applyUpdate(doc, base);
	const users = new Map<number, string>();
	for (const { userId, bytes } of rows) {
		for (const { id } of Y.decodeUpdate(bytes).structs) users.set(id.client, userId);
		Y.applyUpdate(doc, bytes);
	}
	return placePassages(fragmentOf(doc)).map(({ passage: { passageId }, element }): AuthoredPassage => {
		const runs: AuthoredPassage['runs'][number][] = [];
		let at = 0;
		const add = (item: Y.Item | null, length: number) => {
			runs.push({ from: at, to: at + length, userId: users.get(item?.id.client ?? 0) ?? null, at: 0 });
			at += length;
		};
		for (const child of element.toArray())
			if (child instanceof Y.XmlText) {
				for (let item = child._start; item !== null; item = item.right)
					if (!item.deleted && item.countable) add(item, item.length);
			} else add(child._item, 1);
		return { passageId, runs };
	});
};

function rowsOf({ rows }: Writing): readonly AuthoredRow[] {
	return rows.map(({ who, bytes }, index) => ({ userId: String(who), at: index, bytes }));
}

/** The same, as if neighbours of one writer had come as one. */
function merged(rows: readonly AuthoredRow[], dice: Dice): readonly AuthoredRow[] {
	const found: AuthoredRow[] = [];
	for (const row of rows) {
		const last = found.at(-1);
		if (last?.userId === row.userId && dice.roll(3) > 0)
			found[found.length - 1] = { ...last, bytes: Y.mergeUpdates([last.bytes, row.bytes]) };
		else found.push(row);
	}
	return found;
}

/** Compares what is said of every letter with its script. Undefined where all of it holds. */
function judge(said: readonly AuthoredPassage[], doc: Y.Doc) {
	let letters = 0;
	let astray = 0;
	let wrong: string | undefined;
	const runs = new Map(said.map((passage) => [passage.passageId, passage.runs]));
	for (const { passage } of placePassages(narrativeOf(doc))) {
		const authors = new Map<number, string | null>();
		for (const { from, to, userId } of runs.get(passage.passageId) ?? [])
			for (let at = from; at < to; at++) authors.set(at, userId);
		if (authors.size !== passage.text.length)
			wrong ??= `${authors.size} letters of “${passage.text}” are told`;
		for (const [at, letter] of passage.text.split('').entries()) {
			const script = scriptOf(letter);
			if (script === undefined) continue;
			letters++;
			if (authors.get(at) === String(script)) continue;
			astray++;
			wrong ??= `letter ${at} of “${passage.text}” is said to be ${String(authors.get(at))}'s`;
		}
	}
	return { letters, astray, wrong };
}
