/** How the list of analyses says things. */
import type { Role } from '#lib/model/access.ts';
import type { Effort, Stage } from '#lib/model/analysis.ts';

export const stageWords: Readonly<Record<Stage, string>> = {
	gather: 'Gather',
	understand: 'Understand',
	interview: 'Interviews',
	calibrate: 'Calibrate',
	review: 'Review',
	share: 'Share',
};

export const effortWords: Readonly<Record<Effort, string>> = {
	light: 'Light',
	standard: 'Standard',
	deep: 'Deep',
};

export const roleWords: Readonly<Record<Role, string>> = {
	lead: 'You lead it',
	analyst: 'Analyst',
	contributor: 'Contributor',
	facilitator: 'Facilitator',
	commenter: 'You may comment',
	interviewee: 'You were there',
	participant: 'Participant',
	reader: 'Reader',
};

/** “26 of 40 h”, “45 min planned”, “1.5 h used”, or nothing when nobody said. */
export function hourWords(usedMinutes: number, plannedMinutes: number | null): string {
	const hours = (minutes: number) => `${Math.round(minutes / 6) / 10}`;
	const length = (minutes: number) => (minutes < 60 ? `${minutes} min` : `${hours(minutes)} h`);
	if (plannedMinutes === null) return usedMinutes === 0 ? '' : `${length(usedMinutes)} used`;
	if (usedMinutes === 0) return `${length(plannedMinutes)} planned`;
	return plannedMinutes < 60
		? `${usedMinutes} of ${plannedMinutes} min`
		: `${hours(usedMinutes)} of ${hours(plannedMinutes)} h`;
}

/** “11 Mar 2026” of a date or an instant in UTC; empty for what is neither. The same on the server and in a browser. */
export function dayWords(text: string): string {
	const at = Date.parse(text);
	if (Number.isNaN(at)) return '';
	return new Intl.DateTimeFormat('en-GB', {
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		timeZone: 'UTC',
	}).format(at);
}
