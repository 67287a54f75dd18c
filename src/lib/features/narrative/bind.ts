/** Binds an editor to a live document: its text, its own undo, and what happens when it grows older than the text. */
import type { Extension } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import type { EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey, yUndoPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import type { LiveDocument } from '#lib/live/document.svelte.ts';
import { countStrangers } from '#lib/model/prose.ts';
import { bindingPlugin } from './binding.ts';

/** The text itself. Undo reverts only what this tab wrote, by typing or by verbs under the document's origin. */
export function boundTo(live: LiveDocument, fragment: Y.XmlFragment): Extension {
	return Collaboration.extend({
		addProseMirrorPlugins() {
			const plugins = this.parent?.() ?? [];
			return plugins.map((plugin) => (plugin.spec.key === ySyncPluginKey ? bindingPlugin(fragment) : plugin));
		},
	}).configure({ fragment, yUndoOptions: { trackedOrigins: [live.origin] } }) as Extension;
}

/**
 * What `act` writes is a step of its own to undo, whatever was typed just before or is typed right after. Returns how to
 * take back just that, what was written since left as it is; undefined when it wrote nothing.
 */
export function asOneStep(view: EditorView, act: () => void): (() => void) | undefined {
	const undoManager = undoOf(view);
	const before = undoManager?.undoStack.at(-1);
	undoManager?.stopCapturing();
	act();
	undoManager?.stopCapturing();
	const step = undoManager?.undoStack.at(-1);
	return undoManager && step && step !== before ? () => takeBack(undoManager, step) : undefined;
}

/** Yjs goes on to the step below while one changes nothing, as where others wrote over it: so none lies below. */
function takeBack(undoManager: Y.UndoManager, step: Y.UndoManager['undoStack'][number]): void {
	const others = undoManager.undoStack.filter((one) => one !== step);
	// It was undone meanwhile, by key.
	if (others.length === undoManager.undoStack.length) return;
	undoManager.undoStack = [step];
	undoManager.undo();
	undoManager.undoStack = others;
}

const undoOf = (view: EditorView) =>
	(yUndoPluginKey.getState(view.state) as { undoManager?: Y.UndoManager } | undefined)?.undoManager;

/**
 * Calls back, before the editor can touch it, when the text holds something this page does not know: the editor
 * would delete it for everyone (y-prosemirror removes what its schema rejects). Returns how to stop.
 */
export function guardStrangers(fragment: Y.XmlFragment, found: () => void): () => void {
	const { doc } = fragment;
	if (!doc) return () => undefined;
	const look = (transaction: Y.Transaction) => {
		if (transaction.local) return;
		for (const type of transaction.changed.keys()) {
			const depth = depthIn(fragment, type);
			// What did not change was looked at when it came.
			if (depth !== undefined && countStrangers(type as unknown as Y.XmlFragment, depth) > 0) return found();
		}
	};
	doc.on('beforeObserverCalls', look);
	return () => doc.off('beforeObserverCalls', look);
}

/** How deep a type lies in the text; undefined for what lies elsewhere. */
function depthIn(fragment: Y.XmlFragment, type: unknown): number | undefined {
	let depth = 0;
	for (let at = type; at !== null && at !== undefined; at = (at as Y.AbstractType<unknown>).parent, depth++)
		if (at === fragment) return depth;
	return undefined;
}
