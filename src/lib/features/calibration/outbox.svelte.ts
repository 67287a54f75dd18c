/**
 * Comments that were written while the server could not be reached: kept in this browser, posted once it can be, in the
 * order in which they were written. What the server refuses then stays here with its reason, until its writer gives it up.
 */
import type { ApiError, ApiResult } from '#lib/live/api.ts';
import { keepDraft, readDraft } from '#lib/live/private-draft.ts';
import type { Thread, ThreadTarget } from '#lib/model/thread.ts';
import type { Said } from './threads.svelte.ts';

export type Kept = {
	readonly id: string;
	/** ms since the epoch. */
	readonly at: number;
	/** It was on its way when the connection went: it may be there already. */
	readonly isTried: boolean;
	/** One sentence of the server: it is not sent again by itself. */
	readonly refusal?: string | undefined;
} & What;

type What =
	| { readonly is: 'thread'; readonly on: ThreadTarget; readonly said: Said }
	| { readonly is: 'reply'; readonly threadId: string; readonly body: string };

export interface OutboxPorts {
	open(on: ThreadTarget, said: Said): Promise<ApiResult<Thread>>;
	reply(threadId: string, body: string): Promise<ApiResult<Thread>>;
	/** Whether it stands there already, in the writer’s name. Asked for what was on its way before. */
	isPosted(kept: Kept): Promise<boolean>;
	/** Whether it can be sent by now, when the server can be reached. Absent: always. */
	isTimely?(kept: Kept): boolean;
	/** So many were posted. */
	posted(count: number): void;
	/** Undefined where this browser keeps nothing. */
	readonly store?: { read(): string; write(text: string): boolean };
	/** Tries again after a while. Returns how to stop. */
	later?(act: () => void): () => void;
}

export class Outbox {
	readonly #ports: OutboxPorts;
	readonly #store: NonNullable<OutboxPorts['store']>;
	#stop: (() => void) | undefined;
	#flushing: Promise<void> | undefined;
	/** Oldest first. */
	items = $state.raw<readonly Kept[]>([]);

	constructor(name: string, ports: OutboxPorts) {
		this.#ports = ports;
		this.#store = ports.store ?? { read: () => readDraft(name), write: (text) => keepDraft(name, text) };
		this.#read();
		// Another tab posts them too.
		if (typeof addEventListener === 'function')
			addEventListener('storage', ({ key }) => key === name && this.#read());
	}

	/** Keeps it; undefined where this browser keeps nothing. */
	keep(what: What, isTried = false): Kept | undefined {
		const kept: Kept = { ...what, id: crypto.randomUUID(), at: Date.now(), isTried };
		return this.#change((items) => [...items, kept]) ? kept : undefined;
	}
	/** Gives one up. False when it is not here any more: it may be posted by now. */
	drop(id: string): boolean {
		const isHere = this.items.some((item) => item.id === id);
		this.#change((items) => items.filter((item) => item.id !== id));
		return isHere;
	}
	/** Sends one again that was refused. */
	async again(id: string): Promise<void> {
		this.#set(id, { refusal: undefined });
		await this.flush();
	}
	/** Posts what is kept, as far as the server can be reached. */
	flush(): Promise<void> {
		this.#flushing ??= this.#alone(() => this.#send()).finally(() => (this.#flushing = undefined));
		return this.#flushing;
	}

	/** One tab at a time, where browsers can tell. */
	async #alone(act: () => Promise<void>): Promise<void> {
		const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
		if (locks) await locks.request('second-story:comments', act);
		else await act();
	}
	async #send(): Promise<void> {
		this.#stop?.();
		this.#read();
		let posted = 0;
		for (let next = this.#next(); next; next = this.#next()) {
			const { id } = next;
			if (next.isTried && (await this.#ports.isPosted(next))) {
				this.drop(id);
				continue;
			}
			this.#set(id, { isTried: true });
			const answer =
				next.is === 'thread'
					? await this.#ports.open(next.on, next.said)
					: await this.#ports.reply(next.threadId, next.body);
			if (answer.ok) {
				this.drop(id);
				posted++;
			} else if (passes(answer.error)) {
				this.#stop = (this.#ports.later ?? soon)(() => void this.flush());
				break;
			} else this.#set(id, { refusal: answer.error.message });
		}
		if (posted > 0) this.#ports.posted(posted);
	}
	#next(): Kept | undefined {
		return this.items.find((kept) => kept.refusal === undefined && (this.#ports.isTimely?.(kept) ?? true));
	}
	#set(id: string, change: Partial<Pick<Kept, 'isTried' | 'refusal'>>): void {
		this.#change((items) => items.map((item) => (item.id === id ? { ...item, ...change } : item)));
	}
	/** False when it could not be kept; then nothing has changed. */
	#change(change: (items: readonly Kept[]) => readonly Kept[]): boolean {
		const items = change(parsed(this.#store.read()));
		if (!this.#store.write(items.length === 0 ? '' : JSON.stringify(items))) return false;
		this.items = items;
		return true;
	}
	#read(): void {
		this.items = parsed(this.#store.read());
	}
}

/** Not reached, too much at once, or a server that is ill or does not know one any more: the same may be taken later. */
const passes = ({ status }: ApiError): boolean =>
	status === 0 || status === 401 || status === 429 || status >= 500;

function soon(act: () => void): () => void {
	const timer = setTimeout(act, 20_000);
	return () => clearTimeout(timer);
}

/** What lies in storage may be anything. */
function parsed(text: string): readonly Kept[] {
	try {
		const all: unknown = JSON.parse(text);
		return Array.isArray(all) ? (all as readonly Kept[]).filter(isKept) : [];
	} catch {
		return [];
	}
}
function isKept(value: Kept | null): boolean {
	if (typeof value !== 'object' || value === null || typeof value.id !== 'string') return false;
	return value.is === 'thread'
		? typeof value.on === 'object' && typeof value.said?.body === 'string'
		: value.is === 'reply' && typeof value.threadId === 'string' && typeof value.body === 'string';
}
