/**
 * Taking the wording that a correction proposes: one step, in the name of whoever takes it, with the name of whoever
 * proposed it kept in the thread. Never half, never twice.
 */
import { appendActivity } from '#db/activity.ts';
import type { CoreDb } from '#db/open.server.ts';
import { claimThread, findThread, releaseThread, type ThreadRow } from '#db/thread.ts';
import { can, type Actor } from '#lib/model/access.ts';
import { makeAnchor, parseAnchor, resolveAnchor, type Place } from '#lib/model/anchor.ts';
import type { DocumentRef } from '#lib/model/documents.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { narrativeOf, readNarrative } from '#lib/model/narrative.ts';
import type { Origin } from '#lib/model/origin.ts';
import { replaceText } from '#lib/model/prose-write.ts';
import { reworded } from '#lib/model/reword.ts';
import type * as Y from 'yjs';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';

export interface TakeEditPorts {
	standing(userId: string, analysisId: string): Promise<Actor>;
	/** Writes in a person's name, in one transaction; durable when it resolves. */
	writeAs<T>(userId: string, ref: DocumentRef, verb: (doc: Y.Doc, origin: Origin) => T): Promise<T>;
	/** Tells open pages that threads changed. */
	publish(analysisId: string): void;
}

export interface TakeEdit {
	/** Puts the proposed words in and settles the thread. Where they stand now is answered, for taking it back. */
	take(userId: string, analysisId: string, threadId: string): Promise<Outcome<Place>>;
	/** Puts the words back that stood there, and opens the thread again; for whoever took it, while nobody wrote over it. */
	takeBack(userId: string, analysisId: string, threadId: string, place: Place): Promise<Outcome<void>>;
}

/** How a thread is settled whose words were taken. */
export const takenWords = 'edit taken';

export function createTakeEdit(db: CoreDb, ports: TakeEditPorts, now: () => number = Date.now): TakeEdit {
	/** The correction, for someone who writes the text. */
	async function correction(
		userId: string,
		analysisId: string,
		threadId: string,
	): Promise<Outcome<ThreadRow & { readonly proposal: string }>> {
		const actor = await ports.standing(userId, analysisId);
		const mayRead = can(actor, 'read', { is: 'threads' });
		if (!mayRead && !can(actor, 'read', { is: 'draft' })) return notFound('analysis');
		if (!mayRead || !can(actor, 'write', { is: 'document', kind: 'narrative' }))
			return forbidden('Only those who write the text put an edit in.');
		const row = await findThread(db, analysisId, threadId);
		if (!row) return notFound('thread');
		const { proposal } = row;
		if (row.on_kind !== 'passage' || proposal === null)
			return refuse('invalid', 'This thread proposes no other words, so there is nothing to put in.');
		return ok({ ...row, proposal });
	}

	const write = <T>(userId: string, analysisId: string, verb: (doc: Y.Doc, origin: Origin) => T) =>
		ports.writeAs(userId, { analysis: analysisId as AnalysisId, kind: 'narrative' }, verb);

	async function tell(userId: string, row: ThreadRow, words: string): Promise<void> {
		const { analysis_id, id } = row;
		await appendActivity(db, {
			...{ analysis_id, user_id: userId, subject_kind: 'thread', subject_id: id, words },
			at: now(),
		});
		ports.publish(analysis_id);
	}

	return {
		async take(userId, analysisId, threadId) {
			const found = await correction(userId, analysisId, threadId);
			if (!found.ok) return found;
			const row = found.value;
			// Before the words change: of two who press at once, on whatever nodes, one gets it. Were the machine to die
			// between the two writes, the thread would say too much and could be opened again; no word would be wrong.
			const claim = { resolved_at: now(), resolved_by: userId, resolution: takenWords };
			if (!(await claimThread(db, row.id, claim)))
				return refuse('conflict', 'This thread was settled already. Nothing was replaced.');
			let place: Place | undefined;
			try {
				place = await write(userId, analysisId, (doc, origin) => putIn(doc, row, origin));
			} finally {
				if (!place) await releaseThread(db, row.id, claim);
			}
			if (!place)
				return refuse(
					'conflict',
					'The words have changed since this was proposed. Nothing was replaced; edit them by hand.',
				);
			// Whose edit it was is said where it leads, by the name that person has then.
			await tell(
				userId,
				row,
				row.opened_by === userId ? 'took the edit that they had proposed' : 'took an edit into the text',
			);
			return ok(place);
		},
		async takeBack(userId, analysisId, threadId, at) {
			const found = await correction(userId, analysisId, threadId);
			if (!found.ok) return found;
			const row = found.value;
			const { resolved_at, resolved_by, resolution } = row;
			if (resolved_at === null || resolution !== takenWords || resolved_by !== userId)
				return refuse('conflict', 'This edit is not yours to take back now. Nothing was replaced.');
			// Opened again first, by one of two who press at once.
			if (!(await releaseThread(db, row.id, { resolved_at, resolved_by })))
				return refuse('conflict', 'The thread was opened again already. Nothing was replaced.');
			const isBack = await write(userId, analysisId, (doc, origin) => {
				const fragment = narrativeOf(doc);
				const { quote } = row;
				if (quote === null) return false;
				const taken = reworded(quote, row.proposal);
				const anchor = makeAnchor(fragment, { ...at, quote: taken });
				const place = anchor && resolveAnchor(fragment, anchor);
				if (place?.is !== 'placed') return false;
				return replaceText(fragment, place.place, taken, quote, origin);
			});
			if (!isBack) {
				await claimThread(db, row.id, { resolved_at, resolved_by, resolution });
				return refuse(
					'conflict',
					'The words were changed since, so they stay as they are now. Edit them by hand.',
				);
			}
			await tell(userId, row, 'took an edit back out of the text');
			return ok(undefined);
		},
	};
}

/** Where the words stand then; undefined, and nothing changed, when they are others than those the thread is on. */
function putIn(
	doc: Y.Doc,
	{ anchor_json, proposal }: ThreadRow & { readonly proposal: string },
	origin: Origin,
): Place | undefined {
	const fragment = narrativeOf(doc);
	const anchor = parseAnchor(anchor_json);
	const now = anchor && resolveAnchor(fragment, anchor);
	if (now?.is !== 'placed') return undefined;
	const { passageId, start, end } = now.place;
	const text = readNarrative(doc)
		.find((passage) => passage.passageId === passageId)
		?.text.slice(start, end);
	if (text === undefined || !replaceText(fragment, now.place, text, proposal, origin)) return undefined;
	return { passageId, start, end: start + reworded(text, proposal).length };
}
