/** What a mail says: who, in which analysis, how many, and where; never what anything says. */
import type { MailItemRow } from '#db/mail.ts';

type Item = Pick<MailItemRow, 'kind' | 'analysis_id' | 'analysis_title' | 'by_name' | 'person_id'>;

export interface Digest {
	readonly subject: string;
	readonly text: string;
}

/** `offUrl` turns mail off without signing in. There is at least one item. */
export function composeDigest(
	items: readonly Item[],
	to: {
		readonly name: string;
		readonly isGuest: boolean;
		readonly origin: string;
		readonly offUrl: string;
	},
): Digest {
	const analyses = Map.groupBy(items, ({ analysis_id }) => analysis_id);
	const parts = [...analyses].map(([id, own]) => {
		const kinds = Map.groupBy(own, ({ kind }) => kind.split('/', 1)[0] ?? kind);
		const isAsked = to.isGuest || [...kinds.keys()].every((kind) => toThemself.has(kind));
		return [
			`In “${oneLine(own[0]?.analysis_title ?? '')}”:`,
			...[...kinds].map(([kind, some]) => `- ${sentence(kind, some.length, names(some))}`),
			`${to.origin}/analysis/${id}${isAsked ? '/part' : ''}`,
		].join('\n');
	});
	const count = items.length === 1 ? 'Something' : `${items.length} things`;
	return {
		// Shown on locked phones: it names nobody and nothing.
		subject: `${count} for you in Second Story`,
		text: [
			`Hello ${oneLine(to.name)},`,
			...parts,
			...(to.isGuest ? ['If the page asks you to sign in, open the link that you were sent before.'] : []),
			'What was said stays on the server; this mail holds none of it.',
			`Turn these mails off: ${to.offUrl}`,
		]
			.join('\n\n')
			.concat('\n'),
	};
}

/** What is asked of somebody as the person they are in the story, and found in their part of it. */
const toThemself: ReadonlySet<string> = new Set(['round_reminder', 'story_override', 'answer_reply']);

function sentence(kind: string, count: number, who: string): string {
	switch (kind) {
		case 'mention':
			return count === 1
				? `${who} mentioned you in a thread.`
				: `${count} mentions of you in threads, by ${who}.`;
		case 'reply':
			return count === 1
				? `${who} replied in a thread that you wrote in.`
				: `${count} replies in threads that you wrote in, by ${who}.`;
		case 'round_reminder':
			return `${who} would still like to hear how your passages read to you. “Not this time” is a fine answer, and ends the reminders.`;
		case 'answer_reply':
			return `${who} replied to what you posted.`;
		case 'story_override':
			return `A story that names you was published before you had read your part. ${who} wrote you why.`;
		default:
			return count === 1 ? 'Something is there for you.' : `${count} things are there for you.`;
	}
}

function names(items: readonly Item[]): string {
	const all = new Set(items.map(({ by_name }) => (by_name === null ? 'somebody' : oneLine(by_name))));
	const words = new Intl.ListFormat('en-GB', { type: 'conjunction' }).format([...all].toSorted());
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Titles and names are people's own: none may begin a line of the mail. */
function oneLine(text: string): string {
	return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
