/** Where others are in the text: their caret in their colour, their name for a moment after it moved. */
import { Extension } from '@tiptap/core';
import { yCursorPlugin } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
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
			yCursorPlugin(awareness, {
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
		],
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
