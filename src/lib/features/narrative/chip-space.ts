/** The space that a chip brought along: people type one behind a word, and there would be two. */
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';

/** Behind that space, while nothing was typed there since. */
const key = new PluginKey<number | undefined>('chip-space');

/** Says that the character before the caret is such a space. */
export function broughtSpace(tr: Transaction): Transaction {
	return tr.setMeta(key, { at: tr.selection.from });
}

/** A space typed right behind it is that one. The next is a space. */
export function chipSpace(): Plugin {
	return new Plugin<number | undefined>({
		key,
		state: { init: () => undefined, apply: next },
		props: {
			handleTextInput(view, from, to, text) {
				if (text !== ' ' || from !== to || from !== key.getState(view.state)) return false;
				view.dispatch(view.state.tr.setMeta(key, { at: undefined }));
				return true;
			},
		},
	});
}

function next(tr: Transaction, now: number | undefined): number | undefined {
	const said = tr.getMeta(key) as { readonly at: number | undefined } | undefined;
	if (said) return said.at;
	const change = tr.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined;
	if (now === undefined || (tr.docChanged && change?.isChangeOrigin !== true)) return undefined;
	const { deletedBefore, pos } = tr.mapping.mapResult(now, -1);
	return !deletedBefore && tr.selection.empty && tr.selection.from === pos ? pos : undefined;
}
