/** The moments of a timeline that are one person's, titled by the trace they left. Pure. */
import type { TimelineEvent } from '#lib/model/timeline.ts';
import type { Trace } from './ports.ts';

/** A record behind a moment, shown after a tap. */
export interface MomentTrace {
	readonly id: string;
	readonly source: string;
	/** RFC 3339 in UTC. */
	readonly at: string;
	readonly author: string | null;
	/** Written by the person, or from their account. */
	readonly isTheirs: boolean;
	readonly text: string;
	/** A line of a machine, to be set in mono. */
	readonly isMachine: boolean;
}

/** How long a quoted trace may be in a title. */
const longestTitle = 90;
/** And how much of a record is shown behind the tap. */
const longestTrace = 2000;
/** Kinds of record in which a person speaks. */
const spoken: ReadonlySet<string> = new Set(['message', 'cue', 'update']);

/** Whether the person was in this event: named in it, or behind one of its records. */
export function isTheirs(
	event: Pick<TimelineEvent, 'people' | 'records'>,
	personId: string,
	authored: ReadonlySet<string>,
): boolean {
	for (const id of event.people) if (id === personId) return true;
	for (const id of event.records) if (authored.has(id)) return true;
	return false;
}

/**
 * What the person left behind there, in their own words where there are any; else the event as the analysts call
 * it. A title by trace says what can be known, and leaves what it meant to the person.
 */
export function titleByTrace(title: string, traces: readonly MomentTrace[]): string {
	const wrote = traces.find(({ isTheirs, isMachine }) => isTheirs && !isMachine);
	if (wrote) return `You wrote “${shortened(wrote.text)}” in ${wrote.source}`;
	const ran = traces.find(({ isTheirs }) => isTheirs);
	if (ran) return `“${shortened(ran.text)}”, from your account, in ${ran.source}`;
	return title;
}

/** The traces of an event in order of time, as the person may see them. */
export function tracesOf(
	event: Pick<TimelineEvent, 'records'>,
	traces: ReadonlyMap<string, Trace>,
	names: ReadonlySet<string>,
): readonly MomentTrace[] {
	return [...event.records]
		.flatMap((id) => traces.get(id) ?? [])
		.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1))
		.map((trace) => ({
			id: trace.id,
			source: trace.source,
			at: trace.at,
			author: trace.author,
			isTheirs: trace.author !== null && names.has(trace.author),
			text: trace.text.slice(0, longestTrace),
			isMachine: !spoken.has(trace.kind),
		}));
}

function shortened(text: string): string {
	const line = text.replace(/\s+/gu, ' ').trim();
	if (line.length <= longestTitle) return line;
	const cut = line.slice(0, longestTitle);
	return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longestTitle / 2))}…`;
}
