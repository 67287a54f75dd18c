/**
 * Copies of the sample analysis: each made for one person, who leads it and may change anything. Made through the
 * same use cases as a user's own work. What has no home in the product yet is left out: interviews with their notes
 * and asides, the review, the survey, the library, and the short forms of accounts.
 */
import type { AnalysisId } from '#lib/model/ids.ts';
import { notFound, ok, refuse, type Outcome } from '../refusal.ts';
import type { Copy, SampleServices } from './copy.ts';
import { readSample } from './files.ts';
import { loadAccounts } from './load-accounts.ts';
import { loadEvidence } from './load-evidence.ts';
import { loadEdits, loadNarrative, loadThreads } from './load-narrative.ts';
import { loadPeople } from './load-people.ts';
import { loadAnswers, loadRound } from './load-rounds.ts';
import { loadInquiry, loadTimeline } from './load-timeline.ts';

/** How far a copy is. */
export interface SampleProgress {
	/** Of the analysis that it becomes. */
	readonly id: string;
	readonly status: 'loading' | 'ready' | 'failed';
	/** 0 to 1. */
	readonly done: number;
	/** What is being done, or what went wrong, as one line to show. */
	readonly words: string;
}

export interface Samples {
	/** Begins a copy; resolves as soon as it has an id. */
	start(userId: string): Promise<SampleProgress>;
	/** How far a copy of the user's is; a finished one is remembered for as long as the server runs. */
	progress(userId: string, id: string): Outcome<SampleProgress>;
	/** Begins a copy and resolves when it is whole. */
	load(userId: string): Promise<Outcome<{ id: string }>>;
	/** Takes away what a killed server left half copied. */
	recover(): Promise<void>;
	/** Resolves when no copy is being made. */
	settled(): Promise<void>;
}

export interface SamplesDeps extends SampleServices {
	/** Runs `work`, of which nothing is told: a copy is made, and nobody worked on it yet. */
	quietly<T>(analysisId: string, work: () => Promise<T>): Promise<T>;
	/** Told of what should not happen; the copy is taken away. */
	onBug(error: unknown): void;
	readonly now?: () => number;
}

/** On PostgreSQL another node may be making it; after this long nobody is. */
const abandonedAfterMs = 15 * 60_000;

interface Running {
	readonly userId: string;
	progress: SampleProgress;
	readonly whole: Promise<Outcome<{ id: string }>>;
}

export function createSamples(deps: SamplesDeps): Samples {
	const { analyses, databases, now = Date.now } = deps;
	const db = databases.core;
	const copies = new Map<string, Running>();

	/** In the audit: a copy that began and did not end was cut short. */
	const note = (userId: string, action: 'sample.begin' | 'sample.end', analysisId: string) =>
		db
			.insertInto('audit')
			.values({ user_id: userId, action, detail_json: JSON.stringify({ analysisId }), at: now() })
			.execute();

	async function begin(userId: string): Promise<Running> {
		const sample = await readSample();
		const { title, number, date, zone, summary, standfirst, budgetHours } = sample.manifest.analysis;
		const id = await analyses.create(userId, {
			title,
			number: String(number),
			summary,
			standfirst,
			date,
			zone,
			subject: 'incident',
			effort: 'deep',
			plannedMinutes: budgetHours * 60,
			isSample: true,
		});
		await note(userId, 'sample.begin', id);
		const copy: Copy = {
			services: deps,
			sample,
			analysis: id as AnalysisId,
			leadId: userId,
			people: new Map(),
			names: new Map(),
			writers: new Map(),
			systems: new Map(),
			records: new Map(),
			events: new Map(),
			gaps: new Map(),
			threads: new Map(),
		};
		const progress: SampleProgress = { id, status: 'loading', done: 0, words: 'Making a copy for you' };
		const say = (done: number, words: string) => {
			running.progress = { id, status: 'loading', done, words };
		};
		const finish = async (): Promise<Outcome<{ id: string }>> => {
			let outcome: Outcome<void>;
			try {
				outcome = await deps.quietly(id, () => fill(copy, say));
			} catch (error) {
				deps.onBug(error);
				outcome = refuse('unavailable', 'The sample could not be copied; the server’s log says why. Nothing of it stays.');
			}
			if (outcome.ok) {
				running.progress = { id, status: 'ready', done: 1, words: 'Ready' };
			} else {
				await analyses.remove(userId, id);
				running.progress = { id, status: 'failed', done: 0, words: outcome.refusal.message };
			}
			await note(userId, 'sample.end', id);
			return outcome.ok ? ok({ id }) : outcome;
		};
		const running: Running = { userId, progress, whole: Promise.resolve().then(finish) };
		copies.set(id, running);
		return running;
	}

	return {
		start: async (userId) => (await begin(userId)).progress,
		progress(userId, id) {
			const running = copies.get(id);
			return running?.userId === userId ? ok(running.progress) : notFound('sample');
		},
		load: async (userId) => (await begin(userId)).whole,
		async recover() {
			const notes = await db
				.selectFrom('audit')
				.select(['user_id', 'action', 'detail_json', 'at'])
				.where('action', 'in', ['sample.begin', 'sample.end'])
				.execute();
			const ended = new Set(notes.filter(({ action }) => action === 'sample.end').map(({ detail_json }) => detail_json));
			for (const { action, user_id, detail_json, at } of notes) {
				if (action !== 'sample.begin' || ended.has(detail_json) || user_id === null) continue;
				if (databases.dialect === 'postgres' && now() - at < abandonedAfterMs) continue;
				const { analysisId } = JSON.parse(detail_json) as { analysisId: string };
				await analyses.remove(user_id, analysisId);
				await note(user_id, 'sample.end', analysisId);
			}
		},
		async settled() {
			await Promise.all([...copies.values()].map(({ whole }) => whole));
		},
	};
}

/** Everything of the sample that has a home, each part after those it refers to. */
async function fill(copy: Copy, say: (done: number, words: string) => void): Promise<Outcome<void>> {
	const { services, analysis, leadId, sample } = copy;
	say(0.02, 'Bringing in the people');
	const people = await loadPeople(copy);
	if (!people.ok) return people;
	say(0.08, 'Reading the evidence');
	const evidence = await loadEvidence(copy, (done) => say(0.08 + 0.72 * done, 'Reading the evidence'));
	if (!evidence.ok) return evidence;
	say(0.82, 'Laying out the timeline');
	await loadTimeline(copy);
	await loadInquiry(copy);
	say(0.88, 'Writing down what people told');
	const shared = await loadAccounts(copy);
	say(0.92, 'Writing the story');
	const narrative = await loadNarrative(copy, shared);
	if (!narrative.ok) return narrative;
	say(0.95, 'Asking those who were there');
	const first = await loadRound(copy, 1);
	if (!first.ok) return first;
	await loadEdits(copy);
	const threads = await loadThreads(copy);
	if (!threads.ok) return threads;
	say(0.98, 'Asking them again');
	const second = await loadRound(copy, 2);
	if (!second.ok) return second;
	for (const round of [first.value, second.value]) await loadAnswers(copy, round);
	const changed = await services.analyses.change(leadId, analysis, {
		stage: 'calibrate',
		usedMinutes: sample.manifest.analysis.hours * 60,
	});
	return changed.ok ? ok(undefined) : changed;
}
