/**
 * The inquiry: questions, themes and hypotheses collected while reading, pinned to what raised them. For analysts
 * only, so it is a document of its own. Verbs are one transaction each; reads never throw.
 */
import type * as Y from 'yjs';
import {
	newId,
	parseId,
	parseRecordId,
	type EventId,
	type GapId,
	type HypothesisId,
	type QuestionId,
	type RecordId,
	type ThemeId,
	type UserId,
} from './ids.ts';
import type { Origin } from './origin.ts';
import { OwnUndo } from './undo.ts';
import { collection, integer, oneOf, optional, setOf, text, type DraftOf, type RecordOf } from './record.ts';

/** What something is pinned to: an event, a gap or a record, by its id. */
export type Pin = EventId | GapId | RecordId;

/** What a pin points at; undefined for a text that points at nothing of ours. */
export function pinKind(pin: string): 'event' | 'gap' | 'record' | undefined {
	if (parseId('event', pin)) return 'event';
	if (parseId('gap', pin)) return 'gap';
	return parseRecordId(pin) ? 'record' : undefined;
}

const raised = {
	raisedBy: optional(text(60), ''),
	/** Milliseconds. */
	raisedAt: optional(integer, 0),
	on: setOf<Pin>('on'),
};

const questionFields = {
	...raised,
	text: text(2000),
	/** Whom to ask. Empty: nobody in particular. */
	personId: optional(text(60), ''),
	/** What was found out. */
	answer: optional(text(10_000), ''),
	/** Milliseconds; 0 while open. */
	answeredAt: optional(integer, 0),
	answeredBy: optional(text(60), ''),
};

const themeFields = {
	...raised,
	title: text(300),
	/** A shorter name for chips; empty means the title. */
	short: optional(text(80), ''),
	rank: optional(text(200), ''),
};

/** `kept`: it stood the test. Dropped ones stay, since they show what was ruled out and why. */
export const hypothesisStates = ['raised', 'kept', 'dropped'] as const;
export type HypothesisState = (typeof hypothesisStates)[number];

const hypothesisFields = {
	...raised,
	text: text(2000),
	state: oneOf(...hypothesisStates),
	/** How it was tested and what came of it. */
	tested: optional(text(10_000), ''),
	testedAt: optional(integer, 0),
};

export const questions = collection<QuestionId, typeof questionFields>('questions', questionFields);
export const themes = collection<ThemeId, typeof themeFields>('themes', themeFields);
export const hypotheses = collection<HypothesisId, typeof hypothesisFields>('hypotheses', hypothesisFields);

export const inquiryCollections = { questions, themes, hypotheses } as const;

export type Question = RecordOf<QuestionId, typeof questionFields>;
export type Theme = RecordOf<ThemeId, typeof themeFields>;
export type Hypothesis = RecordOf<HypothesisId, typeof hypothesisFields>;

export type QuestionDraft = DraftOf<typeof questionFields> & Pick<Question, 'text'>;
export type ThemeDraft = DraftOf<typeof themeFields> & Pick<Theme, 'title'>;
export type HypothesisDraft = DraftOf<typeof hypothesisFields> & Pick<Hypothesis, 'text'>;

export function addQuestion(doc: Y.Doc, draft: QuestionDraft, origin: Origin): QuestionId {
	const id = newId('question');
	questions.put(doc, id, draft, origin);
	return id;
}

/** Changes what is asked or of whom; false when it is gone. */
export function patchQuestion(
	doc: Y.Doc,
	id: QuestionId,
	changes: Pick<DraftOf<typeof questionFields>, 'text' | 'personId' | 'answer'>,
	origin: Origin,
): boolean {
	return questions.patch(doc, id, changes, origin);
}

/** Says that a question is answered, by whom and when. */
export function answerQuestion(
	doc: Y.Doc,
	id: QuestionId,
	{ answer, by, at }: { readonly answer: string; readonly by: UserId | string; readonly at: number },
	origin: Origin,
): boolean {
	return questions.patch(doc, id, { answer, answeredBy: by, answeredAt: at }, origin);
}

/** Opens a question again; the answer given stays readable. */
export function reopenQuestion(doc: Y.Doc, id: QuestionId, origin: Origin): boolean {
	return questions.patch(doc, id, { answeredAt: 0, answeredBy: '' }, origin);
}

