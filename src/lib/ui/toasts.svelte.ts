/**
 * What just happened, with a way back. `toasts.show({ text: 'Event moved to 02:41', undo: () => … })`.
 * Client only; drawn by the one `Toaster` of the page.
 */
import type { IconShape } from './icon.ts';

export interface Toast {
	text: string;
	icon?: IconShape | undefined;
	/** Takes back what happened. */
	undo?: (() => void) | undefined;
	/** Instead of undo: one thing to do about it. */
	action?: { label: string; run: () => void } | undefined;
	/** Stays until it is closed: for what someone must not miss. */
	stays?: boolean;
}

export interface ShownToast extends Toast {
	readonly id: number;
}

/** How long one is shown, in ms; standing still while it is pointed at or focused. */
export const toastTime = 6000;

class Toasts {
	#next = 1;
	/** Oldest first. */
	shown: ShownToast[] = $state([]);

	/** Returns what takes it away early. More than three at once would cover the page: the oldest goes. */
	show(toast: Toast): () => void {
		const id = this.#next++;
		this.shown = [...this.shown, { ...toast, id }].slice(-3);
		return () => this.close(id);
	}

	close(id: number): void {
		this.shown = this.shown.filter((toast) => toast.id !== id);
	}
}

export const toasts: Toasts = new Toasts();
