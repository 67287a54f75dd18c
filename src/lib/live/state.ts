/** A document whole, fetched beside the socket by who has nothing of it yet. */
import { documentName, type DocumentRef } from '#lib/model/documents.ts';
import { localName, mayHaveCopy } from './local-copy.ts';

/**
 * Both undefined for those who have a local copy, which the socket brings up to date; and when anything is amiss:
 * the socket then brings the same, or says what is wrong.
 */
export interface Whole {
	/** What the document says, as the server read it: JSON, there long before the document could be read here. */
	readonly reading: Promise<unknown>;
	/** One Yjs update that holds all of the document at this epoch. */
	readonly state: Promise<Uint8Array | undefined>;
}

/** Answers on their way to a page that is being made. */
const foreseen = new Map<string, Whole>();
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

/** The document as the server has it, for whoever has nothing of it. */
export function wholeOf(ref: DocumentRef, epoch: number, userId: string): Whole {
	const name = localName(userId, `${documentName(ref)}@${epoch}`);
	const known = foreseen.get(name);
	foreseen.delete(name);
	return known ?? ask(ref, epoch, name);
}

function ask({ analysis, kind }: DocumentRef, epoch: number, copy: string): Whole {
	// Only timelines grow so large that it is worth requests of their own.
	if (kind !== 'timeline') return { reading: Promise.resolve(), state: Promise.resolve(undefined) };
	performance.mark(`open ${kind}`);
	const isNew = mayHaveCopy(copy).then(
		(may) => !may,
		() => false,
	);
	const get = async <T>(what: string, read: (answer: Response) => Promise<T>): Promise<T | undefined> => {
		if (!(await isNew)) return undefined;
		try {
			const answer = await fetch(`/api/v1/analyses/${analysis}/${kind}/${what}?epoch=${epoch}`);
			return answer.status === 200 ? await read(answer) : undefined;
		} catch {
			return undefined;
		}
	};
	return {
		reading: get<unknown>('reading', (answer) => answer.json()),
		state: get('state', async (answer) => new Uint8Array(await answer.arrayBuffer())),
	};
}
