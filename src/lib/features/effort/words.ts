/** What each effort is for, in the words of the pages that let one choose. */
import { efforts, usualMinutes, type Effort } from '#lib/model/analysis.ts';

const effortWords: Readonly<Record<Effort, { readonly label: string; readonly what: string }>> = {
	light: {
		label: 'Light',
		what: 'Paste the chat, pick the moments that matter, write a short story, attach it. One sitting, no interviews.',
	},
	standard: {
		label: 'Standard',
		what: 'Evidence from several places, a few conversations, and the people who were there read the draft.',
	},
	deep: {
		label: 'Deep',
		what: 'Interviews with everyone who wants one, rounds of calibration, and a learning review together.',
	},
};

/** The three efforts as choices, with how long each usually takes. */
export const effortOptions = efforts.map((value) => ({
	value,
	label: `${effortWords[value].label}, usually ${minutesWords(usualMinutes[value])}`,
	help: effortWords[value].what,
}));

/** “45 min”, “6 h”, “30 h”. */
export function minutesWords(minutes: number): string {
	return minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`;
}

/** Minutes from what someone typed as hours: “1.5”, “1,5”, “” for none. Undefined when it is no number of hours. */
export function minutesFromHours(text: string): number | null | undefined {
	const trimmed = text.trim().replace(',', '.');
	if (trimmed === '') return null;
	if (!/^\d{1,3}(\.\d{1,2})?$/.test(trimmed)) return undefined;
	return Math.round(Number(trimmed) * 60);
}

/** The other way round: what the field shows. */
export function hoursFromMinutes(minutes: number | null): string {
	return minutes === null ? '' : String(Math.round(minutes / 0.6) / 100);
}
