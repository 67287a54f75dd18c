/**
 * Nothing is seen before it is safe: while a commit of a document is under way, every frame of that document waits,
 * be it broadcast, sync reply or acknowledgement. So what a client holds, or was told is saved, no crash takes back.
 */
import { CommitFailure, type Journal } from '../journal/journal.ts';
import { addressOf, isAcknowledgement } from './frames.ts';
import { limits } from './ports.ts';
import type { Socket } from './socket.ts';

interface HeldFrame {
	/** A broadcast hands the same frame to every socket in turn. */
	readonly sockets: Socket[];
	readonly frame: Uint8Array;
	/** The commit it waits for. */
	readonly generation: number;
}

export class Hold {
	readonly #journal: Journal;
	readonly #held = new Map<string, HeldFrame[]>();
	/** Held a moment ago, and nothing settled since. */
	#last: HeldFrame | undefined;

	constructor(journal: Journal) {
		this.#journal = journal;
		journal.onSettled((address, generation, outcome) => {
			if (outcome instanceof CommitFailure) this.#drop(address);
			else this.#release(address, generation);
		});
	}

	/** Frames that wait now, for the operator's page. */
	get waiting(): number {
		let frames = 0;
		for (const held of this.#held.values()) for (const { sockets } of held) frames += sockets.length;
		return frames;
	}

	/** Sends a frame as soon as everything it may tell of is durable; in order, per document. */
	send(socket: Socket, frame: Uint8Array): void {
		// Most of the time nothing waits, and the address needs no reading.
		if (this.#journal.isQuiet) return socket.sendNow(frame);
		const last = this.#last;
		if (last?.frame === frame) return this.#keep(last, socket);
		const address = addressOf(frame);
		if (this.#journal.pendingGeneration(address) === undefined) return socket.sendNow(frame);
		// What others wait for need not wait for the end of the turn; acknowledgements follow it out.
		if (!isAcknowledgement(frame) && this.#journal.commitNow(address)) return socket.sendNow(frame);
		const generation = this.#journal.pendingGeneration(address);
		// The commit failed just now: what this frame tells of is nowhere but in memory.
		if (generation === undefined) return;
		const kept = { sockets: [], frame, generation };
		const held = this.#held.get(address);
		if (held) held.push(kept);
		else this.#held.set(address, [kept]);
		this.#last = kept;
		this.#keep(kept, socket);
	}

	#keep({ sockets, frame }: HeldFrame, socket: Socket): void {
		if (socket.heldBytes > limits.sendBuffer) return socket.refuse('storage');
		socket.heldBytes += frame.byteLength;
		sockets.push(socket);
	}

	#release(address: string, generation: number): void {
		this.#last = undefined;
		const held = this.#held.get(address);
		if (!held) return;
		const later = held.findIndex((frame) => frame.generation > generation);
		const safe = later === -1 ? held : held.slice(0, later);
		if (later === -1) this.#held.delete(address);
		else this.#held.set(address, held.slice(later));
		for (const { sockets, frame } of safe)
			for (const socket of sockets) {
				socket.heldBytes -= frame.byteLength;
				socket.sendNow(frame);
			}
	}

	#drop(address: string): void {
		this.#last = undefined;
		for (const { sockets, frame } of this.#held.get(address) ?? [])
			for (const socket of sockets) socket.heldBytes -= frame.byteLength;
		this.#held.delete(address);
	}
}
