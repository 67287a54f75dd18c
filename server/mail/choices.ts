/** Whether someone wants to be told by mail: theirs to choose, and to end with one press from any mail. */
import { findMailAddress, findMailChoice, putMailChoice } from '#db/mail.ts';
import type { CoreDb } from '#db/open.server.ts';
import type { MailChoiceTable } from '#db/calibration-tables.ts';
import type { User } from '../auth/caller.ts';
import { ok, refuse, type Outcome } from '../refusal.ts';
import { readOffToken } from './off-link.ts';

export const mailChoices = ['never', 'daily', 'mention'] as const satisfies readonly MailChoice[];
export type MailChoice = MailChoiceTable['choice'];

export interface MailWish {
	/** Whether the operator has set a mail server. */
	readonly isOffered: boolean;
	/** Where it goes; null when no address of theirs is known here. */
	readonly address: string | null;
	readonly choice: MailChoice;
}

export interface MailWishes {
	get(user: Pick<User, 'id' | 'kind'>): Promise<MailWish>;
	choose(userId: string, choice: MailChoice): Promise<void>;
	/** Turns mail off for whoever a mail's link was made for. */
	off(token: string): Promise<Outcome<void>>;
}

/**
 * Whoever has an account has chosen nothing until they did. Who came by a link has no settings of their own at
 * hand: what is asked of them by name reaches them, and each mail can end that.
 */
export const usualChoice = (kind: User['kind']): MailChoice => (kind === 'guest' ? 'mention' : 'never');

export function createMailWishes(db: CoreDb, isOffered: boolean, now: () => number = Date.now): MailWishes {
	const choose = (userId: string, choice: MailChoice) =>
		putMailChoice(db, { user_id: userId, choice, changed_at: now() });
	return {
		async get({ id, kind }) {
			const chosen = await findMailChoice(db, id);
			return {
				isOffered,
				address: await findMailAddress(db, id),
				choice: chosen?.choice ?? usualChoice(kind),
			};
		},
		choose,
		async off(token) {
			const userId = await readOffToken(db, token);
			if (userId === undefined)
				return refuse('gone', 'This link lost a piece on the way. Open it whole, as it stands in the mail.');
			await choose(userId, 'never');
			return ok(undefined);
		},
	};
}
