/** Which groups of lanes one has folded: one's own way of looking, kept in this browser and never in the document. */
export class Folds {
	readonly #name: string;
	#groups = $state.raw<ReadonlySet<string>>(new Set());

	constructor(analysisId: string) {
		this.#name = `folded-lanes/${analysisId}`;
		this.#groups = new Set(read(this.#name));
	}

	/** By `groupOf`. Some may have no lanes now. */
	get groups(): ReadonlySet<string> {
		return this.#groups;
	}

	/** Folds these groups, or unfolds them; others stay as they are. */
	set(groups: readonly string[], isFolded: boolean): void {
		const next = this.#groups.difference(new Set(groups));
		this.#groups = isFolded ? next.union(new Set(groups)) : next;
		try {
			localStorage.setItem(this.#name, JSON.stringify([...this.#groups]));
		} catch {
			// Storage is refused (private window): it holds for this page.
		}
	}
}

function read(name: string): readonly string[] {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(name) ?? '[]');
		return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
	} catch {
		return [];
	}
}
