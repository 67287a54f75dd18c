/**
 * When something was, as honestly as it is known. A `When` is one immutable JSON value: its parts kept in separate
 * registers would merge into a time that nobody wrote. What was written stays beside what it was taken to mean.
 */
import { isMicros, minute, type Micros } from './instant.ts';
import type { ScalarField } from './record.ts';

/**
 * `exact`: within what was written (02:14 is a minute, 02:14:07 a point). `about`: near `best`, surely within the
 * bounds. `before` and `after`: one bound only. `between`: anywhere within. `order`: no time at all; bounds, if
 * any, say what it was placed between.
 */
export const forms = ['exact', 'about', 'before', 'after', 'between', 'order'] as const;
export type Form = (typeof forms)[number];

interface Bounds {
	/** Undefined is open. */
	readonly earliest?: Micros;
	readonly latest?: Micros;
	/** The likeliest instant of an `about`. */
	readonly best?: Micros;
}

/** When a stretch ended. `unknown`: it lasted, and nobody knows until when. */
export interface End extends Bounds {
	readonly form: Exclude<Form, 'order'> | 'unknown';
}

export interface When extends Bounds {
	readonly form: Form;
	/** As a person or a source wrote it; empty when it was placed by hand. */
	readonly written: string;
	/** The zone it was written in. */
	readonly zone: string;
	/** Present when it lasted. */
	readonly end?: End;
}

/** How far "about" reaches to each side when nobody said: 5 minutes for round times, else 2; 10 s with seconds. */
export function usualDoubt(best: Micros): Micros {
	if (best % minute !== 0) return 10_000_000;
	return best % (5 * minute) === 0 ? 5 * minute : 2 * minute;
}

/** What a draft of a time means, its missing parts filled in; undefined when it contradicts itself or says too little. */
export function makeWhen(draft: {
	readonly form: Form;
	readonly earliest?: Micros | undefined;
	readonly latest?: Micros | undefined;
	readonly best?: Micros | undefined;
	readonly written?: string | undefined;
	readonly zone?: string | undefined;
	readonly end?: (Omit<End, 'best'> & { readonly best?: Micros | undefined }) | undefined;
}): When | undefined {
	const bounds = settle(draft.form, draft);
	if (!bounds) return undefined;
	const written = (draft.written ?? '').slice(0, 200);
	const when: When = { form: draft.form, ...bounds, written, zone: (draft.zone ?? 'UTC').slice(0, 64) };
	if (!draft.end) return when;
	const endBounds = draft.end.form === 'unknown' ? {} : settle(draft.end.form, draft.end);
	if (!endBounds) return undefined;
	const end: End = { form: draft.end.form, ...endBounds };
	const first = when.earliest ?? when.latest;
	const last = end.latest ?? end.earliest;
	if (first !== undefined && last !== undefined && end.latest !== undefined && last < first) return undefined;
	return { ...when, end };
}

function settle(
	form: Form,
	{ earliest, latest, best }: { [K in keyof Bounds]?: Micros | undefined },
): Bounds | undefined {
	for (const at of [earliest, latest, best]) if (at !== undefined && !isMicros(at)) return undefined;
	if (earliest !== undefined && latest !== undefined && earliest > latest) return undefined;
	switch (form) {
		case 'exact':
			return earliest === undefined ? undefined : { earliest, latest: latest ?? earliest };
		case 'before':
			return latest === undefined ? undefined : { latest };
		case 'after':
			return earliest === undefined ? undefined : { earliest };
		case 'between':
			return earliest === undefined || latest === undefined ? undefined : { earliest, latest };
		case 'about': {
			const likely =
				best ??
				(earliest !== undefined && latest !== undefined
					? Math.floor((earliest + latest) / 2)
					: (earliest ?? latest));
			if (likely === undefined) return undefined;
			const from = earliest ?? likely - usualDoubt(likely);
			const to = latest ?? likely + usualDoubt(likely);
			return from <= likely && likely <= to ? { earliest: from, latest: to, best: likely } : undefined;
		}
		case 'order':
			return {
				...(earliest === undefined ? {} : { earliest }),
				...(latest === undefined ? {} : { latest }),
			};
	}
}

/** An exact point, written as such. */
export function exactly(at: Micros, written = '', zone = 'UTC'): When {
	return { form: 'exact', earliest: at, latest: at, written, zone };
}

/** Where it is drawn and sorted: undefined when nothing at all is known. */
export function anchorOf(when: Bounds & { readonly form: Form | 'unknown' }): Micros | undefined {
	switch (when.form) {
		case 'about':
			return when.best;
		case 'between':
			return when.earliest === undefined || when.latest === undefined
				? undefined
				: Math.floor((when.earliest + when.latest) / 2);
		default:
			return when.earliest ?? when.latest;
	}
}

/** A total order: by where it is drawn, then the one that may be earlier first. Equal values only compare 0. */
export function compareWhen(a: When, b: When): number {
	return (
		compare(anchorOf(a) ?? Infinity, anchorOf(b) ?? Infinity) ||
		compare(a.earliest ?? -Infinity, b.earliest ?? -Infinity) ||
		compare(a.latest ?? Infinity, b.latest ?? Infinity) ||
		compare(forms.indexOf(a.form), forms.indexOf(b.form)) ||
		compare(JSON.stringify(canonical(a)), JSON.stringify(canonical(b)))
	);
}

