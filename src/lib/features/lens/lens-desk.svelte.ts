/**
 * The language lens as one writer has it in an open analysis: what it reads, what they kept, whether it is on. It is
 * theirs alone: nothing of it enters a document, awareness, or a request.
 */
import { untrack } from 'svelte';
import type { Names } from '#lib/lens/finding.ts';
import type { Phrase } from '#lib/lens/phrase.ts';
import { getWorkspace, type Workspace } from '#lib/live/workspace.svelte.ts';
import type { EventId } from '#lib/model/ids.ts';
import { useCast } from '#lib/reference/cast.svelte.ts';
import { useMoments } from '#lib/reference/moments.svelte.ts';
import type { Answer, Order } from './lens-worker.ts';
import { fingerprint, Remembered } from './remembered.ts';

/** A phrase that its writer looks at. */
export interface Looking {
	readonly phrase: Phrase;
	/** The event cited last before it, in its passage. */
	readonly cites: EventId | undefined;
	/** Opened by a key: focus goes into the card, and back. */
	readonly byKey: boolean;
	/** Where its words are in the window now; undefined when they are gone. */
	box():
		| { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
		| undefined;
	/** Back to the text. */
	leave(): void;
}

const storageKey = 'language-lens';
/** Titles change letter by letter while someone writes them, and a lens with new names reads everything again. */
const namesSettleMs = 2000;

export class LensDesk {
	readonly #kept: Remembered;
	readonly #written: Remembered;
	#isOn = $state(true);
	#edition = $state(0);
	#choices = $state(0);
	/** What the card is about, while it is open. */
	looking = $state.raw<Looking>();
	#names: Names = {};
	#settling: ReturnType<typeof setTimeout> | undefined;
	#worker: Worker | undefined;
	#isBroken = false;
	#holders = 0;
	#asked = 0;
	readonly #waiting = new Map<number, (phrases: readonly Phrase[]) => void>();

	constructor(analysisId: string, userId: string) {
		this.#kept = new Remembered(`kept-words/${analysisId}/${userId}`);
		this.#written = new Remembered(`written-passages/${analysisId}/${userId}`);
		try {
			this.#isOn = localStorage.getItem(storageKey) !== 'off';
		} catch {
			// Storage is refused (private window): it is on.
		}
	}

	/** Kept in this browser. */
	get isOn(): boolean {
		return this.#isOn;
	}
	turn(on: boolean): void {
		this.#isOn = on;
		if (!on) this.looking = undefined;
		try {
			localStorage.setItem(storageKey, on ? 'on' : 'off');
		} catch {
			// As above: the choice holds for this page.
		}
	}
	/** Raised when texts that were read would now be read otherwise: the names have changed. */
	get edition(): number {
		return this.#edition;
	}
	/** Raised when words were kept, or are no longer. */
	get choices(): number {
		return this.#choices;
	}

	/** The phrases of a text, in order. None when the lens cannot be loaded: writing goes on without it. */
	read(text: string): Promise<readonly Phrase[]> {
		if (text.trim() === '' || this.#isBroken) return Promise.resolve([]);
		return new Promise((resolve) => {
			const id = ++this.#asked;
			this.#waiting.set(id, resolve);
			this.#tell({ id, text });
		});
	}

	isKept(phrase: Phrase): boolean {
		return this.#choices >= 0 && this.#kept.has(fingerprint(phrase));
	}
	/** These words stay, in this sentence. */
	keep(phrase: Phrase): void {
		this.#kept.add([fingerprint(phrase)]);
		this.#choices++;
	}
	unkeep(phrase: Phrase): void {
		this.#kept.remove(fingerprint(phrase));
		this.#choices++;
	}

	/** This person has written in these passages, here. */
	wrote(passageIds: readonly string[]): void {
		this.#written.add(passageIds);
	}
	hasWritten(passageId: string): boolean {
		return this.#written.has(passageId);
	}
	look(looking: Looking): void {
		this.looking = looking;
	}

	/** Names that questions may use, once they have settled. */
	name(names: Names): void {
		if (JSON.stringify(names) === JSON.stringify(this.#names)) return;
		clearTimeout(this.#settling);
		const settle = () => {
			this.#names = names;
			if (!this.#worker) return;
			this.#tell({ names });
			this.#edition++;
		};
		// Before anything was read there is nothing to read again.
		if (this.#worker) this.#settling = setTimeout(settle, namesSettleMs);
		else settle();
	}
	/** The lens is loaded for as long as somebody holds it and wants to know; returns how to let go. */
	hold(): () => void {
		this.#holders++;
		return () => {
			if (--this.#holders === 0) this.#stop();
		};
	}

	#stop(): void {
		clearTimeout(this.#settling);
		this.#worker?.terminate();
		this.#worker = undefined;
		this.#giveUp();
	}

	#tell(order: Order): void {
		this.#worker ??= this.#start();
		this.#worker.postMessage(order);
	}
	#start(): Worker {
		const worker = new Worker(new URL('./lens-worker.ts', import.meta.url), { type: 'module' });
		worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
			this.#waiting.get(data.id)?.(data.phrases);
			this.#waiting.delete(data.id);
		});
		worker.addEventListener('error', () => {
			this.#isBroken = true;
			this.#giveUp();
		});
		worker.postMessage({ names: this.#names } satisfies Order);
		return worker;
	}
	/** Whoever waits is told that nothing was found. */
	#giveUp(): void {
		for (const resolve of this.#waiting.values()) resolve([]);
		this.#waiting.clear();
	}
}

const known = new WeakMap<Workspace, LensDesk>();

/** The lens of the analysis this component belongs to. Call it while the component is being created. */
export function useLens(): LensDesk {
	const workspace = getWorkspace();
	const desk = known.get(workspace) ?? new LensDesk(workspace.analysis.id, workspace.me.id);
	known.set(workspace, desk);
	$effect(() => desk.hold());
	const cast = useCast();
	const moments = workspace.may('read', { is: 'document', kind: 'timeline' }) ? useMoments() : undefined;
	$effect(() => {
		const names: Names = {
			people: cast.people.flatMap(({ name }) => callNames(name)),
			systems: cast.systems.map(({ name }) => name),
			events: moments?.all.map(({ title }) => title) ?? [],
		};
		untrack(() => desk.name(names));
	});
	return desk;
}

/** “Ana Ruiz” is called Ana, too. */
export function callNames(name: string): readonly string[] {
	const first = name.split(' ', 1)[0] ?? '';
	return first.length > 1 && first !== name ? [name, first] : [name];
}
