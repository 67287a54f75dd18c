/** What a transaction on the inquiry did, as acts. Lines of it are read by those who read the inquiry. */
import type * as Y from 'yjs';
import { hypotheses, questions, themes } from '#lib/model/inquiry.ts';
import type { QuestionId, HypothesisId } from '#lib/model/ids.ts';
import { recordChanges, type RecordChange } from '#lib/model/record-changes.ts';
import type { Act } from './act.ts';

type Said = readonly [act: string, words: string];

export function inquiryActs(transaction: Y.Transaction): readonly Act[] {
	const { doc } = transaction;
	const acts: Act[] = [];
	for (const [id, change] of recordChanges(questions, transaction)) {
		const [act, words] = questionWords(doc, id, change);
		acts.push({ on: { kind: 'question', id }, act, words });
	}
	for (const [id, change] of recordChanges(themes, transaction)) {
		const [act, words] = common(change, 'added {}');
		acts.push({ on: { kind: 'theme', id }, act, words });
	}
	for (const [id, change] of recordChanges(hypotheses, transaction)) {
		const [act, words] = hypothesisWords(doc, id, change);
		acts.push({ on: { kind: 'hypothesis', id }, act, words });
	}
	return acts;
}

function questionWords(doc: Y.Doc, id: QuestionId, change: RecordChange): Said {
	if (change.is !== 'changed') return common(change, 'asked {}');
	const question = questions.get(doc, id);
	if (change.fields.has('answeredAt'))
		return (question?.answeredAt ?? 0) > 0 ? ['answered', 'answered {}'] : ['reopened', 'opened {} again'];
	if (change.fields.has('answer')) return ['answer', 'wrote an answer to {}'];
	if (change.fields.has('personId')) return ['whom', 'said whom to ask {}'];
	return common(change, '');
}

function hypothesisWords(doc: Y.Doc, id: HypothesisId, change: RecordChange): Said {
	if (change.is !== 'changed') return common(change, 'raised {}');
	const state = hypotheses.get(doc, id)?.state;
	if (change.fields.has('state'))
		return state === 'kept'
			? ['kept', 'kept {}']
			: state === 'dropped'
				? ['dropped', 'dropped {}']
				: ['reopened', 'took up {} again'];
	if (change.fields.has('tested') || change.fields.has('testedAt'))
		return ['tested', 'wrote how {} was tested'];
	return common(change, '');
}

/** What is said alike of everything in the inquiry. */
function common(change: RecordChange, added: string): Said {
	if (change.is === 'added') return ['added', added];
	if (change.is === 'removed') return ['removed', 'removed {}'];
	if (change.fields.has('text') || change.fields.has('title')) return ['reworded', 'reworded {}'];
	return change.fields.has('on') ? ['pinned', 'said where {} comes from'] : ['changed', 'changed {}'];
}