/** Whether both say the same time, however it was written and in whichever zone. */
export function isSameTime(a: When, b: When): boolean {
	const said = ({ form, earliest, latest, best, end }: When) =>
		JSON.stringify([form, earliest, latest, best, end && [end.form, end.earliest, end.latest, end.best]]);
	return said(a) === said(b);
}

function canonical(when: When): unknown {
	const end = when.end && [when.end.form, when.end.earliest, when.end.latest, when.end.best];
	return [when.best, end, when.written, when.zone];
}

function compare<T extends number | string>(a: T, b: T): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** The same time, all of it `by` microseconds later. What was written no longer says it, so it is dropped. */
export function shiftWhen(when: When, by: Micros): When {
	const shifted = <B extends Bounds>(bounds: B): B => ({
		...bounds,
		...(bounds.earliest === undefined ? {} : { earliest: bounds.earliest + by }),
		...(bounds.latest === undefined ? {} : { latest: bounds.latest + by }),
		...(bounds.best === undefined ? {} : { best: bounds.best + by }),
	});
	const { end, ...rest } = when;
	return { ...shifted(rest), written: '', ...(end ? { end: shifted(end) } : {}) };
}

/** An exact or bounded time made doubtful, or a doubtful one taken at its likeliest; the end stays. */
export function toggleAbout(when: When): When {
	const at = anchorOf(when);
	if (at === undefined) return when;
	const end = when.end ? { end: when.end } : {};
	const { zone } = when;
	if (when.form === 'about') return { form: 'exact', earliest: at, latest: at, written: '', zone, ...end };
	const doubt = usualDoubt(at);
	return { form: 'about', earliest: at - doubt, latest: at + doubt, best: at, written: '', zone, ...end };
}

/** A `when` field: what any client may have written, or undefined. */
export const whenField: ScalarField<When> = { is: 'scalar', read: readWhen };

/** A `When` out of unknown JSON; undefined when it is none. Never throws. */
export function readWhen(value: unknown): When | undefined {
	if (!isObject(value)) return undefined;
	if (isSettled(value)) return value;
	const form = forms.find((word) => word === value['form']);
	const { written, zone } = value;
	if (!form || typeof written !== 'string' || typeof zone !== 'string') return undefined;
	const end = value['end'];
	if (end === undefined || end === null) return makeWhen({ form, written, zone, ...boundsIn(value) });
	if (!isObject(end)) return undefined;
	const endForm = ([...forms.slice(0, 5), 'unknown'] as End['form'][]).find((word) => word === end['form']);
	if (!endForm) return undefined;
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- settle() checks each bound
	const endBounds = boundsIn(end) as Omit<End, 'form'>;
	return makeWhen({ form, written, zone, ...boundsIn(value), end: { form: endForm, ...endBounds } });
}

/** Of each form, which bounds it has once settled, as bits: 1 earliest, 2 latest, 4 best. */
const boundsOf: Readonly<Record<string, number>> = {
	exact: 3,
	between: 3,
	about: 7,
	before: 2,
	after: 1,
	unknown: 0,
};

/**
 * Whether it is just what `makeWhen` would make of it, as nearly all are: then it is taken as it lies, for making
 * ten thousand anew takes longer than all else about reading them.
 */
function isSettled(
	value: Readonly<Record<string, unknown>>,
): value is Readonly<Record<string, unknown>> & When {
	const { written, zone, end } = value;
	if (typeof written !== 'string' || typeof zone !== 'string' || value['form'] === 'unknown') return false;
	if (written.length > 200 || zone.length > 64) return false;
	if (end === undefined) return areSettled(value, 2);
	if (!isObject(end) || !areSettled(value, 3) || !areSettled(end, 0)) return false;
	const first = value['earliest'] ?? value['latest'];
	return end['latest'] === undefined || (end['latest'] as Micros) >= (first as Micros);
}

/** Whether form and bounds are settled, beside so many other keys and no more. */
function areSettled(value: Readonly<Record<string, unknown>>, others: number): boolean {
	const { form, earliest, latest, best } = value;
	if (typeof form !== 'string' || !Object.hasOwn(boundsOf, form)) return false;
	const has = (isMicros(earliest) ? 1 : 0) + (isMicros(latest) ? 2 : 0) + (isMicros(best) ? 4 : 0);
	if (has !== boundsOf[form]) return false;
	if (has >= 3 && (earliest as Micros) > (latest as Micros)) return false;
	if (has === 7 && ((best as Micros) < (earliest as Micros) || (best as Micros) > (latest as Micros)))
		return false;
	let keys = 0;
	for (const _key in value) keys++;
	return keys === 1 + others + (has & 1) + ((has >> 1) & 1) + (has >> 2);
}

function boundsIn(value: Readonly<Record<string, unknown>>): { [K in keyof Bounds]?: Micros | undefined } {
	const bounds: Record<string, Micros> = {};
	for (const key of ['earliest', 'latest', 'best'])
		if (value[key] !== undefined && value[key] !== null)
			bounds[key] = isMicros(value[key]) ? value[key] : NaN;
	return bounds;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
