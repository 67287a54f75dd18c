/** A document whole, fetched beside the socket by who has nothing of it yet. */
import { documentName, type DocumentRef } from '#lib/model/documents.ts';
import { localName, mayHaveCopy } from './local-copy.ts';

/** Answers on their way to a page that is being made. */
const foreseen = new Map<string, Promise<Uint8Array | undefined>>();
/** An answer that no page has taken by then is let go. */
const keptMs = 10_000;

/**
 * Asks for a document before the page that opens it is made: the answer is on its way meanwhile. `epochs` are those
 * of the workspace.
 */
export function foresee(ref: DocumentRef, epochs: Readonly<Record<string, number>>, userId: string): void {
	const epoch = epochs[documentName(ref)] ?? 1;
	const name = localName(userId, `${documentName(ref)}@${epoch}`);
	if (foreseen.has(name)) return;
	foreseen.set(name, ask(ref, epoch, name));
	setTimeout(() => foreseen.delete(name), keptMs);
}

/**
 * One Yjs update that holds all of the document at this epoch. Undefined for those who have a local copy, which
 * the socket brings up to date; and when anything is amiss: the socket then brings the same, or says what is wrong.
 */
export function stateOf(ref: DocumentRef, epoch: number, userId: string): Promise<Uint8Array | undefined> {
	const name = localName(userId, `${documentName(ref)}@${epoch}`);
	const known = foreseen.get(name);
	foreseen.delete(name);
	return known ?? ask(ref, epoch, name);
}

async function ask(
	{ analysis, kind }: DocumentRef,
	epoch: number,
	copy: string,
): Promise<Uint8Array | undefined> {
	// Only timelines grow so large that it is worth a request of its own.
	if (kind !== 'timeline') return undefined;
	performance.mark(`open ${kind}`);
	try {
		if (await mayHaveCopy(copy)) return undefined;
		const answer = await fetch(`/api/v1/analyses/${analysis}/${kind}/state?epoch=${epoch}`);
		return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
	} catch {
		return undefined;
	}
}
