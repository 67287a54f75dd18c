/** What the page that publishes asks of the server. */
import { api } from '#lib/live/api.ts';
import type { StorySnapshot } from '#lib/model/story.ts';

export type Choice = 'wait' | 'leave_out' | 'role' | 'override';

export interface PersonBefore {
	readonly personId: string;
	readonly name: string;
	readonly role: string;
	readonly why: readonly ('named' | 'quoted')[];
	readonly passages: number;
	readonly seen: boolean;
	readonly choice: Choice | null;
	readonly reason: string | null;
}
export interface Published {
	readonly id: string;
	readonly number: number;
	readonly title: string;
	readonly audience: 'members' | 'link';
	readonly url: string;
	readonly publishedAt: string;
	readonly withdrawnAt: string | null;
}
export interface Before {
	readonly people: readonly PersonBefore[];
	/** Quoted authors who are nobody of the cast yet. */
	readonly unknown: readonly string[];
	readonly quotes: { readonly yes: number; readonly waiting: number };
	readonly openThreads: number;
	readonly words: number;
	readonly stories: readonly Published[];
}

/** The calls of one analysis. */
export function storyApi(analysisId: string) {
	const base = `/analyses/${analysisId}/stories`;
	return {
		before: () => api.get<Before>(`${base}/before`),
		preview: () => api.get<StorySnapshot>(`${base}/preview`),
		list: () => api.get<{ stories: readonly Published[] }>(base),
		choose: (personId: string, choice: Choice, reason?: string) =>
			api.put<void>(`${base}/choices/${personId}`, { choice, ...(reason !== undefined && { reason }) }),
		publish: (audience: 'members' | 'link') => api.post<{ id: string; url: string }>(base, { audience }),
		withdraw: (storyId: string) => api.delete<void>(`/stories/${storyId}`),
	};
}

/** Where a story can be downloaded. */
export function downloadHref(storyId: string, format: 'md' | 'html' | 'block-md' | 'block-html'): string {
	return `/api/v1/stories/${storyId}/download?format=${format}`;
}
