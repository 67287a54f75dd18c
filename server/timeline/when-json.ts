/** Times of events as the API tells and takes them: instants in RFC 3339 instead of microseconds. */
import { formatInstant, parseInstant, type Micros } from '#lib/model/instant.ts';
import { exactly, makeWhen, type End, type Form, type When } from '#lib/model/time.ts';
import { parseWhen, type Clock, type Parsed } from '#lib/model/time-text.ts';

interface BoundsJson {
	readonly earliest?: string | null | undefined;
	readonly latest?: string | null | undefined;
	/** The likeliest instant of an `about`. */
	readonly best?: string | null | undefined;
}

export interface WhenJson extends BoundsJson {
	readonly form?: Form | undefined;
	readonly written?: string | undefined;
	readonly zone?: string | undefined;
	readonly end?: (BoundsJson & { readonly form?: End['form'] | undefined }) | null | undefined;
}

/** An RFC 3339 instant, a time as a person types it, or the whole of it. */
export type WhenInput = string | WhenJson;

/** What an input means by the clock of the analysis, or why it means nothing. */
export function whenFrom(input: WhenInput, clock: Clock): Parsed {
	if (typeof input === 'string') {
		const at = parseInstant(input);
		return at === undefined ? parseWhen(input, clock) : { ok: true, when: exactly(at, input) };
	}
	const start = bounds(input);
	const end = input.end ? bounds(input.end) : undefined;
	if (start === undefined || (input.end && end === undefined))
		return { ok: false, why: 'An instant is not RFC 3339, such as 2026-03-11T02:14:07Z.' };
	const when = makeWhen({
		...start,
		form: input.form ?? (input.earliest != null && input.latest != null ? 'between' : 'exact'),
		written: input.written ?? '',
		zone: input.zone ?? clock.zone,
		...(input.end && {
			end: { ...end, form: input.end.form ?? (end?.earliest === undefined ? 'unknown' : 'exact') },
		}),
	});
	return when
		? { ok: true, when }
		: { ok: false, why: 'It says too little for its form, or ends before it begins.' };
}

function bounds(json: BoundsJson): { [K in 'earliest' | 'latest' | 'best']?: Micros } | undefined {
	const found: { [K in 'earliest' | 'latest' | 'best']?: Micros } = {};
	for (const key of ['earliest', 'latest', 'best'] as const) {
		const text = json[key];
		if (text === undefined || text === null) continue;
		const at = parseInstant(text);
		if (at === undefined) return undefined;
		found[key] = at;
	}
	return found;
}

/** A time as the API tells it; open bounds are null. */
export function whenJson(when: When) {
	const told = ({ earliest, latest, best }: Pick<When, 'earliest' | 'latest' | 'best'>) => ({
		earliest: earliest === undefined ? null : formatInstant(earliest),
		latest: latest === undefined ? null : formatInstant(latest),
		best: best === undefined ? null : formatInstant(best),
	});
	return {
		form: when.form,
		...told(when),
		written: when.written,
		zone: when.zone,
		end: when.end ? { form: when.end.form, ...told(when.end) } : null,
	};
}
