/** Choices that a writer made about wording: kept in this browser, and never as text. */

/** How many are kept; the oldest go first. */
const most = 2000;

/** A set of short strings in this browser's storage, under a name; for the page where storage is refused. Never throws. */
export class Remembered {
	readonly #name: string;
	#items: Set<string>;

	constructor(name: string) {
		this.#name = name;
		this.#items = new Set(read(name));
	}

	has(item: string): boolean {
		return this.#items.has(item);
	}
	add(items: readonly string[]): void {
		if (items.every((item) => this.#items.has(item))) return;
		this.#change((kept) => [...kept, ...items]);
	}
	remove(item: string): void {
		this.#change((kept) => kept.filter((one) => one !== item));
	}

	#change(change: (kept: readonly string[]) => readonly string[]): void {
		// Another tab may have added some since.
		const changed = change([...new Set([...read(this.#name), ...this.#items])]);
		this.#items = new Set([...new Set(changed)].slice(-most));
		try {
			localStorage.setItem(this.#name, JSON.stringify([...this.#items]));
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

/**
 * What stands for a phrase in its sentence: the same for the same words, however they are spaced, and of no use to
 * whoever wants to read them. 53 bits: among a few thousand, two that are equal by chance are not met.
 */
export function fingerprint({
	sentence,
	text,
}: {
	readonly sentence: string;
	readonly text: string;
}): string {
	const words = `${text}\n${sentence}`
		.replaceAll('\uFFFC', ' ')
		.replace(/[^\S\n]+/gu, ' ')
		.trim();
	let high = 0xdeadbeef;
	let low = 0x41c6ce57;
	for (let at = 0; at < words.length; at++) {
		const unit = words.charCodeAt(at);
		high = Math.imul(high ^ unit, 2654435761);
		low = Math.imul(low ^ unit, 1597334677);
	}
	high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
	low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
	return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
