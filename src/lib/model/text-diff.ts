/** Writing a whole new text into a shared one by changing only what differs, so that others' typing stays. */
import type * as Y from 'yjs';
import type { Origin } from './origin.ts';

/** What to replace to get from one text to the other: everything between what they begin and end with alike. */
export function difference(
	before: string,
	after: string,
): { readonly at: number; readonly remove: number; readonly insert: string } {
	const shorter = Math.min(before.length, after.length);
	let at = 0;
	while (at < shorter && before[at] === after[at]) at++;
	let tail = 0;
	while (tail < shorter - at && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
	// A cut inside a surrogate pair would send half a character.
	if (at > 0 && isHigh(before.charCodeAt(at - 1))) at--;
	if (tail > 0 && isLow(before.charCodeAt(before.length - tail))) tail--;
	return { at, remove: before.length - at - tail, insert: after.slice(at, after.length - tail) };
}

const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff;

/** Makes the shared text read `after`, in one transaction. Nothing happens when it does already. */
export function editText(text: Y.Text, after: string, origin: Origin): void {
	const { at, remove, insert } = difference(text.toString(), after);
	if (remove === 0 && insert === '') return;
	text.doc?.transact(() => {
		if (remove > 0) text.delete(at, remove);
		if (insert !== '') text.insert(at, insert);
	}, origin);
}
