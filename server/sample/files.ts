/** The sample analysis as it lies in `sample/`: our own files, read as they are (sample/README.md says what they mean). */
import { readFile } from 'node:fs/promises';

const folder = new URL('../../sample/', import.meta.url);

export interface SampleSource {
	readonly id: string;
	readonly kind: string;
	readonly title: string;
	readonly files: readonly { readonly path: string }[];
	/** When a recording began, RFC 3339. */
	readonly recordingStart?: string;
	readonly clockOffsetMs?: number;
}

interface SampleManifest {
	readonly analysis: {
		readonly title: string;
		readonly summary: string;
		readonly standfirst: string;
		readonly number: number;
		readonly hours: number;
		readonly budgetHours: number;
		readonly date: string;
		readonly zone: string;
	};
	/** The state shown is of this instant. */
	readonly asOf: string;
	readonly users: readonly { readonly person: string; readonly email: string }[];
	readonly sources: readonly SampleSource[];
}

interface SampleTime {
	readonly form: 'exact' | 'about' | 'before' | 'after' | 'between';
	readonly earliest: string;
	/** Of an “after” there is none. */
	readonly latest?: string;
	readonly best?: string;
}

type SampleWhen = SampleTime & {
	readonly asWritten: string;
	readonly zone: string;
	readonly until?: SampleTime;
};

export interface SampleEvent {
	readonly id: string;
	readonly when: SampleWhen;
	readonly kind: string;
	readonly title: string;
	readonly label: string;
	readonly description: string;
	readonly people: readonly string[];
	readonly systems: readonly string[];
	readonly cites: readonly string[];
}

interface SampleSpan {
	readonly earliest: string;
	readonly latest: string;
}

export interface SampleTimeline {
	readonly lanes: readonly { readonly group: string; readonly lanes: readonly string[] }[];
	readonly presence: readonly (SampleSpan & {
		readonly person: string;
		readonly certainty: 'sure' | 'thought';
	})[];
	readonly outsideVoices: readonly { readonly id: string; readonly name: string }[];
	readonly systems: readonly { readonly id: string }[];
	readonly events: readonly SampleEvent[];
	readonly gaps: readonly (SampleSpan & {
		readonly id: string;
		readonly title: string;
		readonly scope: string;
		readonly note: string;
		readonly ask: readonly string[];
	})[];
	/** Other times at which somebody, or something, has an event. */
	readonly claims: readonly {
		readonly event: string;
		readonly person: string | null;
		readonly source: string;
		readonly when: SampleWhen;
	}[];
	/** From when somebody knew of an event; null is everybody. */
	readonly knowings: readonly {
		readonly event: string;
		readonly person: string | null;
		readonly when: SampleWhen;
	}[];
	readonly questions: readonly {
		readonly text: string;
		readonly state: 'open' | 'answered';
		readonly pinnedTo: { readonly kind: 'event' | 'gap' | 'record'; readonly id: string };
		readonly forPerson: string | null;
		readonly raisedBy: string;
	}[];
	readonly themes: readonly {
		readonly title: string;
		readonly short: string;
		readonly events: readonly string[];
	}[];
	readonly hypotheses: readonly {
		readonly text: string;
		readonly state: 'raised' | 'kept' | 'dropped';
		readonly raisedBy: string;
		readonly raisedAt: string;
		readonly tested: string | null;
		readonly testedAt: string | null;
		readonly refs: readonly string[];
	}[];
	readonly records: readonly { readonly id: string }[];
}

export interface SampleAccount {
	/** `person/event`, or `person/whole`. */
	readonly id: string;
	readonly person: string;
	readonly event: string | null;
	readonly saw: string;
	readonly knew: string;
	readonly wasTryingTo: string;
	readonly foundHard: string;
	readonly via: 'wrote' | 'interview';
	readonly consent: 'draft' | 'shared' | 'quotable';
}

export interface SampleThread {
	readonly id: string;
	readonly kind: 'question' | 'correction' | 'differs' | 'agreement' | 'note';
	readonly anchor:
		| { readonly kind: 'passage'; readonly quote: string }
		| { readonly kind: 'event'; readonly id: string };
	readonly state: 'open' | 'resolved';
	/** In which it was begun. */
	readonly round: number;
	readonly resolution: string | null;
	readonly comments: readonly { readonly by: string; readonly at: string; readonly text: string }[];
	readonly suggestion?: { readonly replacement: string };
}

/** One edit between the two rounds. */
export interface SampleEdit {
	readonly by: string;
	readonly before: string;
	/** As it stands in the narrative, once. */
	readonly now: string;
}

export interface SampleRound {
	readonly number: number;
	readonly opened: string;
	readonly closed: string | null;
	readonly asked: readonly string[];
	/** By person: the sections they are asked about. */
	readonly passages: Readonly<Record<string, readonly string[]>>;
	/** Who has answered everything. */
	readonly read: readonly string[];
}

/** The bytes of one file of the sample. Rejects when it is not there: the installation is incomplete then. */
export function sampleFile(path: string): Promise<Buffer> {
	return readFile(new URL(path, folder));
}

async function json<T>(path: string): Promise<T> {
	return JSON.parse((await sampleFile(path)).toString('utf8')) as T;
}

/** Everything of the sample that has a home in the product. */
export async function readSample() {
	const [manifest, timeline, { accounts }, { threads }, { rounds }, { edits }, narrative, people] = await Promise.all([
		json<SampleManifest>('sample.json'),
		json<SampleTimeline>('timeline.json'),
		json<{ accounts: readonly SampleAccount[] }>('accounts.json'),
		json<{ threads: readonly SampleThread[] }>('threads.json'),
		json<{ rounds: readonly SampleRound[] }>('rounds.json'),
		json<{ edits: readonly SampleEdit[] }>('edits.json'),
		sampleFile('narrative.md'),
		sampleFile('people.csv'),
	]);
	return { manifest, timeline, accounts, threads, rounds, edits, narrative: narrative.toString('utf8'), people: people.toString('utf8') };
}
export type Sample = Awaited<ReturnType<typeof readSample>>;
