/** Everything the evidence page holds together: what is shown, what is being added, and what is made of records. */
import { untrack } from 'svelte';
import { goto } from '$app/navigation';
import { api } from '#lib/live/api.ts';
import type { LiveDocument } from '#lib/live/document.svelte.ts';
import { Live } from '#lib/live/live.svelte.ts';
import type { Workspace } from '#lib/live/workspace.svelte.ts';
import type { RecordId } from '#lib/model/ids.ts';
import { addQuestion, addTheme, observeInquiry, pin, readInquiry, type Inquiry } from '#lib/model/inquiry.ts';
import {
	addEvent,
	observeTimeline,
	readTimeline,
	removeEvent,
	type TimelineEvent,
} from '#lib/model/timeline.ts';
import { ownZone } from '#lib/reference/clock.ts';
import type { EvidenceRecord } from '#lib/reference/records.svelte.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { Adding } from './adding.svelte.ts';
import { EvidenceApi, type Source } from './evidence-api.ts';
import { EvidenceView } from './evidence-view.svelte.ts';
import { eventDraft, type CastMember } from './event-draft.ts';
import type { SourceTask } from './source-task.ts';
import { counted } from './source-words.ts';

/** How often the list is read while something in it is being read, ms. */
const watchEveryMs = 1000;

export class EvidenceDesk {
	readonly workspace: Workspace;
	readonly api: EvidenceApi;
	readonly view: EvidenceView;
	readonly adding: Adding;

	/** The zone times are shown in. */
	zone = $state('UTC');
	/** Exact bytes are shown. */
	raw = $state(false);
	/** Which side panel is open where they are drawers. */
	drawer = $state<'left' | 'right'>();
	/** The dialog that is open. */
	isAdding = $state(false);
	task = $state.raw<SourceTask>();
	asking = $state<'question' | 'theme'>();

	readonly #timeline: LiveDocument;
	readonly #events: Live<readonly TimelineEvent[]>;
	readonly #inquiry: LiveDocument | undefined;
	readonly #themes: Live<Inquiry> | undefined;
	#cast: Promise<readonly CastMember[]> | undefined;
	#names = $state.raw<ReadonlyMap<string, string>>(new Map());

