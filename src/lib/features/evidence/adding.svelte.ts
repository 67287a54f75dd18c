/** Adding a source, step by step: send, read, look at what was assumed, say yes. Nothing counts before the yes. */
import type { Assumption, EvidenceApi, Source, SourceOptions } from './evidence-api.ts';
import type { Pasted, Upload } from './dropped.ts';

export type Step =
	| { readonly is: 'choose' }
	/** Words to add; `pasted` when they came from a clipboard already. */
	| { readonly is: 'paste'; readonly pasted: Pasted | undefined }
	| { readonly is: 'sending'; readonly upload: Upload; readonly sent: number }
	| { readonly is: 'reading'; readonly source: Source }
	/** Waiting for a yes. `note`: why reading it anew did not work. */
	| { readonly is: 'check'; readonly source: Source; readonly note: string | undefined }
	| { readonly is: 'done'; readonly source: Source; readonly wasKnown: boolean }
	/** `id`: the refused source, which is taken off the list once its sentence was read. */
	| { readonly is: 'refused'; readonly name: string; readonly sentence: string; readonly id?: string };

/** How often a source that is being read is asked about, ms. */
const askEveryMs = 400;

export class Adding {
	step = $state.raw<Step>({ is: 'choose' });
	/** What is still to come after this one, and how many there were. */
	waiting = $state.raw<readonly Upload[]>([]);
	all = $state(0);

	readonly #api: EvidenceApi;
	readonly #changed: () => void;
	#abort: AbortController | undefined;
	#turn = 0;

	/** `changed` is called when the list of sources is worth reading again. */
	constructor(api: EvidenceApi, changed: () => void) {
		this.#api = api;
		this.#changed = changed;
	}

	/** Which of them this is, from 1. */
	readonly place: number = $derived(this.all - this.waiting.length);

	paste(pasted?: Pasted): void {
		this.step = { is: 'paste', pasted };
	}

	/** Adds uploads one after the other. */
	async add(uploads: readonly Upload[]): Promise<void> {
		if (uploads.length === 0) return;
		this.all = uploads.length;
		this.waiting = uploads;
		await this.next();
	}

	/** Goes on with the next upload, or back to the beginning. */
	async next(): Promise<void> {
		this.#dropRefused();
		const [upload, ...rest] = this.waiting;
		if (!upload) {
			this.step = { is: 'choose' };
			return;
		}
		this.waiting = rest;
		const turn = ++this.#turn;
		const abort = (this.#abort = new AbortController());
		this.step = { is: 'sending', upload, sent: 0 };
		const answer = await this.#api.upload(upload, abort.signal, (sent) => {
			if (turn === this.#turn) this.step = { is: 'sending', upload, sent };
		});
		if (turn !== this.#turn) return;
		if (answer.ok) await this.#follow(answer.value.id, turn);
		else this.step = { is: 'refused', name: upload.name, sentence: answer.error.message };
	}

	/** Adds pasted words. */
	async addWords(pasted: Pasted, options: SourceOptions, name: string): Promise<void> {
		const turn = ++this.#turn;
		const answer = await this.#api.paste(pasted, options, name);
		if (turn !== this.#turn) return;
		this.all = 1;
		this.waiting = [];
		if (answer.ok) await this.#follow(answer.value.id, turn);
		else this.step = { is: 'refused', name: name || 'What you pasted', sentence: answer.error.message };
	}

	/** Shows a source that waits for a yes. */
	check(source: Source): void {
		this.#turn++;
		this.all = 1;
		this.waiting = [];
		this.step = { is: 'check', source, note: source.refusal ?? undefined };
	}

	/** Reads the source anew with other options, still without letting it count. */
	async reread(source: Source, options: SourceOptions): Promise<void> {
		const turn = ++this.#turn;
		const answer = await this.#api.change(source.id, options);
		if (turn !== this.#turn) return;
		if (answer.ok) await this.#follow(source.id, turn);
		else this.step = { is: 'check', source, note: answer.error.message };
	}

	/** The yes: from here on it counts. */
	async confirm(source: Source): Promise<void> {
		const turn = ++this.#turn;
		const answer = await this.#api.change(source.id, { confirm: true });
		if (turn !== this.#turn) return;
		if (!answer.ok) {
			this.step = { is: 'check', source, note: answer.error.message };
			return;
		}
		this.#changed();
		this.step = { is: 'done', source: answer.value, wasKnown: false };
	}

	/** Takes back what is under way: nothing of it stays. */
	async cancel(): Promise<void> {
		this.#turn++;
		this.#abort?.abort();
		const { step } = this;
		this.step = { is: 'choose' };
		this.waiting = [];
		if (step.is === 'reading' || step.is === 'check') await this.#api.remove(step.source.id);
		this.#changed();
	}

	/** Lets go without taking anything back: what is being read goes on, and waits in the list for its yes. */
	leave(): void {
		this.#turn++;
		if (this.step.is === 'sending') this.#abort?.abort();
		this.#dropRefused();
		this.step = { is: 'choose' };
		this.waiting = [];
		this.#changed();
	}

	/** Its sentence was read: nothing of a refused source stays, not even its line in the list. */
	#dropRefused(): void {
		if (this.step.is === 'refused' && this.step.id !== undefined)
			void this.#api.remove(this.step.id).then(() => this.#changed());
	}

	async #follow(id: string, turn: number): Promise<void> {
		let first = true;
		for (;;) {
			const answer = await this.#api.source(id);
			if (turn !== this.#turn) return;
			if (!answer.ok) {
				this.step = { is: 'refused', name: 'The source', sentence: answer.error.message };
				return;
			}
			const source = answer.value;
			if (first) this.#changed();
			if (source.status === 'reading') this.step = { is: 'reading', source };
			else {
				this.#changed();
				if (source.status === 'proposed')
					this.step = { is: 'check', source, note: source.refusal ?? undefined };
				else if (source.status === 'ready') this.step = { is: 'done', source, wasKnown: first };
				else {
					const sentence = source.refusal ?? 'It could not be read. Nothing was imported.';
					this.step = { is: 'refused', name: source.name, sentence, id };
				}
				return;
			}
			first = false;
			await new Promise((resolve) => setTimeout(resolve, askEveryMs));
			if (turn !== this.#turn) return;
		}
	}
}

/** Whether something still has to be said before the source can count. */
export function isUnsaid(assumptions: readonly Assumption[]): boolean {
	return assumptions.some(({ value }) => value === null);
}
