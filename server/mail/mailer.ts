/**
 * Gathers what is for people into mails, and sends them: from a queue in the database, each thing at most once to
 * each person, ever. It says that there is something, never what it says (digest.ts). A mail server that is away,
 * slow or wrong costs mail, and nothing else.
 */
import type { Logger } from 'pino';
import {
	claimMail,
	deleteOldMails,
	giveUpMails,
	insertMail,
	listDueMails,
	listLastMails,
	listMailItems,
	listOverRounds,
	listUnmailed,
	settleMail,
	type MailItemRow,
} from '#db/mail.ts';
import type { CoreDb } from '#db/open.server.ts';
import type { MailTable } from '#db/calibration-tables.ts';
import { newId } from '#lib/model/ids.ts';
import { usualChoice } from './choices.ts';
import { composeDigest } from './digest.ts';
import { offToken } from './off-link.ts';
import type { MailTransport } from './smtp.ts';

export interface Mailer {
	/** Gathers, and sends what is due. Called while it looks already, it is that same look. Never rejects. */
	look(): Promise<void>;
	/** Ends what is under way; what was being sent is not sent again. */
	close(): Promise<void>;
}

export interface MailerDeps {
	readonly db: CoreDb;
	readonly transport: MailTransport;
	readonly log: Pick<Logger, 'warn' | 'error'>;
	readonly origin: string;
	readonly now?: () => number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const lookEveryMs = minute;
/** Who looks in the meantime needs no mail, and several things become one. */
const settleMs = 10 * minute;
/** A mention is told soon, and many of them not one by one. */
const apartMs = { daily: day, mention: hour } as const;
/** Older things are no news: also a bound on what a mail server that comes back, or is set for the first time, brings. */
const oldestMs = 3 * day;
/** After each attempt that surely failed; then it is given up. */
const pauses = [minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour];
/** A claim that nobody settled for so long belonged to a process that ended. */
const stuckMs = 10 * minute;
const keepMs = 30 * day;
const mostItems = 5000;
const mostMails = 50;

export function createMailer({ db, transport, log, origin, now = Date.now }: MailerDeps): Mailer {
	let looking: Promise<void> | undefined;
	let isClosed = false;
	const timer = setInterval(() => void look(), lookEveryMs);
	timer.unref();

	/** What of it is still to be told, to whom it may be told. */
	async function wanted(rows: readonly MailItemRow[]): Promise<readonly MailItemRow[]> {
		const rounds = rows.flatMap(({ kind }) => reminderOf(kind) ?? []);
		const { closed, declined } = await listOverRounds(db, [...new Set(rounds)]);
		const accounts = new Set(
			rows.flatMap((row) => (row.user_kind === 'account' ? [row.notification_id] : [])),
		);
		return rows.filter((row) => {
			const { kind, choice: chosen, chosen_at, created_at, user_kind } = row;
			const choice = chosen ?? usualChoice(user_kind);
			const round = reminderOf(kind);
			if (addressOf(row) === null || choice === 'never' || created_at < (chosen_at ?? 0)) return false;
			// Somebody with an account who came by a link as well is told once.
			if (user_kind === 'guest' && accounts.has(row.notification_id)) return false;
			if (round !== undefined && (closed.has(round) || declined.has(`${round}/${row.person_id}`)))
				return false;
			return choice === 'daily' || isAddressed(kind);
		});
	}

	async function gather(): Promise<void> {
		const at = now();
		const rows = await wanted(
			await listUnmailed(db, { since: at - oldestMs, until: at - settleMs, limit: mostItems }),
		);
		const people = Map.groupBy(rows, ({ user_id }) => user_id);
		const last = await listLastMails(db, [...people.keys()]);
		for (const [user_id, own] of people) {
			const [{ choice, chosen_at, user_kind } = own[0] as MailItemRow] = own;
			const pace = (choice ?? usualChoice(user_kind)) === 'daily' ? 'daily' : 'mention';
			const before = Math.max(last.get(user_id) ?? 0, pace === 'daily' ? (chosen_at ?? 0) : 0);
			if (at - before < apartMs[pace]) continue;
			await insertMail(
				db,
				{
					...{ id: newId('mail'), user_id, state: 'waiting', attempts: 0 },
					...{ created_at: at, due_at: at, changed_at: at },
				},
				own.map(({ notification_id }) => notification_id),
			);
		}
	}

	async function send(mail: MailTable): Promise<'on' | 'down'> {
		// What they read, turned off or left since is not told any more.
		const items = await wanted(await listMailItems(db, mail.id));
		const [first] = items;
		const to = first && addressOf(first);
		if (!(await claimMail(db, mail.id, now()))) return 'on';
		const settle = (state: MailTable['state'], due_at = mail.due_at) =>
			settleMail(db, mail.id, { state, due_at, changed_at: now() });
		if (!first || !to) {
			await settle('dropped');
			return 'on';
		}
		const token = await offToken(db, mail.user_id);
		const { subject, text } = composeDigest(items, {
			...{ name: first.user_name, isGuest: first.user_kind === 'guest', origin },
			offUrl: `${origin}/mail-off#${token}`,
		});
		const { is, why, isDown } = await transport.send({
			messageId: `<${mail.id}@${new URL(origin).hostname}>`,
			...{ to, subject, text },
			headers: {
				'List-Unsubscribe': `<${origin}/api/v1/mail/off/${token}>`,
				'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
				'Auto-Submitted': 'auto-generated',
			},
		});
		if (is !== 'sent') log.warn({ mail: mail.id, is, why }, 'a mail was not taken');
		const pause = pauses[mail.attempts];
		if (is === 'sent') await settle('sent');
		else if (is === 'later' && pause !== undefined) await settle('waiting', now() + pause);
		else await settle('given_up');
		return isDown ? 'down' : 'on';
	}

	async function work(): Promise<void> {
		await giveUpMails(db, now() - stuckMs, now());
		await deleteOldMails(db, now() - keepMs);
		await gather();
		for (const mail of await listDueMails(db, now(), mostMails))
			// The next look finds the others where they are.
			if (isClosed || (await send(mail)) === 'down') break;
	}

	function look(): Promise<void> {
		if (isClosed) return Promise.resolve();
		looking ??= work()
			.catch((error: unknown) => {
				if (!isClosed) log.error({ err: error }, 'looking for mail met a bug');
			})
			.finally(() => (looking = undefined));
		return looking;
	}

	return {
		look,
		async close() {
			isClosed = true;
			clearInterval(timer);
			transport.close();
			await looking;
		},
	};
}

/** By name: a mention, or something asked of the person they are in the story, or said to them there. */
function isAddressed(kind: string): boolean {
	return /^(mention|round_reminder|answer_reply)\/|^story_override$/.test(kind);
}

function reminderOf(kind: string): string | undefined {
	return /^round_reminder\/(.+)$/.exec(kind)?.[1];
}

function addressOf({ user_kind, user_email, person_email }: MailItemRow): string | null {
	return user_kind === 'account' ? user_email : person_email;
}