	constructor(workspace: Workspace) {
		this.workspace = workspace;
		this.api = new EvidenceApi(workspace.analysis.id);
		this.view = new EvidenceView(this.api);
		this.adding = new Adding(this.api, () => void this.view.readSources());
		this.zone = workspace.analysis.zone;
		const timeline = workspace.open('timeline');
		this.#timeline = timeline;
		this.#events = new Live(
			(changed) => observeTimeline(timeline.doc, changed),
			() => readTimeline(timeline.doc).events,
		);
		if (workspace.may('read', { is: 'document', kind: 'inquiry' })) {
			const inquiry = workspace.open('inquiry');
			this.#inquiry = inquiry;
			this.#themes = new Live(
				(changed) => observeInquiry(inquiry.doc, changed),
				() => readInquiry(inquiry.doc),
			);
		}
	}

	/** Begins to read and to listen; returns how to stop. Call it once, from an effect. */
	start(record: string | null): () => void {
		return untrack(() => {
			void this.#begin(record);
			const stops = [
				this.workspace.onNotice('evidence', () => void this.view.readSources()),
				this.workspace.onNotice('people', () => (this.#cast = undefined)),
			];
			const timer = setInterval(() => {
				if (this.view.sources.some(({ status }) => status === 'reading')) void this.view.readSources();
			}, watchEveryMs);
			return () => {
				clearInterval(timer);
				for (const stop of stops) stop();
			};
		});
	}

	async #begin(record: string | null): Promise<void> {
		await this.view.readSources();
		if (record !== null) await this.show(record as RecordId);
		interface Answer {
			readonly members: readonly { readonly userId: string; readonly name: string }[];
		}
		const members = await api.get<Answer>(`/analyses/${this.workspace.analysis.id}/members`);
		if (members.ok) this.#names = new Map(members.value.members.map(({ userId, name }) => [userId, name]));
	}

	/** Opens a record that something else points at. */
	async show(id: RecordId): Promise<void> {
		if (await this.view.reveal(id)) this.drawer = 'right';
		else toasts.show({ text: 'That record is no longer here: its source was taken out.' });
	}

	/** Name of a user; of someone who has left, only that. */
	nameOf(userId: string): string {
		return this.#names.get(userId) ?? 'someone who has left';
	}

	get writesEvidence(): boolean {
		return this.workspace.may('write', { is: 'evidence' });
	}
	get writesTimeline(): boolean {
		return this.workspace.may('write', { is: 'document', kind: 'timeline' });
	}
	get writesNarrative(): boolean {
		return this.workspace.may('write', { is: 'document', kind: 'narrative' });
	}
	get writesInquiry(): boolean {
		return this.workspace.may('write', { is: 'document', kind: 'inquiry' });
	}

	/** Zones one may switch between. */
	get zones(): readonly { readonly value: string; readonly label: string }[] {
		const own = ownZone();
		const { zone } = this.workspace.analysis;
		return [
			{ value: 'UTC', label: 'UTC' },
			...(zone === 'UTC' ? [] : [{ value: zone, label: zone.replaceAll('_', ' ') }]),
			...(own === zone || own === 'UTC' ? [] : [{ value: own, label: `${own.replaceAll('_', ' ')}, yours` }]),
		];
	}

	/** Events that cite a record, in order. */
	readonly citing: ReadonlyMap<string, readonly TimelineEvent[]> = $derived.by(() => {
		const found = new Map<string, TimelineEvent[]>();
		for (const event of this.#events.current)
			for (const id of event.records) found.set(id, [...(found.get(id) ?? []), event]);
		return found;
	});
	/** Questions and themes pinned to a record; nothing for those who may not read the inquiry. */
	pinnedTo(id: string): { readonly questions: Inquiry['questions']; readonly themes: Inquiry['themes'] } {
		const { questions, themes } = this.#themes?.current ?? { questions: [], themes: [] };
		const on = ({ on: pins }: { readonly on: ReadonlySet<string> }) => pins.has(id);
		return { questions: questions.filter(on), themes: themes.filter(on) };
	}
	get themes(): Inquiry['themes'] {
		return this.#themes?.current.themes ?? [];
	}
	/** How many events cite records of a source. */
	citingSource({ id }: Source): number {
		return this.#events.current.filter(({ records }) => [...records].some((one) => one.startsWith(`${id}.`)))
			.length;
	}

	/** What verbs work on: the ticked records, else the open one. */
	get chosen(): readonly EvidenceRecord[] {
		if (this.view.selection.size > 0) return this.view.selection.records;
		return this.view.open ? [this.view.open] : [];
	}

	/** One event that cites all chosen records, or one for each of them. */
	async addToTimeline(each = false): Promise<void> {
		const { chosen } = this;
		if (!this.writesTimeline || chosen.length === 0) return;
		this.#cast ??= this.api.cast();
		const cast = await this.#cast;
		const drafts = (each ? chosen.map((record) => [record]) : [chosen])
			.map((records) => eventDraft(records, cast, this.workspace.analysis.zone))
			.filter((draft) => draft !== undefined);
		const { doc, origin } = this.#timeline;
		const ids = drafts.map((draft) => addEvent(doc, draft, origin));
		this.view.selection.clear();
		const [first] = drafts;
		toasts.show({
			text:
				ids.length === 1
					? `On the timeline: “${first?.title}”`
					: `${counted(ids.length, 'events')} on the timeline`,
			undo: () => {
				for (const id of ids) removeEvent(doc, id, origin);
			},
		});
	}

	/** Adds the chosen records as quotes at the end of the narrative. */
	async quote(): Promise<void> {
		const { chosen } = this;
		if (!this.writesNarrative || chosen.length === 0) return;
		// Fetched when it is wanted: most who read evidence quote none of it.
		const model = await import('#lib/model/narrative.ts').catch(() => undefined);
		if (!model) {
			toasts.show({
				text: 'Quoting needs the network the first time. Nothing was quoted; try again online.',
			});
			return;
		}
		const narrative = this.workspace.open('narrative');
		// Appending to a text that isn't here yet would put the quote wherever the merge leaves it.
		await whenReady(narrative);
		narrative.doc.transact(() => {
			for (const { id } of chosen) model.quoteRecord(narrative.doc, id, narrative.origin);
		}, narrative.origin);
		this.view.selection.clear();
		toasts.show({
			text: `${counted(chosen.length, 'records')} quoted at the end of the narrative`,
			action: {
				label: 'Open',
				run: () => void goto(`/analysis/${this.workspace.analysis.id}/narrative`),
			},
		});
	}

	/** Keeps a question about the chosen records. */
	ask(text: string): void {
		if (!this.#inquiry || this.chosen.length === 0) return;
		const { doc, origin } = this.#inquiry;
		addQuestion(doc, { text, ...this.#raised() }, origin);
		toasts.show({ text: 'Question kept, pinned to what raised it' });
	}

	/** Puts the chosen records under a theme: one that is there, or a new one. */
	theme(title: string): void {
		if (!this.#inquiry || this.chosen.length === 0) return;
		const { doc, origin } = this.#inquiry;
		const known = this.themes.find((theme) => theme.title.toLowerCase() === title.toLowerCase());
		if (known) for (const { id } of this.chosen) pin(doc, known.id, id, origin);
		else addTheme(doc, { title, ...this.#raised() }, origin);
		toasts.show({ text: `Under the theme “${known?.title ?? title}”` });
	}

	#raised() {
		return {
			on: new Set(this.chosen.map(({ id }) => id)),
			raisedBy: this.workspace.me.id,
			raisedAt: Date.now(),
		};
	}
}

/** Resolves once the document's content is here. */
function whenReady(document: LiveDocument): Promise<void> {
	if (document.ready) return Promise.resolve();
	return new Promise((resolve) => {
		const stop = $effect.root(() => {
			$effect(() => {
				if (!document.ready) return;
				resolve();
				queueMicrotask(() => stop());
			});
		});
	});
}
