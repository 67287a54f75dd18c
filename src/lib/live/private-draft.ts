/**
 * What somebody writes unseen before they place it: kept in this browser alone, never sent, gone at sign-out. Whose
 * it is and what for is in its name.
 */
import { documentName, type DocumentRef } from '#lib/model/documents.ts';

const prefix = 'second-story:draft:';

/** Where a person's draft for a document lies. */
export function draftName(userId: string, ref: DocumentRef): string {
	return `${prefix}${userId}:${documentName(ref)}`;
}

/** Where the comments lie that a person wrote in an analysis while nobody could be reached. */
export function keptCommentsName(userId: string, analysisId: string): string {
	return `${prefix}comments:${userId}:${analysisId}`;
}

/** What was written; empty when there is nothing, or this browser keeps nothing. */
export function readDraft(name: string): string {
	try {
		return localStorage.getItem(name) ?? '';
	} catch {
		return '';
	}
}

/** Keeps what is written; nothing of it when it is empty. False when this browser keeps nothing. */
export function keepDraft(name: string, text: string): boolean {
	try {
		if (text === '') localStorage.removeItem(name);
		else localStorage.setItem(name, text);
		return true;
	} catch {
		return false;
	}
}

/** Forgets the drafts of everybody in this browser. Called at sign-out. */
export function forgetDrafts(): void {
	try {
		for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name);
	} catch {
		// Storage is refused: there is none.
	}
}
