/** The inquiry as analysts see and write it. Nobody else opens its document. */
import type { LiveDocument } from '#lib/live/document.svelte.ts';
import { Live } from '#lib/live/live.svelte.ts';
import type { HypothesisId, QuestionId, ThemeId } from '#lib/model/ids.ts';
import {
	addHypothesis,
	addQuestion,
	addTheme,
	answerQuestion,
	observeInquiry,
	patchQuestion,
	pin,
	readInquiry,
	removeHypothesis,
	removeQuestion,
	removeTheme,
	reopenQuestion,
	retitleTheme,
	settleHypothesis,
	undoInquiry,
	unpin,
	type Hypothesis,
	type HypothesisState,
	type Inquiry,
	type Pin,
	type Question,
	type Theme,
} from '#lib/model/inquiry.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';

type Pinned = QuestionId | ThemeId | HypothesisId;

/** A question that is being written. */
export interface Asking {
	readonly on: Pin | undefined;
	readonly text: string;
	/** Whom to ask, or empty. */
	readonly personId: string;
}

export class InquiryView {
	readonly live: LiveDocument;
	readonly #userId: string;
	readonly #inquiry: Live<Inquiry>;
	readonly #undo: ReturnType<typeof undoInquiry>;
	/** The side panel is open. */
	isOpen = $state(false);
	asking = $state.raw<Asking>();

	readonly inquiry: Inquiry = $derived.by(() => this.#inquiry.current);
	readonly open: readonly Question[] = $derived(
		this.inquiry.questions.filter(({ answeredAt }) => answeredAt === 0),
	);

	constructor(live: LiveDocument, userId: string) {
		this.live = live;
		this.#userId = userId;
		this.#inquiry = new Live(
			(changed) => observeInquiry(live.doc, changed),
			() => readInquiry(live.doc),
		);
		this.#undo = undoInquiry(live.doc, live.origin);
	}

	destroy(): void {
		this.#undo.destroy();
	}

	get writable(): boolean {
		return this.live.writable;
	}
	questionsOn(targets: readonly Pin[]): readonly Question[] {
		return this.inquiry.questions.filter(({ on }) => targets.some((target) => on.has(target)));
	}
	themesOn(targets: readonly Pin[]): readonly Theme[] {
		return this.inquiry.themes.filter(({ on }) => targets.some((target) => on.has(target)));
	}
	hypothesesOn(targets: readonly Pin[]): readonly Hypothesis[] {
		return this.inquiry.hypotheses.filter(({ on }) => targets.some((target) => on.has(target)));
	}

	/** Opens the box in which a question is written; in the panel, unless the page has none. */
	begin(on?: Pin, text = '', personId = '', inPanel = true): void {
		if (inPanel) this.isOpen = true;
		this.asking = { on, text, personId };
	}
	ask(text: string, personId: string, on: Pin | undefined): QuestionId {
		this.#undo.cut();
		this.asking = undefined;
		return addQuestion(
			this.live.doc,
			{
				text,
				personId,
				raisedBy: this.#userId,
				raisedAt: Date.now(),
				on: new Set(on === undefined ? [] : [on]),
			},
			this.live.origin,
		);
	}
	reword(id: QuestionId, text: string): void {
		this.#undo.cut();
		patchQuestion(this.live.doc, id, { text }, this.live.origin);
	}
	/** Whom to ask; empty is nobody in particular. */
	askOf(id: QuestionId, personId: string): void {
		this.#undo.cut();
		patchQuestion(this.live.doc, id, { personId }, this.live.origin);
	}
	answer(id: QuestionId, answer: string): void {
		this.#undo.cut();
		answerQuestion(this.live.doc, id, { answer, by: this.#userId, at: Date.now() }, this.live.origin);
	}
	reopen(id: QuestionId): void {
		this.#undo.cut();
		reopenQuestion(this.live.doc, id, this.live.origin);
	}
	nameTheme(title: string, on?: Pin): ThemeId {
		this.#undo.cut();
		const draft = { title, raisedBy: this.#userId, raisedAt: Date.now(), on: new Set(on ? [on] : []) };
		return addTheme(this.live.doc, draft, this.live.origin);
	}
	renameTheme(id: ThemeId, title: string): void {
		this.#undo.cut();
		retitleTheme(this.live.doc, id, title, this.live.origin);
	}
	suppose(text: string, on?: Pin): HypothesisId {
		this.#undo.cut();
		const draft = {
			text,
			state: 'raised' as const,
			raisedBy: this.#userId,
			raisedAt: Date.now(),
			on: new Set(on ? [on] : []),
		};
		return addHypothesis(this.live.doc, draft, this.live.origin);
	}
	settle(id: HypothesisId, state: HypothesisState, tested: string): void {
		this.#undo.cut();
		settleHypothesis(
			this.live.doc,
			id,
			{ state, tested, testedAt: state === 'raised' ? 0 : Date.now() },
			this.live.origin,
		);
	}
	/** Pins it there, or takes the pin out. */
	toggle(id: Pinned, target: Pin, isOn: boolean): void {
		this.#undo.cut();
		(isOn ? unpin : pin)(this.live.doc, id, target, this.live.origin);
	}
	remove(one: { readonly id: Pinned }, words: string): void {
		this.#undo.cut();
		const { doc, origin } = this.live;
		const removed = one.id.startsWith('que_')
			? removeQuestion(doc, one.id as QuestionId, origin)
			: one.id.startsWith('thm_')
				? removeTheme(doc, one.id as ThemeId, origin)
				: removeHypothesis(doc, one.id as HypothesisId, origin);
		if (!removed) return;
		this.#undo.cut();
		toasts.show({
			text: `Deleted “${words.length > 48 ? `${words.slice(0, 47).trimEnd()}…` : words}”`,
			undo: () => void this.#undo.undo(),
		});
	}
}
