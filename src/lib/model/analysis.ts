/** What an analysis is about, how much is spent on it, and how far it has come. */

/** A surprising happening is not always a bad one. */
export const subjects = ['incident', 'near_miss', 'success', 'change', 'project'] as const;
export type Subject = (typeof subjects)[number];

export const subjectWords: Readonly<Record<Subject, string>> = {
	incident: 'Incident',
	near_miss: 'Near miss',
	success: 'Success',
	change: 'Surprising change',
	project: 'Project',
};

/** How much is spent: *light* hides interviews, rounds and review, and loses no data. */
export const efforts = ['light', 'standard', 'deep'] as const;
export type Effort = (typeof efforts)[number];

/** Minutes that people usually give each, shown as a first guess. */
export const usualMinutes: Readonly<Record<Effort, number>> = { light: 45, standard: 6 * 60, deep: 30 * 60 };

export const stages = ['gather', 'understand', 'interview', 'calibrate', 'review', 'share'] as const;
export type Stage = (typeof stages)[number];

/** The stages an effort shows, in order. */
export function stagesOf(effort: Effort): readonly Stage[] {
	return effort === 'light' ? ['gather', 'understand', 'share'] : stages;
}
