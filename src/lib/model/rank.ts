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

/** So many ranks in order, far enough apart that there is room between each two of them and at both ends. */
export function evenRanks(count: number): string[] {
	let width = 1;
	while (digits.length ** width <= count) width++;
	const step = Math.floor(digits.length ** width / (count + 1));
	return Array.from({ length: count }, (_, at) => {
		// The last letter keeps a rank from ending in a zero, before which there would be no room.
		return `${((at + 1) * step).toString(digits.length).padStart(width, '0')}i`;
	});
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
