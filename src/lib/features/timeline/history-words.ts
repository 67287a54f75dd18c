/** What was done to an event, in words: "changed the time from 02:40 to about 02:41". */
import { parseInstant, type Micros } from '#lib/model/instant.ts';
import { makeWhen, type End, type Form, type When } from '#lib/model/time.ts';
import type { EventKind, TimelineEvent } from '#lib/model/timeline.ts';
import { kindGlyphs } from '#lib/ui/kind-glyphs.ts';

/** A time as the API tells it. */
interface ToldWhen {
	readonly form: Form;
	readonly earliest: string | null;
	readonly latest: string | null;
	readonly best: string | null;
	readonly written: string;
	readonly zone: string;
	readonly end: {
		readonly form: End['form'];
		readonly earliest: string | null;
		readonly latest: string | null;
		readonly best: string | null;
	} | null;
}
interface ToldSaid {
	readonly when: ToldWhen;
	readonly personId: string | null;
}

/** One change as the API tells it. */
export type ToldChange =
	| { readonly field: 'added' | 'removed' | 'restored' | 'title' | 'label' | 'description' | 'order' }
	| { readonly field: 'merged'; readonly from?: string; readonly to?: string }
	| { readonly field: 'when'; readonly from: ToldWhen; readonly to: ToldWhen }
	| { readonly field: 'kind'; readonly from: EventKind; readonly to: EventKind }
	| {
			readonly field: 'certainty';
			readonly from: TimelineEvent['certainty'];
			readonly to: TimelineEvent['certainty'];
	  }
	| {
			readonly field: 'people' | 'systems' | 'records';
			readonly from: readonly string[];
			readonly to: readonly string[];
	  }
	| { readonly field: 'claim' | 'knowing'; readonly from?: ToldSaid; readonly to?: ToldSaid };

export interface ToldEntry {
	/** RFC 3339. */
	readonly at: string;
	readonly by: { readonly userId: string; readonly name: string };
	readonly changes: readonly ToldChange[];
}

/** What the words need of the page: names of people and systems, and times by the clock shown. */
export interface Telling {
	readonly nameOf: (id: string) => string;
	readonly print: (when: When) => string;
}

const certainties = {
	sure: 'seen or recorded',
	thought: 'thought by somebody',
	inferred: 'inferred from logs',
};

/** Everything of one entry in one sentence, without who did it: "retitled it and put Ana on it". */
export function wordsOf(changes: readonly ToldChange[], telling: Telling): string {
	return listed(changes.flatMap((change) => phrases(change, telling)));
}

function phrases(change: ToldChange, { nameOf, print }: Telling): readonly string[] {
	const time = (told: ToldWhen) => {
		const when = whenOf(told);
		return when ? print(when) : 'a time nobody can read';
	};
	switch (change.field) {
		case 'added':
			return ['added the event'];
		case 'removed':
			return ['deleted the event'];
		case 'restored':
			return ['brought the event back'];
		case 'merged':
			return [
				change.to === undefined ? 'merged another event into this one' : 'merged it into another event',
			];
		case 'title':
			return ['changed the title'];
		case 'label':
			return ['changed the short name'];
		case 'description':
			return ['changed the description'];
		case 'order':
			return ['moved it among the events of its time'];
		case 'when': {
			const [from, to] = [time(change.from), time(change.to)];
			// By the minute both may read alike.
			return [
				from === to ? `changed the time by a little, still ${to}` : `changed the time from ${from} to ${to}`,
			];
		}
		case 'kind':
			return [`changed the kind from ${kindOf(change.from)} to ${kindOf(change.to)}`];
		case 'certainty':
			return [`changed it from “${certainties[change.from]}” to “${certainties[change.to]}”`];
		case 'people':
		case 'systems': {
			const [came, went] = difference(change.from, change.to).map((ids) => ids.map(nameOf));
			return [
				...(came?.length ? [`put ${listed(came)} on it`] : []),
				...(went?.length ? [`took ${listed(went)} off it`] : []),
			];
		}
		case 'records': {
			const [came, went] = difference(change.from, change.to);
			return [
				...(came.length > 0 ? [`cited ${counted(came.length)}`] : []),
				...(went.length > 0 ? [`stopped citing ${counted(went.length)}`] : []),
			];
		}
		case 'claim':
		case 'knowing': {
			const said = change.to ?? change.from;
			if (!said) return [];
			const at = time(said.when);
			const words =
				change.field === 'claim'
					? said.personId === null
						? `the time ${at}, which differs`
						: `that ${nameOf(said.personId)} has it at ${at}`
					: `that ${said.personId === null ? 'everybody' : nameOf(said.personId)} knew from ${at}`;
			return [change.to === undefined ? `took back ${words}` : `noted ${words}`];
		}
	}
}

const kindOf = (kind: EventKind) => kindGlyphs[kind].name.toLowerCase();
const counted = (count: number) => (count === 1 ? 'a record' : `${count} records`);

function difference(from: readonly string[], to: readonly string[]): readonly [string[], string[]] {
	return [to.filter((one) => !from.includes(one)), from.filter((one) => !to.includes(one))];
}

/** "a", "a and b", "a, b and c". */
function listed(words: readonly string[]): string {
	return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function whenOf({ form, written, zone, end, ...told }: ToldWhen): When | undefined {
	return makeWhen({
		form,
		written,
		zone,
		...bounds(told),
		...(end && { end: { form: end.form, ...bounds(end) } as never }),
	});
}

function bounds(told: Pick<ToldWhen, 'earliest' | 'latest' | 'best'>) {
	const found: { [K in 'earliest' | 'latest' | 'best']?: Micros } = {};
	for (const key of ['earliest', 'latest', 'best'] as const) {
		const at = told[key] === null ? undefined : parseInstant(told[key]);
		if (at !== undefined) found[key] = at;
	}
	return found;
}
