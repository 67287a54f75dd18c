/**
 * How often sockets may be opened. Counted per person, who flaps with a bad line, and per address only for attempts
 * that failed: fifty people share one office, and none of them may be shut out for the others.
 */

/** Sockets a person may open in a minute: thirty tabs that reconnect every ten seconds. */
const openedPerMinute = 180;
/** Failed attempts of one address in a minute, after which it gets no more sockets without a good session. */
const failedPerMinute = 60;
const minuteMs = 60_000;

export class UpgradeLimit {
	readonly #now: () => number;
	#opened = new Map<string, number>();
	#failed = new Map<string, number>();
	#minuteBegan = 0;

	constructor(now: () => number = Date.now) {
		this.#now = now;
	}

	/** Whether a person may have one more. */
	allows(userId: string): boolean {
		this.#turn();
		const opened = (this.#opened.get(userId) ?? 0) + 1;
		this.#opened.set(userId, opened);
		return opened <= openedPerMinute;
	}

	/** Whether an address that shows no session may try. */
	allowsUnproven(address: string): boolean {
		this.#turn();
		return (this.#failed.get(address) ?? 0) < failedPerMinute;
	}

	failed(address: string): void {
		this.#turn();
		this.#failed.set(address, (this.#failed.get(address) ?? 0) + 1);
	}

	#turn(): void {
		const now = this.#now();
		if (now - this.#minuteBegan < minuteMs) return;
		this.#minuteBegan = now;
		this.#opened = new Map();
		this.#failed = new Map();
	}
}
