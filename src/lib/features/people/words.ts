/** How people, roles and links are spoken of. */
import type { Role } from '#lib/model/access.ts';
import type { Invitation } from '#server/auth/invitations.ts';

export const roleWords: Readonly<Record<Role, { readonly name: string; readonly may: string }>> = {
	lead: { name: 'Lead', may: 'writes, manages people, publishes' },
	analyst: { name: 'Analyst', may: 'writes, reads what people share' },
	contributor: { name: 'Contributor', may: 'writes timeline, notes and narrative' },
	facilitator: { name: 'Facilitator', may: 'writes, and leads the review' },
	commenter: { name: 'Commenter', may: 'reads the draft as it was frozen, and comments' },
	interviewee: { name: 'Interviewee', may: 'tells their own part' },
	participant: { name: 'Participant', may: 'takes part in the review' },
	reader: { name: 'Reader', may: 'reads what is published' },
};

/** "14:05 there now"; empty without a zone. */
export function hourThere(zone: string | null, now: Date): string {
	if (zone === null) return '';
	const time = new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
	}).format(now);
	return `${time} there now`;
}

/** "7 April". */
export function dayWords(at: string): string {
	return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' }).format(new Date(at));
}

/** Where a link stands. Whether anything was written is nobody's to know. */
export function linkWords(invitation: Invitation | undefined): string {
	if (!invitation) return 'Not asked yet';
	switch (invitation.state) {
		case 'sent':
			return `Link made, ends ${dayWords(invitation.expiresAt)}`;
		case 'opened':
			return `Link opened, ends ${dayWords(invitation.expiresAt)}`;
		case 'expired':
			return `Link ended ${dayWords(invitation.expiresAt)}`;
		case 'revoked':
			return 'Link revoked';
	}
}

/** A few lines to send with a link. */
export function letterWords(name: string, date: string | null, url: string): string {
	const given = name.split(' ', 1)[0] ?? name;
	const when = date === null ? 'what happened' : `what happened on ${dayWords(`${date}T12:00:00Z`)}`;
	return `Hello ${given}, you were part of ${when}. Would you tell us how it looked from where you were? You can write in your own time, as much or as little as you like, and you decide what we read. It is your choice, and no is fine.\n\n${url}\n\nAnyone holding this link can open your part. Please don’t forward it.`;
}
