/** What the page that publishes asks of the server. */
import { api, type ApiError } from '#lib/live/api.ts';
import type { StorySnapshot } from '#lib/model/story.ts';
import type { Naming } from '#server/story/naming.ts';
import type {
	BeforeItGoesOut as Before,
	Choice,
	PublishedStory as Published,
} from '#server/story/stories.ts';

export type { NamedPerson, Naming } from '#server/story/naming.ts';
export type {
	BeforeItGoesOut as Before,
	Choice,
	PersonBefore,
	PublishedStory as Published,
} from '#server/story/stories.ts';

/** The calls of one analysis. */
export function storyApi(analysisId: string) {
	const base = `/analyses/${analysisId}/stories`;
	const choose = (personId: string, choice: Choice, reason?: string) =>
		api.put<void>(`${base}/choices/${personId}`, { choice, ...(reason !== undefined && { reason }) });
	return {
		before: () => api.get<Before>(`${base}/before`),
		preview: () => api.get<StorySnapshot>(`${base}/preview`),
		list: () => api.get<{ stories: readonly Published[] }>(base),
		/** One after the other, up to the first that is refused. */
		async chooseForEach(
			personIds: readonly string[],
			choice: Choice,
			reason?: string,
		): Promise<ApiError | undefined> {
			for (const personId of personIds) {
				const answer = await choose(personId, choice, reason);
				if (!answer.ok) return answer.error;
			}
			return undefined;
		},
		name: (personId: string, naming: Naming, pseudonym?: string) =>
			api.put<void>(`${base}/names/${personId}`, { naming, ...(pseudonym !== undefined && { pseudonym }) }),
		nameEveryone: (everyone: 'name' | 'role') => api.put<void>(`${base}/names`, { everyone }),
		publish: (audience: 'members' | 'link') => api.post<{ id: string; url: string }>(base, { audience }),
		withdraw: (storyId: string) => api.delete<void>(`/stories/${storyId}`),
	};
}

/** Where a story can be downloaded. */
export function downloadHref(storyId: string, format: 'md' | 'html' | 'block-md' | 'block-html'): string {
	return `/api/v1/stories/${storyId}/download?format=${format}`;
}
