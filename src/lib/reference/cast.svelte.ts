/**
 * Who and what the analysis is about: its people, and the systems of the organisation. Fetched once for all that
 * show names, and again when something about people changed elsewhere.
 */
import { api, type ApiResult } from '#lib/live/api.ts';
import { getWorkspace, type Workspace } from '#lib/live/workspace.svelte.ts';

export interface CastPerson {
	readonly id: string;
	readonly name: string;
	readonly team: string | null;
	readonly title: string | null;
	/** IANA. */
	readonly zone: string | null;
	/** The user they sign in as, if any. */
	readonly userId: string | null;
	/** Authors of records who are this person. */
	readonly authors: readonly string[];
}

export interface CastSystem {
	readonly id: string;
	readonly name: string;
}

export class Cast {
	readonly #base: string;
	/** By name. */
	people = $state.raw<readonly CastPerson[]>([]);
	systems = $state.raw<readonly CastSystem[]>([]);
	/** False until the first answer. */
	loaded = $state(false);
	/** One sentence, while the last request failed. */
	problem = $state<string>();
	readonly peopleById = $derived(new Map(this.people.map((one) => [one.id, one])));
	readonly systemsById = $derived(new Map(this.systems.map((one) => [one.id, one])));

	constructor(analysisId: string) {
		this.#base = `/analyses/${analysisId}`;
	}

	/** Asks anew. */
	async load(): Promise<void> {
		const [people, systems] = await Promise.all([
			api.get<{ people: readonly CastPerson[] }>(`${this.#base}/people`),
			api.get<{ systems: readonly CastSystem[] }>(`${this.#base}/systems`),
		]);
		if (people.ok) this.people = people.value.people;
		if (systems.ok) this.systems = systems.value.systems;
		this.problem = people.ok ? (systems.ok ? undefined : systems.error.message) : people.error.message;
		this.loaded = true;
	}

	/** The system of that name, made when there is none. */
	async addSystem(name: string): Promise<ApiResult<CastSystem>> {
		const answer = await api.post<CastSystem>(`${this.#base}/systems`, { name });
		if (answer.ok && !this.systemsById.has(answer.value.id)) this.systems = [...this.systems, answer.value];
		return answer;
	}

	/** Gives someone new a part in the analysis. */
	async addPerson(name: string): Promise<ApiResult<{ readonly id: string }>> {
		const answer = await api.post<{ id: string }>(`${this.#base}/people`, { name });
		if (answer.ok) await this.load();
		return answer;
	}

	/** The name of a person or system; a word for one who is no longer in the cast. */
	nameOf(id: string): string {
		return (
			this.peopleById.get(id)?.name ??
			this.systemsById.get(id)?.name ??
			(id.startsWith('sys_') ? 'A system' : 'Someone')
		);
	}
}

const known = new WeakMap<Workspace, Cast>();

/** The cast of the analysis this component belongs to. */
export function useCast(): Cast {
	const workspace = getWorkspace();
	let cast = known.get(workspace);
	if (!cast) {
		const made = new Cast(workspace.analysis.id);
		if (workspace.may('read', { is: 'people' })) {
			void made.load();
			// As long as the workspace itself: it lets go of its hearers when it closes.
			workspace.onNotice('people', () => void made.load());
		}
		known.set(workspace, made);
		cast = made;
	}
	return cast;
}