export function removeQuestion(doc: Y.Doc, id: QuestionId, origin: Origin): boolean {
	return questions.remove(doc, id, origin);
}

export function addTheme(doc: Y.Doc, draft: ThemeDraft, origin: Origin): ThemeId {
	const id = newId('theme');
	themes.put(doc, id, draft, origin);
	return id;
}

export function retitleTheme(doc: Y.Doc, id: ThemeId, title: string, origin: Origin): boolean {
	return themes.patch(doc, id, { title }, origin);
}

export function removeTheme(doc: Y.Doc, id: ThemeId, origin: Origin): boolean {
	return themes.remove(doc, id, origin);
}

export function addHypothesis(doc: Y.Doc, draft: HypothesisDraft, origin: Origin): HypothesisId {
	const id = newId('hypothesis');
	hypotheses.put(doc, id, draft, origin);
	return id;
}

/** Says what became of a hypothesis, and how it was tested. */
export function settleHypothesis(
	doc: Y.Doc,
	id: HypothesisId,
	changes: Pick<DraftOf<typeof hypothesisFields>, 'text' | 'state' | 'tested' | 'testedAt'>,
	origin: Origin,
): boolean {
	return hypotheses.patch(doc, id, changes, origin);
}

export function removeHypothesis(doc: Y.Doc, id: HypothesisId, origin: Origin): boolean {
	return hypotheses.remove(doc, id, origin);
}

type Pinned = { readonly id: string; readonly on: ReadonlySet<Pin> };
type PinnedCollection = {
	get(doc: Y.Doc, id: never): Pinned | undefined;
	patch(doc: Y.Doc, id: never, changes: { on: ReadonlySet<Pin> }, origin: Origin): boolean;
};
const pinnable: Readonly<Record<string, PinnedCollection>> = {
	que: questions,
	thm: themes,
	hyp: hypotheses,
};

/** Pins a question, theme or hypothesis to an event, gap or record; false when it is gone. */
export function pin(doc: Y.Doc, id: QuestionId | ThemeId | HypothesisId, to: Pin, origin: Origin): boolean {
	return repin(doc, id, (on) => on.add(to), origin);
}

/** Takes a pin out; false when what was pinned is gone. */
export function unpin(
	doc: Y.Doc,
	id: QuestionId | ThemeId | HypothesisId,
	from: Pin,
	origin: Origin,
): boolean {
	return repin(doc, id, (on) => void on.delete(from), origin);
}

function repin(doc: Y.Doc, id: string, change: (on: Set<Pin>) => unknown, origin: Origin): boolean {
	const owner = pinnable[id.slice(0, 3)];
	const found = owner?.get(doc, id as never);
	if (!owner || !found) return false;
	const on = new Set(found.on);
	change(on);
	return owner.patch(doc, id as never, { on }, origin);
}

export interface Inquiry {
	/** Open ones first, each group by when it was raised. */
	readonly questions: readonly Question[];
	readonly themes: readonly Theme[];
	readonly hypotheses: readonly Hypothesis[];
	readonly skipped: number;
}

/** The whole inquiry as a value. Never throws. */
export function readInquiry(doc: Y.Doc): Inquiry {
	const asked = questions.all(doc);
	const named = themes.all(doc);
	const supposed = hypotheses.all(doc);
	const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
	const byRaised = <T extends { id: string; raisedAt: number }>(a: T, b: T) =>
		a.raisedAt - b.raisedAt || byId(a, b);
	const answered = (question: Question) => (question.answeredAt === 0 ? 0 : 1);
	return {
		questions: asked.records.toSorted((a, b) => answered(a) - answered(b) || byRaised(a, b)),
		themes: named.records.toSorted((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : byRaised(a, b))),
		hypotheses: supposed.records.toSorted(byRaised),
		skipped: asked.skipped + named.skipped + supposed.skipped,
	};
}

/** Calls back after each transaction that changed anything of the inquiry; returns how to stop. */
export function observeInquiry(doc: Y.Doc, changed: () => void): () => void {
	const stops = [questions, themes, hypotheses].map((each) => each.observe(doc, changed));
	return () => {
		for (const stop of stops) stop();
	};
}

/** Undo of one's own changes to the inquiry. */
export function undoInquiry(doc: Y.Doc, origin: Origin): OwnUndo {
	return new OwnUndo(
		Object.values(inquiryCollections).map(({ name }) => doc.getMap(name)),
		origin,
	);
}
