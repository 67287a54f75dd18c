/**
 * Lines of activity on their way into the database: written behind, a few at a time, never waited for. What somebody
 * goes on doing to one thing is one line whose time moves on, so that an hour of typing is no thousand lines, and no
 * line says how much.
 */
import { appendActivity, clearActivity, deleteActivity, moveActivity } from '#db/activity.ts';
import type { CoreDb } from '#db/open.server.ts';
import type { Log } from '../journal/log.ts';
import { gathered, type Subject } from './act.ts';

export interface Line {
	readonly analysisId: string;
	readonly userId: string;
	readonly on: Subject;
	/** See `Act.act`. */
	readonly act: string;
	readonly words: string;
	/** Milliseconds; now, when it is not said. */
	readonly at?: number | undefined;
}

/** Whose lines about which kind of thing, or about which such thing. */
export interface Forgotten {
	readonly analysisId: string;
	readonly userId: string;
	readonly kind: Subject['kind'];
	readonly id?: string | undefined;
}

/** What use cases need of it. */
export interface Tell {
	/** Adds a line. Returns at once and never throws: a line that cannot be written is lost, and what was done is not. */
	tell(line: Line): void;
	/** Takes lines out for good, those on their way included. */
	forget(which: Forgotten): Promise<void>;
}

/** Somebody who does the same to the same thing again within this is still at it. */
const goesOnMs = 10 * 60_000;
/** A line that goes on need not say so more often: it is read by the minute. */
const movesEveryMs = 20_000;
const writeAfterMs = 300;
/** What belongs to adding a thing when it is done right then; answering a question one asked, say, does not. */
const making: ReadonlySet<string> = new Set([
	...['renamed', 'reworded', 'moved', 'described', 'wrote', 'changed'],
	...['concerned', 'cited', 'claimed', 'known', 'pinned', 'whom'],
]);
/** Lines that wait while the database is slow; more are lost. */
const mostWaiting = 5_000;

interface Going {
	readonly seq: number;
	readonly words: string;
	readonly analysisId: string;
	readonly userId: string;
	readonly on: Subject;
	/** Of the newest doing, and of the newest that the row says. */
	at: number;
	writtenAt: number;
}

interface Deps {
	readonly db: CoreDb;
	/** Something new can be read. */
	readonly publish: (analysisId: string) => void;
	readonly log: Log;
	readonly now?: () => number;
}

export class ActivityLog implements Tell {
	readonly #deps: Deps;
	readonly #now: () => number;
	#waiting = new Map<string, Line & { readonly at: number }>();
	readonly #going = new Map<string, Going>();
	readonly #quiet = new Set<string>();
	#timer: NodeJS.Timeout | undefined;
	#last: Promise<void> = Promise.resolve();

	constructor(deps: Deps) {
		this.#deps = deps;
		this.#now = deps.now ?? Date.now;
	}

	tell(line: Line): void {
		if (this.#quiet.has(line.analysisId) || this.#waiting.size >= mostWaiting) return;
		const key = keyOf(line, line.act);
		// Anew at the end: what was done last is written last.
		this.#waiting.delete(key);
		this.#waiting.set(key, { ...line, at: line.at ?? this.#now() });
		this.#timer ??= setTimeout(() => void this.flush(), writeAfterMs).unref();
	}

	async forget(which: Forgotten): Promise<void> {
		const isMeant = (line: Pick<Line, 'analysisId' | 'userId' | 'on'>) =>
			line.analysisId === which.analysisId &&
			line.userId === which.userId &&
			line.on.kind === which.kind &&
			(which.id === undefined || line.on.id === which.id);
		for (const [key, line] of this.#waiting) if (isMeant(line)) this.#waiting.delete(key);
		// What is being written just now is in the table before anything is taken out of it.
		await this.flush();
		for (const [key, line] of this.#going) if (isMeant(line)) this.#going.delete(key);
		await deleteActivity(this.#deps.db, which);
	}

	/** While `work` runs an analysis is being made, not worked on: nothing that is done in it leaves a line. */
	async quietly<T>(analysisId: string, work: () => Promise<T>): Promise<T> {
		this.#quiet.add(analysisId);
		try {
			const done = await work();
			// Rounds and threads write theirs along with what they do.
			await clearActivity(this.#deps.db, analysisId);
			return done;
		} finally {
			this.#quiet.delete(analysisId);
		}
	}

	/** Resolves once what was told so far is written, or lost. */
	flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#last = this.#last.then(() => this.#write());
		return this.#last;
	}

	async #write(): Promise<void> {
		const byPerson = Map.groupBy(
			this.#waiting.values(),
			({ analysisId, userId }) => `${analysisId} ${userId}`,
		);
		const lines = [...byPerson.values()]
			.flatMap((theirs) => gathered(theirs, theirs[0]?.analysisId ?? ''))
			.toSorted((a, b) => a.at - b.at);
		this.#waiting = new Map();
		const fresh: Line[] = [];
		try {
			if (lines.length > 0)
				await this.#deps.db.transaction().execute(async (trx) => {
					for (const line of lines) if (await this.#put(trx, line)) fresh.push(line);
				});
		} catch (error) {
			// What was begun in there is gone again, so nothing may go on under it.
			this.#going.clear();
			this.#deps.log.error({ err: error }, 'activity could not be written');
			return;
		}
		const before = this.#now() - goesOnMs;
		for (const [key, { at }] of this.#going) if (at < before) this.#going.delete(key);
		// Who may not read the inquiry is not told that somebody is at it.
		const told = new Set(
			fresh.filter(({ on }) => !ofInquiry.has(on.kind)).map(({ analysisId }) => analysisId),
		);
		for (const analysisId of told) this.#deps.publish(analysisId);
	}

	/** Whether it became a line of its own. */
	async #put(trx: CoreDb, line: Line & { readonly at: number }): Promise<boolean> {
		const { analysisId, userId, on, act, at } = line;
		const key = keyOf(line, act);
		const isGoing = (known: Going | undefined) =>
			known && at - known.at <= goesOnMs && at >= known.at ? known : undefined;
		const same = isGoing(this.#going.get(key));
		// What one adds one goes on making: naming it, placing it, writing in it is the adding.
		const known = same ?? (making.has(act) ? isGoing(this.#going.get(keyOf(line, 'added'))) : undefined);
		if (!known) {
			const row = { analysis_id: analysisId, user_id: userId, subject_kind: on.kind, subject_id: on.id };
			const seq = await appendActivity(trx, { ...row, words: line.words, at });
			this.#going.set(key, { seq, words: line.words, analysisId, userId, on, at, writtenAt: at });
			return true;
		}
		const words = same ? line.words : known.words;
		known.at = at;
		if (words === known.words && at - known.writtenAt < movesEveryMs) return false;
		await moveActivity(trx, known.seq, { words, at });
		this.#going.set(same ? key : keyOf(line, 'added'), { ...known, words, writtenAt: at });
		return false;
	}
}

const ofInquiry: ReadonlySet<string> = new Set(['inquiry', 'question', 'theme', 'hypothesis']);

const keyOf = ({ analysisId, userId, on }: Line, act: string) =>
	`${analysisId} ${userId} ${on.kind} ${on.id} ${act}`;
