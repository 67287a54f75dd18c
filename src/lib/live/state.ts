/** A document whole, fetched beside the socket by who has nothing of it yet. */
import type { DocumentRef } from '#lib/model/documents.ts';

/**
 * One Yjs update that holds all of the document at this epoch. Undefined when there is no such way in, or when
 * anything is amiss: the socket then brings the same, or says what is wrong.
 */
export async function fetchState(
	{ analysis, kind }: DocumentRef,
	epoch: number,
): Promise<Uint8Array | undefined> {
	// Only timelines grow so large that it is worth a request of its own.
	if (kind !== 'timeline') return undefined;
	try {
		const answer = await fetch(`/api/v1/analyses/${analysis}/${kind}/state?epoch=${epoch}`);
		return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
	} catch {
		return undefined;
	}
}
