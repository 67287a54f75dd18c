/** Times of events as a story tells them: in words, by the clock of the analysis. */
import { formatInstant, type Micros } from '#lib/model/instant.ts';
import { anchorOf, type When } from '#lib/model/time.ts';
import { printWhen } from '#lib/model/time-text.ts';

/** “about 02:41”; with its date where it lies on another day than `near`. */
export function whenWords(when: When, zone: string, near: Micros): string {
	return printWhen(when, { zone, near }, 'plain');
}

/** RFC 3339, for drawing; null when only the order is known. */
export function instantOf(when: When): string | null {
	const at = anchorOf(when);
	return at === undefined ? null : formatInstant(at);
}
