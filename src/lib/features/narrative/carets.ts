/** Where others are in the text: their caret in their colour, their name for a moment after it moved. */
import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { DecorationSet } from '@tiptap/pm/view';
import { yCursorPlugin, yCursorPluginKey } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import { behindKeyMs } from '#lib/live/gathering.ts';
import { hasCursor } from '#lib/model/caret.ts';

/** How long a name is shown after its caret moved, in ms. */
const nameShownMs = 2000;

interface Shown {
	cursor: string;
	until: number;
	timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Shows the carets of others and shares one's own as `cursor`. Names and colours are the server's word (`user`),
 * never what a client says of itself, so this writes nothing but the cursor.
 */
export function carets(awareness: Awareness): Extension {
	const shown = new Map<number, Shown>();
	const stateOf = (clientId: number): Shown => {
		const known = shown.get(clientId) ?? { cursor: '', until: 0, timer: undefined };
		shown.set(clientId, known);
		return known;
	};
	const flag = (clientId: number, isShown: boolean) => {
		for (const caret of document.querySelectorAll(`.caret[data-client="${clientId}"]`))
			caret.toggleAttribute('data-moved', isShown);
	};
	const moved = () => {
		for (const [clientId, state] of awareness.getStates()) {
			if (clientId === awareness.clientID) continue;
			const known = stateOf(clientId);
			const cursor = JSON.stringify(state['cursor'] ?? null);
			if (cursor === known.cursor) continue;
			known.cursor = cursor;
			known.until = Date.now() + nameShownMs;
			clearTimeout(known.timer);
			flag(clientId, true);
			known.timer = setTimeout(() => flag(clientId, false), nameShownMs);
		}
	};
	return Extension.create({
		name: 'carets',
		priority: 999,
		onCreate() {
			awareness.on('change', moved);
		},
		onDestroy() {
			awareness.off('change', moved);
			for (const { timer } of shown.values()) clearTimeout(timer);
			if (awareness.getLocalState()) awareness.setLocalStateField('cursor', null);
		},
		addProseMirrorPlugins: () => [
			yCursorPlugin(sayingOnce(awareness), {
				awarenessStateFilter: (own: number, clientId: number, state: unknown) =>
					own !== clientId && hasCursor(state),
				cursorBuilder: (user: unknown, clientId: number) => {
					const { name, colour } = readUser(user);
					const caret = document.createElement('span');
					caret.className = 'caret';
					caret.dataset['client'] = String(clientId);
					caret.style.setProperty('--c', colour);
					// Carets are silent for screen readers: "in this section" says who is where.
					caret.setAttribute('aria-hidden', 'true');
					caret.toggleAttribute('data-moved', stateOf(clientId).until > Date.now());
					const label = document.createElement('span');
					label.className = 'flag';
					// Drawn by the style sheet: as text it would be read, copied and searched with the words around it.
					label.dataset['name'] = name;
					caret.append(label);
					return caret;
				},
				selectionBuilder: (user: unknown) => ({
					class: 'selection-of',
					style: `--c: ${readUser(user).colour}`,
				}),
			}),
			drawnAgain(),
		],
	});
}

/**
 * The library says where the caret is within each key, and anew at each letter of somebody else, so that whoever hid it
 * draws it again. With ten people in a text that is ten messages, to ten people, for each letter. Here it is said behind
 * the letter, when it is another place than was said; whoever hid it draws it again without being told.
 */
function sayingOnce(awareness: Awareness): Awareness {
	let next: unknown;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const say = () => {
		timer = undefined;
		const state = awareness.getLocalState();
		// Offline there is nobody to say it to, and whoever left says nothing any more.
		if (state && JSON.stringify(state['cursor']) !== JSON.stringify(next))
			awareness.setLocalStateField('cursor', next);
	};
	return Object.create(awareness, {
		getLocalState: {
			value() {
				const state = awareness.getLocalState();
				return timer === undefined || !state ? state : { ...state, cursor: next };
			},
		},
		setLocalStateField: {
			value(_field: 'cursor', cursor: unknown) {
				next = cursor;
				if (cursor === null) {
					clearTimeout(timer);
					say();
				} else timer ??= setTimeout(say, behindKeyMs);
			},
		},
	}) as Awareness;
}

/**
 * While a block is split or moved here, the library hides the carets of others, as it cannot tell yet where they are,
 * until a caret is told of. The document has the change before it is painted, so they need not be gone for a moment.
 */
function drawnAgain(): Plugin {
	return new Plugin({
		view: () => ({
			update(view, before) {
				const areHidden = yCursorPluginKey.getState(view.state) === DecorationSet.empty;
				if (!areHidden || yCursorPluginKey.getState(before) === DecorationSet.empty) return;
				queueMicrotask(() => {
					if (view.isDestroyed) return;
					view.dispatch(view.state.tr.setMeta(yCursorPluginKey, { awarenessUpdated: true }));
				});
			},
		}),
	});
}

/** A token of the six collaborators' colours, and the first name: awareness may hold anything. */
function readUser(user: unknown): { readonly name: string; readonly colour: string } {
	const { name, colour } = (typeof user === 'object' && user !== null ? user : {}) as {
		name?: unknown;
		colour?: unknown;
	};
	const number = typeof colour === 'number' && colour >= 1 && colour <= 6 ? Math.floor(colour) : 1;
	return {
		name: typeof name === 'string' ? (name.split(' ', 1)[0] ?? '').slice(0, 40) : '',
		colour: `var(--p-${number})`,
	};
}
