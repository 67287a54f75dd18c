/** What the page that publishes shows: the story as it would read now, and what stands before it. */
import type { Workspace } from '#lib/live/workspace.svelte.ts';
import type { StorySnapshot } from '#lib/model/story.ts';
import { storyApi, type Before, type Published } from './story-api.ts';

export class StoryDesk {
	before = $state.raw<Before>();
	preview = $state.raw<StorySnapshot>();
	published = $state.raw<readonly Published[]>([]);
	problem = $state<string>();
	isLoaded = $state(false);
	readonly mayPrepare: boolean;
	readonly #workspace: Workspace;

	constructor(workspace: Workspace) {
		this.#workspace = workspace;
		this.mayPrepare = workspace.may('read', { is: 'export' });
	}

	/** Loads, and again whenever something it shows changed elsewhere; returns how to stop. */
	follow(): () => void {
		const again = () => void this.load();
		again();
		const stops = (['stories', 'threads', 'quotes', 'people', 'analysis'] as const).map((topic) =>
			this.#workspace.onNotice(topic, again),
		);
		return () => stops.forEach((stop) => stop());
	}

	async load(): Promise<void> {
		const calls = storyApi(this.#workspace.analysis.id);
		if (!this.mayPrepare) {
			const answer = await calls.list();
			if (answer.ok) this.published = answer.value.stories;
			this.problem = answer.ok ? undefined : answer.error.message;
			this.isLoaded = true;
			return;
		}
		const [before, preview] = await Promise.all([calls.before(), calls.preview()]);
		if (before.ok) this.before = before.value;
		if (preview.ok) this.preview = preview.value;
		this.problem = before.ok ? (preview.ok ? undefined : preview.error.message) : before.error.message;
		this.isLoaded = true;
	}
}
