/** What a copy of the sample is made of while it is being made, and how its parts find each other. */
import type { AnalysisId, EventId, GapId, PersonId, RecordId, SystemId } from '#lib/model/ids.ts';
import type { Services } from '../services.ts';
import type { Sample } from './files.ts';

/** What the loader uses of the house: the use cases behind the API, and the documents. */
export type SampleServices = Pick<
	Services,
	'analyses' | 'people' | 'evidence' | 'collab' | 'sharing' | 'threads' | 'rounds' | 'databases'
>;

/** Slugs of the sample and what they became. */
export interface Copy {
	readonly services: SampleServices;
	readonly sample: Sample;
	readonly analysis: AnalysisId;
	/** Who asked for the copy, and leads it. */
	readonly leadId: string;
	/** By slug: `hana-sato`. */
	readonly people: Map<string, PersonId>;
	/** Their names, by slug. */
	readonly names: Map<string, string>;
	/** Users behind the people who write in the sample; they are guests without a way to sign in. */
	readonly writers: Map<string, string>;
	readonly systems: Map<string, SystemId>;
	/** By `source/key`. */
	readonly records: Map<string, RecordId>;
	readonly events: Map<string, EventId>;
	readonly gaps: Map<string, GapId>;
	readonly threads: Map<string, string>;
}

/** What a slug became. Throws for a slug that nothing has: the sample's own files disagree, and its test says so. */
export function must<T>(map: ReadonlyMap<string, T>, slug: string): T {
	const found = map.get(slug);
	if (found === undefined) throw new Error(`the sample speaks of “${slug}” and has none`);
	return found;
}

/** Milliseconds of an RFC 3339 instant of the sample. */
export const ms = (text: string): number => Date.parse(text);
