/**
 * What people run into every day is a value, not an exception: a use case returns an outcome, and the edge (HTTP,
 * socket, command line) maps it once. Only bugs throw.
 */
export type RefusalCode =
	/** Nobody is signed in. */
	| 'signed_out'
	| 'forbidden'
	| 'not_found'
	/** What was sent cannot be used; `message` says what is wrong and what to do. */
	| 'invalid'
	/** It clashes with what is there now. */
	| 'conflict'
	| 'too_large'
	| 'too_many'
	/** It was there and is over: an expired link, an ended session. */
	| 'gone'
	| 'unavailable';

export interface Refusal {
	readonly code: RefusalCode;
	/** One clear sentence: what happened, what is safe, what to do. */
	readonly message: string;
	readonly details?: unknown;
}

export type Outcome<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly refusal: Refusal };

export const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });

export function refuse(code: RefusalCode, message: string, details?: unknown): Outcome<never> {
	return { ok: false, refusal: details === undefined ? { code, message } : { code, message, details } };
}

/** Whether someone may not know that a thing exists is told from whether they may not do it: they see the same answer. */
export const notFound = (what: string): Outcome<never> =>
	refuse('not_found', `There is no such ${what}, or it isn’t open to you.`);
export const forbidden = (
	message = 'You can’t do this here. Ask the person who leads the analysis.',
): Outcome<never> => refuse('forbidden', message);
