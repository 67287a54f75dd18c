/** One open analysis: its documents, who is here, what is saved, and what changed elsewhere. */
import { getContext, setContext } from 'svelte';
import { can, type Action, type Actor, type Resource } from '#lib/model/access.ts';
import type { AnalysisView, Me, WorkspaceData } from '#lib/model/workspace.ts';
import { documentName, type DocumentKind, type DocumentRef } from '#lib/model/documents.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import type { SocketRefusal, Topic } from '#lib/model/refusals.ts';
import { api } from './api.ts';
import { LiveDocument, type Peer } from './document.svelte.ts';
import { Saving, type SaveStanding } from './saving.svelte.ts';
import { Socket } from './socket.svelte.ts';

/** Nobody is shown as here after this much silence of keys and pointer. */
const idleAfterMs = 60_000;

export class Workspace {
	/** Replaced whole when the page's data is loaded anew. */
	data = $state.raw() as WorkspaceData;
	readonly socket: Socket;
	readonly #documents = new Map<string, LiveDocument>();
	readonly #saving: Saving;
	readonly #hearers = new Map<Topic, Set<() => void>>();
	#idleTimer: ReturnType<typeof setTimeout> | undefined;
	#opened = $state.raw<readonly LiveDocument[]>([]);

	constructor(data: WorkspaceData, origin: string = location.origin) {
		this.data = data;
		this.socket = new Socket(origin);
		this.#saving = new Saving(this.socket, () => this.#opened);
		if (this.may('join', { is: 'document', kind: 'room' })) {
			this.open('room').onMessage((message) => {
				if ('changed' in message) for (const hear of this.#hearers.get(message.changed) ?? []) hear();
			});
			for (const name of ['pointermove', 'keydown'] as const)
				window.addEventListener(name, this.#awake, { passive: true });
			this.#awake();
		}
	}

	get analysis(): AnalysisView {
		return this.data.analysis;
	}
	get me(): Me {
		return this.data.me;
	}
	get actor(): Actor {
		return this.data.actor;
	}
	/** What to say about saving, for all open documents together. */
	get saving(): SaveStanding {
		return this.#saving.standing;
	}
	/** Whether all open documents have met the server, and nothing that was written here waits for it. */
	get isInStep(): boolean {
		return (
			this.socket.state.is === 'open' &&
			this.#opened.every(({ link, unsent, writable }) => link.is === 'live' && (unsent === 0 || !writable))
		);
	}
	hasOpen(kind: DocumentKind): boolean {
		return this.#opened.some(({ ref }) => ref.kind === kind);
	}
	/** Who else has the analysis open now: one entry a person, however many tabs. */
	get here(): readonly Peer[] {
		const room = this.#opened.find(({ ref }) => ref.kind === 'room');
		const people = new Map<string, Peer>();
		for (const peer of room?.peers ?? []) if (peer.userId !== this.me.id) people.set(peer.userId, peer);
		return [...people.values()];
	}

	may(action: Action, resource: Resource): boolean {
		return can(this.actor, action, resource);
	}

	/**
	 * The live document of that kind; the same object however often it is asked for, until the workspace closes.
	 * Ask only for what `may('read' | 'join', …)` allows: the server refuses the rest.
	 */
	open(kind: DocumentKind, subject?: string): LiveDocument {
		const ref: DocumentRef = {
			analysis: this.analysis.id as AnalysisId,
			kind,
			...(subject !== undefined && { subject }),
		};
		const name = documentName(ref);
		const known = this.#documents.get(name);
		if (known) return known;
		const opened = new LiveDocument(this.socket, ref, this.data.epochs[name] ?? 1, this.me.id);
		this.#documents.set(name, opened);
		this.#opened = [...this.#documents.values()];
		return opened;
	}

	/** Calls back when something under the topic changed anywhere, and after each reconnection; returns how to stop. */
	onNotice(topic: Topic, hear: () => void): () => void {
		const hearers = this.#hearers.get(topic) ?? new Set();
		this.#hearers.set(topic, hearers);
		hearers.add(hear);
		return () => hearers.delete(hear);
	}

	/** Asks the server how things stand, after a refusal or a notice: rights and epochs may have changed. */
	async refresh(): Promise<void> {
		const answer = await api.get<WorkspaceData>(`/analyses/${this.analysis.id}/workspace`);
		if (answer.ok) this.data = answer.value;
	}

	/** The first refusal among the open documents, if any. */
	get refused(): SocketRefusal | undefined {
		if (this.socket.state.is === 'refused') return this.socket.state.reason;
		for (const { link } of this.#opened) if (link.is === 'refused') return link.reason;
		return undefined;
	}

	async close(): Promise<void> {
		for (const name of ['pointermove', 'keydown'] as const) window.removeEventListener(name, this.#awake);
		clearTimeout(this.#idleTimer);
		this.#saving.destroy();
		await Promise.all([...this.#documents.values()].map((document) => document.destroy()));
		this.socket.destroy();
	}

	readonly #awake = () => {
		clearTimeout(this.#idleTimer);
		this.#presentIdle(false);
		this.#idleTimer = setTimeout(() => this.#presentIdle(true), idleAfterMs);
	};

	#presentIdle(idle: boolean): void {
		for (const document of this.#documents.values())
			if (document.awareness && document.awareness.getLocalState()?.['idle'] !== idle)
				document.present({ idle });
	}
}

const key = Symbol('workspace');

/** Provides the workspace to the pages below. */
export function provideWorkspace(workspace: Workspace): Workspace {
	return setContext(key, workspace);
}

/** The workspace of the analysis this component belongs to. */
export function getWorkspace(): Workspace {
	return getContext<Workspace>(key);
}
