/** The records someone has ticked, kept as they were seen so that a filter set later doesn't drop them. */
import { SvelteMap } from 'svelte/reactivity';
import type { RecordId } from '#lib/model/ids.ts';
import { parseInstant } from '#lib/model/instant.ts';
import type { EvidenceRecord } from '#lib/reference/records.svelte.ts';

export class Selection {
	readonly #records = new SvelteMap<RecordId, EvidenceRecord>();

	get size(): number {
		return this.#records.size;
	}
	has(id: RecordId): boolean {
		return this.#records.has(id);
	}
	toggle(record: EvidenceRecord): void {
		if (!this.#records.delete(record.id)) this.#records.set(record.id, record);
	}
	add(records: readonly EvidenceRecord[]): void {
		for (const record of records) this.#records.set(record.id, record);
	}
	clear(): void {
		this.#records.clear();
	}

	/** In order of time; at the same instant, in the order of their source. */
	records: readonly EvidenceRecord[] = $derived([...this.#records.values()].toSorted(inOrder));
	/** First and last instant, µs. */
	span: { readonly fromUs: number; readonly toUs: number } | undefined = $derived.by(() => {
		const instants = this.records
			.map(({ at }) => parseInstant(at))
			.filter((us): us is number => us !== undefined);
		const [fromUs] = instants;
		const toUs = instants.at(-1);
		return fromUs === undefined || toUs === undefined ? undefined : { fromUs, toUs };
	});
}

function inOrder(a: EvidenceRecord, b: EvidenceRecord): number {
	const byTime = (parseInstant(a.at) ?? 0) - (parseInstant(b.at) ?? 0);
	return byTime !== 0 ? byTime : a.id.localeCompare(b.id, 'en', { numeric: true });
}
