/** A connection that lets what others write into a text come in together: several letters for one new picture. */
import { HocuspocusProvider, MessageType } from '@hocuspocus/provider';
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { messageYjsUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';

/** What comes within this many ms after others’ words were shown waits until then. */
export const gatherMs = 100;
/** Whoever pressed a key within this many ms is writing. */
const writingMs = 500;
/** So long after a key its letter is on the screen. */
export const behindKeyMs = 40;
/** Nothing waits longer for a key of one’s own. */
export const longestMs = 250;

/**
 * Takes in edits and carets of others at most once in `gatherMs`, all that came since as one change; the first after
 * a quiet moment at once. Of whoever writes, it is told each key: others’ words come in behind a letter of their own,
 * so that none has to wait until a long text is laid out for somebody else. Nothing else waits, and nothing comes in before what was sent before it, but for the
 * server’s word that one’s own edits are safe.
 */
export class GatheringProvider extends HocuspocusProvider {
	#held: MessageEvent[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#shownAt = -Infinity;
	#keyAt = -Infinity;
	/** Since when something waits. */
	#since = 0;

	/** A key was pressed here. */
	keyPressed(): void {
		this.#keyAt = performance.now();
		if (this.#held.length > 0) this.#wait();
	}

	override onMessage(event: MessageEvent): void {
		const kind = kindOf(event);
		if (kind === 'edit') {
			if (this.#held.push(event) > 1) return;
			this.#since = performance.now();
			this.#wait();
		} else {
			if (kind !== 'acknowledgement') this.#takeIn();
			super.onMessage(event);
		}
	}
	override onClose(): void {
		this.#takeIn();
		super.onClose();
	}
	/** What waits is let go of: whoever opens the text again asks for what they have not. */
	override destroy(): void {
		clearTimeout(this.#timer);
		this.#held = [];
		super.destroy();
	}

	#wait(): void {
		const now = performance.now();
		const longest = this.#since + longestMs - now;
		const behindKey = this.#keyAt + behindKeyMs - now;
		const isWriting = now - this.#keyAt < writingMs;
		const wait = !isWriting
			? this.#shownAt + gatherMs - now
			: behindKey > 0
				? Math.min(behindKey, longest)
				: longest;
		clearTimeout(this.#timer);
		if (wait > 0) this.#timer = setTimeout(() => this.#takeIn(), wait);
		else this.#takeIn();
	}

	#takeIn(): void {
		clearTimeout(this.#timer);
		const held = this.#held;
		if (held.length === 0) return;
		this.#held = [];
		// The document’s own method has everything be local; what others wrote is not.
		Y.transact(
			this.document,
			() => {
				for (const event of held) super.onMessage(event);
			},
			this,
			false,
		);
		this.#shownAt = performance.now();
	}
}

function kindOf({ data }: MessageEvent): 'edit' | 'acknowledgement' | 'other' {
	const decoder = createDecoder(new Uint8Array(data as ArrayBuffer));
	readVarString(decoder);
	const type: MessageType = readVarUint(decoder);
	if (type === MessageType.SyncStatus) return 'acknowledgement';
	if (type === MessageType.Awareness) return 'edit';
	return type === MessageType.Sync && readVarUint(decoder) === messageYjsUpdate ? 'edit' : 'other';
}
