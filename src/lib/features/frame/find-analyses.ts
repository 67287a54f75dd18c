/** The analyses someone may open, as answers to what they type into the command palette. */
import { goto } from '$app/navigation';
import { api } from '#lib/live/api.ts';
import type { CommandGroup } from '#lib/ui/commands.svelte.ts';

interface Listed {
	readonly analyses: readonly {
		readonly id: string;
		readonly title: string;
		readonly number: string | null;
	}[];
}

/** Asks the server each time, so that what was just begun or opened to someone is found. Nothing when it can't be reached. */
export async function findAnalyses(query: string): Promise<readonly CommandGroup[]> {
	const answer = await api.get<Listed>('/analyses');
	if (!answer.ok) return [];
	const wanted = query.toLowerCase();
	const found = answer.value.analyses
		.filter(({ title, number }) => `${title} ${number ?? ''}`.toLowerCase().includes(wanted))
		.slice(0, 8);
	if (found.length === 0) return [];
	return [
		{
			name: 'Analyses',
			commands: found.map(({ id, title, number }) => ({
				label: title,
				note: number ?? undefined,
				run: () => void goto(`/analysis/${id}`),
			})),
		},
	];
}
