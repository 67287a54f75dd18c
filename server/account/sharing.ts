/** What a person's acts do with their words: share a moment as a copy, take it back, withdraw everything. */
import {
	deleteShared,
	forgetDeleted,
	insertQuote,
	listQuotes,
	listShared,
	findShared,
	putShared,
	updateConsent,
} from '#db/account.ts';
import { listCast } from '#db/person.ts';
import { deleteUserReactions } from '#db/reaction.ts';
import { deleteRoundAnswers } from '#db/round.ts';
import type { QuoteTable, SharedAccountTable } from '#db/calibration-tables.ts';
import { can } from '#lib/model/access.ts';
import { clearAccount, isBlank, momentWords, parseMomentKey, type MomentWords } from '#lib/model/account.ts';
import { newId } from '#lib/model/ids.ts';
import { allow } from '../people/people.ts';
import { notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { clock, ensureAccount, ownerOf } from './desk.ts';
import type { AccountPorts } from './ports.ts';

/** A shared moment as analysts see it. */
export interface SharedMoment extends MomentWords {
	readonly id: string;
	readonly personId: string;
	readonly person: string;
	/** Null for "Tell it your way". */
	readonly eventId: string | null;
	readonly via: 'wrote' | 'interview';
	readonly quotable: 'ask' | 'yes' | 'no';
	readonly sharedAt: string;
}

export interface Quote {
	readonly id: string;
	readonly personId: string;
	readonly person: string;
	readonly sharedAccountId: string | null;
	/** Empty while it may not be read: asked (for those who do not see accounts), refused or withdrawn. */
	readonly text: string;
	readonly consent: QuoteTable['consent'];
}

export interface Sharing {
	/** Copies a moment, as it stands on the server now, to the analysts; in place of the copy they have. */
	share(
		userId: string,
		analysisId: string,
		key: string,
		quotable: SharedAccountTable['quotable'],
	): Promise<Outcome<{ sharedAt: string }>>;
	/** Removes the copy, and the words of every quote from it. */
	takeBack(userId: string, analysisId: string, key: string): Promise<Outcome<void>>;
	/**
	 * Erases the account: its drafts in every file, its copies, the words of its quotes, its answers in rounds, its
	 * owner's reactions. Published stories and backups are out of reach. Resolves when it is done.
	 */
	withdraw(userId: string, analysisId: string): Promise<Outcome<{ epoch: number }>>;
	/** The shared moments, for those who see accounts. */
	list(userId: string, analysisId: string): Promise<Outcome<readonly SharedMoment[]>>;
	/** Asks to quote words of a shared moment. They must be in it, letter for letter. */
	ask(
		userId: string,
		analysisId: string,
		draft: { readonly sharedAccountId: string; readonly text: string },
	): Promise<Outcome<Quote>>;
	quotes(userId: string, analysisId: string): Promise<Outcome<readonly Quote[]>>;
	/** Those whose speakers said yes. Asks nobody whether they may read them: that is the caller's to know. */
	consented(analysisId: string): Promise<readonly Quote[]>;
	/** Its person's answer; a later no takes back an earlier yes. */
	consent(
		userId: string,
		analysisId: string,
		quoteId: string,
		answer: 'yes' | 'no' | 'withdrawn',
	): Promise<Outcome<void>>;
}

export function createSharing(ports: AccountPorts): Sharing {
	const { live } = ports;
	const { core, dialect } = ports.databases;
	const now = () => clock(ports);

	/** A copy or quote changed: pages that show it fetch anew. */
	const changed = (analysisId: string) => {
		live.publish(analysisId, 'accounts');
		live.publish(analysisId, 'quotes');
		live.publish(analysisId, 'rounds');
	};
	const namesIn = async (analysisId: string) =>
		new Map((await listCast(core, analysisId)).map(({ id, name }) => [id, name]));

	return {
		async share(userId, analysisId, keyText, quotable) {
			const owner = await ownerOf(ports, userId, analysisId);
			if (!owner.ok) return owner;
			const key = parseMomentKey(keyText);
			if (!key) return notFound('moment');
			const { person, ref } = owner.value;
			await ensureAccount(ports, ref);
			const words = await ports.read(ref, (doc) => momentWords(doc, key));
			if (!words || isBlank(words))
				return refuse('invalid', 'There is nothing written here yet, so nothing was shared.');
			const sharedAt = now();
			await putShared(core, {
				id: newId('account'),
				analysis_id: analysisId,
				person_id: person.id,
				event_id: key === 'whole' ? null : key,
				...words,
				via: 'wrote',
				quotable,
				shared_at: sharedAt,
			});
			changed(analysisId);
			return ok({ sharedAt: new Date(sharedAt).toISOString() });
		},
		async takeBack(userId, analysisId, keyText) {
			const owner = await ownerOf(ports, userId, analysisId);
			if (!owner.ok) return owner;
			const key = parseMomentKey(keyText);
			if (!key) return notFound('moment');
			const { person } = owner.value;
			const eventId = key === 'whole' ? null : key;
			if (!(await deleteShared(core, analysisId, person.id, eventId, now())))
				return notFound('shared moment');
			await forgetDeleted(core, dialect);
			changed(analysisId);
			return ok(undefined);
		},
		async withdraw(userId, analysisId) {
			const owner = await ownerOf(ports, userId, analysisId);
			if (!owner.ok) return owner;
			const { person, ref } = owner.value;
			await ensureAccount(ports, ref);
			// The drafts first: should anything below fail, asking again takes out the rest.
			const epoch = await ports.erase(ref, clearAccount);
			await deleteShared(core, analysisId, person.id, undefined, now());
			await deleteRoundAnswers(core, analysisId, person.id);
			await deleteUserReactions(core, analysisId, userId);
			live.publish(analysisId, 'threads');
			await forgetDeleted(core, dialect);
			await core
				.insertInto('audit')
				.values({
					user_id: userId,
					action: 'account.withdraw',
					detail_json: JSON.stringify({ analysisId }),
					at: now(),
				})
				.execute();
			changed(analysisId);
			return ok({ epoch });
		},
		async list(userId, analysisId) {
			const who = await allow(core, now, userId, analysisId, 'read', { is: 'sharedAccounts' });
			if (!who.ok) return who;
			const names = await namesIn(analysisId);
			const rows = await listShared(core, analysisId);
			return ok(
				rows.map(({ id, person_id, event_id, told, saw, knew, wanted, hard, via, quotable, shared_at }) => ({
					id,
					personId: person_id,
					person: names.get(person_id) ?? 'Someone',
					eventId: event_id,
					told,
					saw,
					knew,
					wanted,
					hard,
					via,
					quotable,
					sharedAt: new Date(shared_at).toISOString(),
				})),
			);
		},
		async ask(userId, analysisId, { sharedAccountId, text: asked }) {
			const who = await allow(core, now, userId, analysisId, 'write', { is: 'quotes' });
			if (!who.ok) return who;
			const shared = await findShared(core, analysisId, sharedAccountId);
			if (!shared) return notFound('shared moment');
			const text = asked.trim();
			const { told, saw, knew, wanted, hard } = shared;
			if (text === '' || ![told, saw, knew, wanted, hard].some((words) => words.includes(text)))
				return refuse(
					'invalid',
					'These words are not in what they shared, letter for letter. Nothing was asked; choose them from the account.',
				);
			if (shared.quotable === 'no')
				return refuse(
					'forbidden',
					'They shared this to be understood and asked that it not be quoted. Nothing was asked.',
				);
			const row: QuoteTable = {
				id: newId('quote'),
				analysis_id: analysisId,
				person_id: shared.person_id,
				shared_account_id: shared.id,
				text,
				consent: shared.quotable === 'yes' ? 'yes' : 'asked',
				asked_by: userId,
				asked_at: now(),
				answered_at: shared.quotable === 'yes' ? now() : null,
			};
			await insertQuote(core, row);
			live.publish(analysisId, 'quotes');
			return ok(quoteView(row, await namesIn(analysisId), true));
		},
		async quotes(userId, analysisId) {
			const who = await allow(core, now, userId, analysisId, 'read', { is: 'quotes' });
			if (!who.ok) return who;
			const names = await namesIn(analysisId);
			const seesAsked = can(who.value, 'read', { is: 'sharedAccounts' });
			return ok((await listQuotes(core, analysisId)).map((row) => quoteView(row, names, seesAsked)));
		},
		async consented(analysisId) {
			const names = await namesIn(analysisId);
			return (await listQuotes(core, analysisId))
				.filter(({ consent }) => consent === 'yes')
				.map((row) => quoteView(row, names, false));
		},
		async consent(userId, analysisId, quoteId, answer) {
			const owner = await ownerOf(ports, userId, analysisId);
			if (!owner.ok) return owner;
			const personId = owner.value.person.id;
			if (!(await updateConsent(core, { analysisId, personId, id: quoteId }, answer, now())))
				return notFound('quote');
			if (answer !== 'yes') await forgetDeleted(core, dialect);
			live.publish(analysisId, 'quotes');
			return ok(undefined);
		},
	};
}

function quoteView(row: QuoteTable, names: ReadonlyMap<string, string>, seesAsked: boolean): Quote {
	const isReadable = row.consent === 'yes' || (row.consent === 'asked' && seesAsked);
	return {
		id: row.id,
		personId: row.person_id,
		person: names.get(row.person_id) ?? 'Someone',
		sharedAccountId: row.shared_account_id,
		text: isReadable ? row.text : '',
		consent: row.consent,
	};
}
