/** A connection that lets what others write into a text come in together: several letters for one new picture. */
import { HocuspocusProvider, MessageType } from '@hocuspocus/provider';
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { messageYjsUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';

/** What comes within this many ms after others’ words were shown waits until then. */
export const gatherMs = 100;

/**
 * Takes in edits and carets of others at most once in `gatherMs`, all that came since as one change; the first after
 * a quiet moment at once. Nothing else waits, and nothing comes in before what was sent before it, but for the
 * server’s word that one’s own edits are safe.
 */
export class GatheringProvider extends HocuspocusProvider {
	#held: MessageEvent[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#shownAt = -Infinity;

	override onMessage(event: MessageEvent): void {
		const kind = kindOf(event);
		if (kind === 'edit') {
			this.#held.push(event);
			this.#timer ??= this.#later();
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

	#later(): ReturnType<typeof setTimeout> | undefined {
		const wait = this.#shownAt + gatherMs - performance.now();
		if (wait > 0) return setTimeout(() => this.#takeIn(), wait);
		this.#takeIn();
		return undefined;
	}

	#takeIn(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
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
