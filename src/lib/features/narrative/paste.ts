/** What may be pasted: what is too large or nested too deeply is refused before anything is changed. */
import type { Fragment, Slice } from '@tiptap/pm/model';

/** Characters in one paste. The server takes frames of 8 MiB; a narrative is 20,000 characters. */
const longest = 500_000;
/** Lists in lists in quotes: honest texts stay below this, and the server refuses more. */
const deepest = 12;

/** One sentence when the raw clipboard is too large to be looked at, else undefined. */
export function refuseRaw(data: DataTransfer | null): string | undefined {
	const length = Math.max(
		data?.getData('text/html').length ?? 0,
		(data?.getData('text/plain').length ?? 0) * 2,
	);
	return length > longest * 4 ? tooLong : undefined;
}

/** One sentence when what was understood of it cannot go in, else undefined. */
export function refuseSlice(slice: Slice): string | undefined {
	if (slice.content.size > longest) return tooLong;
	return depthOf(slice.content) > deepest
		? 'That is nested too deeply to paste. Nothing was changed; paste it as plain text.'
		: undefined;
}

const tooLong =
	'That is too long to paste in one piece. Nothing was changed; paste it in parts, or import it as evidence.';

function depthOf(fragment: Fragment): number {
	let depth = 0;
	fragment.forEach((node) => {
		depth = Math.max(depth, 1 + depthOf(node.content));
	});
	return depth;
}
