/** Manual order as text: between two ranks there is always another one, so moving one thing writes one thing. */
const digits = '0123456789abcdefghijklmnopqrstuvwxyz';

/**
 * A rank after `after` and before `before`; undefined stands for the edge. When the two are not in order (two
 * people moved at once) it comes right after `after`.
 */
export function rankBetween(after: string | undefined, before: string | undefined): string {
	const low = clean(after ?? '');
	const high = before === undefined ? undefined : clean(before);
	if (high !== undefined && high <= low) return middle(low, undefined);
	return middle(low, high);
}

/** Foreign characters would have no place between others. */
function clean(rank: string): string {
	return rank.replace(/[^0-9a-z]/g, '');
}

function middle(low: string, high: string | undefined): string {
	let rank = '';
	for (let index = 0; ; index++) {
		const from = index < low.length ? digits.indexOf(low.charAt(index)) : 0;
		const to = high !== undefined && index < high.length ? digits.indexOf(high.charAt(index)) : digits.length;
		if (to - from > 1) return rank + digits.charAt(Math.floor((from + to) / 2));
		rank += digits.charAt(from);
		// One apart: anything longer than the lower one fits, and the upper one no longer binds.
		if (to > from) high = undefined;
	}
}
