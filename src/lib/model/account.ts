/**
 * One person's account: what they tell in their own words, moment by moment. It is a document of its own that only
 * they open (DESIGN §3); a moment reaches the analysts as a copy, by the person's act, and never otherwise.
 */
import type * as Y from 'yjs';
import { parseId, type EventId } from './ids.ts';
import type { Origin } from './origin.ts';
import { collection, flag, optional, prose, type RecordOf } from './record.ts';

/** The event a moment is about, or `whole`: "Tell it your way". */
export type MomentKey = EventId | 'whole';

const fields = {
	/** In their own way, whatever was asked. */
	toldProse: prose,
	sawProse: prose,
	knewProse: prose,
	wantedProse: prose,
	hardProse: prose,
	/** They chose to leave this one out; what they wrote stays theirs. */
	isSkipped: optional(flag, false),
};

/** The moments of an account, keyed by what they are about. */
export const moments = collection<MomentKey, typeof fields>('moments', fields);
export type Moment = RecordOf<MomentKey, typeof fields>;

/** The texts of a moment, by the names they have once they are shared. */
export const momentTexts = ['told', 'saw', 'knew', 'wanted', 'hard'] as const;
export type MomentText = (typeof momentTexts)[number];
export type MomentWords = Readonly<Record<MomentText, string>>;

/** The key, when the text is one; undefined for anything else. */
export function parseMomentKey(text: string): MomentKey | undefined {
	return text === 'whole' ? text : parseId('event', text);
}

/**
 * Makes the moments that are missing, each with all its texts; those that exist stay as they are. Only the server
 * calls it (through `writeAs`, one document at a time): two devices that each made a moment would lose one's words.
 */
export function openMoments(doc: Y.Doc, keys: readonly MomentKey[], origin: Origin): void {
	doc.transact(() => {
		for (const key of keys) if (!moments.has(doc, key)) moments.put(doc, key, {}, origin);
	}, origin);
}

/** Which of them are missing. */
export function missingMoments(doc: Y.Doc, keys: readonly MomentKey[]): readonly MomentKey[] {
	return keys.filter((key) => !moments.has(doc, key));
}

/** Leaves a moment out, or takes it up again. False when there is no such moment. */
export function skipMoment(doc: Y.Doc, key: MomentKey, isSkipped: boolean, origin: Origin): boolean {
	return moments.patch(doc, key, { isSkipped }, origin);
}

/** The shared text behind one of a moment's texts, for a field to bind to. */
export function momentText(doc: Y.Doc, key: MomentKey, text: MomentText): Y.Text | undefined {
	return moments.prose(doc, key, `${text}Prose`);
}

/** What a moment says; undefined when it does not exist. */
export function momentWords(doc: Y.Doc, key: MomentKey): MomentWords | undefined {
	const moment = moments.get(doc, key);
	return (
		moment && {
			told: moment.toldProse,
			saw: moment.sawProse,
			knew: moment.knewProse,
			wanted: moment.wantedProse,
			hard: moment.hardProse,
		}
	);
}

/** Whether nothing is written. */
export function isBlank(words: MomentWords): boolean {
	return momentTexts.every((text) => words[text].trim() === '');
}

/** Whether both say the same, white space at the ends aside. */
export function sameWords(one: MomentWords, other: MomentWords): boolean {
	return momentTexts.every((text) => one[text].trim() === other[text].trim());
}

/** Takes every word out: what an account is after its person withdrew. */
export function clearAccount(doc: Y.Doc, origin: Origin): void {
	doc.transact(() => {
		for (const key of [...doc.getMap('moments').keys()]) moments.remove(doc, key as MomentKey, origin);
	}, origin);
}

/** Writes words into a moment that is made with them, or replaces what it says: for accounts that come from elsewhere. */
export function fillMoment(doc: Y.Doc, key: MomentKey, words: Partial<MomentWords>, origin: Origin): void {
	doc.transact(() => {
		openMoments(doc, [key], origin);
		for (const name of momentTexts) {
			const text = momentText(doc, key, name);
			if (!text) continue;
			text.delete(0, text.length);
			text.insert(0, words[name] ?? '');
		}
	}, origin);
}
