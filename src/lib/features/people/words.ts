/** How people, roles and links are spoken of. */
import type { Role } from '#lib/model/access.ts';
import type { Invitation, LinkRole } from '#server/auth/invitations.ts';

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

/** What a link is offered for. */
export const linkWays: readonly {
	readonly value: LinkRole;
	readonly label: string;
	readonly sees: string;
}[] = [
	{
		value: 'interviewee',
		label: 'Tell their part',
		sees: 'It opens their own part, with what the draft says about them, and nothing else.',
	},
	{
		value: 'commenter',
		label: 'Read the draft and comment',
		sees: 'It opens the text as a round last froze it, the threads on its words, and their own part. They comment under their name and change nothing; timeline, notes and evidence stay closed.',
	},
];

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
	const link = invitation.role === 'commenter' ? 'Link to comment' : 'Link';
	switch (invitation.state) {
		case 'sent':
			return `${link} made, ends ${dayWords(invitation.expiresAt)}`;
		case 'opened':
			return `${link} opened, ends ${dayWords(invitation.expiresAt)}`;
		case 'expired':
			return `${link} ended ${dayWords(invitation.expiresAt)}`;
		case 'revoked':
			return `${link} revoked`;
	}
}

/** A few lines to send with a link. */
export function letterWords(
	name: string,
	date: string | null,
	{ url, role }: { readonly url: string; readonly role: LinkRole },
): string {
	const given = name.split(' ', 1)[0] ?? name;
	const when = date === null ? 'what happened' : `what happened on ${dayWords(`${date}T12:00:00Z`)}`;
	if (role === 'commenter')
		return `Hello ${given}, we are writing the story of ${when} with everyone who was there. Would you read the draft and say how it reads to you? You can comment on any words of it; everyone who works on it reads your comments, under your name. It is your choice, and no is fine.\n\n${url}\n\nAnyone holding this link can read the draft. Please don’t forward it.`;
	return `Hello ${given}, you were part of ${when}. Would you tell us how it looked from where you were? You can write in your own time, as much or as little as you like, and you decide what we read. It is your choice, and no is fine.\n\n${url}\n\nAnyone holding this link can open your part. Please don’t forward it.`;
}
