/** One whose editor follows what three others write, and who writes as well: the editor always has the text. */
import type { Node } from '@tiptap/pm/model';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { initProseMirrorDoc } from '@tiptap/y-tiptap';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { bindingPlugin } from '#lib/features/narrative/binding.ts';
import { appendBlocks, narrativeOf } from '#lib/model/narrative.ts';
import type { Block } from '#lib/model/prose.ts';
import { Dice } from './dice.ts';
import { schema, Writing } from './writers.ts';

const fromAfar = { source: 'connection' };

/** An editor without a screen. */
class Follower {
	readonly doc = new Y.Doc();
	readonly fragment = narrativeOf(this.doc);
	state: EditorState;
	readonly #plugin = bindingPlugin(this.fragment);
	readonly #view: { update?: (view: EditorView, before: EditorState) => void };

	constructor() {
		this.state = EditorState.create({ schema, plugins: [this.#plugin] });
		this.#view = this.#plugin.spec.view?.(this as unknown as EditorView) ?? {};
	}
	hasFocus(): boolean {
		return true;
	}
	dispatch(tr: EditorState['tr']): void {
		const before = this.state;
		this.state = before.apply(tr);
		this.#view?.update?.(this as unknown as EditorView, before);
	}
	/** What the document says, read anew. An editor has a paragraph where a text has nothing. */
	get text(): Node {
		const { doc } = initProseMirrorDoc(this.fragment, schema);
		return doc.childCount > 0 ? doc : (schema.topNodeType.createAndFill() ?? doc);
	}
}

const paragraphs = (...texts: string[]): readonly Block[] =>
	texts.map((text) => ({ is: 'paragraph', content: [{ is: 'text', text, marks: [] }] }));

/** Two in one text, each hearing at once of what the other does. */
function pair(...texts: string[]): { readonly own: Follower; readonly other: Y.Doc } {
	const other = new Y.Doc();
	appendBlocks(other, paragraphs(...texts), { source: 'local', userId: 'usr_other' });
	const own = new Follower();
	Y.applyUpdate(own.doc, Y.encodeStateAsUpdate(other), fromAfar);
	other.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== fromAfar) Y.applyUpdate(own.doc, update, fromAfar);
	});
	own.doc.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== fromAfar) Y.applyUpdate(other, update, fromAfar);
	});
	return { own, other };
}
const words = (doc: Y.Doc, at: number): Y.XmlText =>
	(narrativeOf(doc).get(at) as Y.XmlElement).get(0) as Y.XmlText;
const caret = ({ state }: Follower, at: number) => state.tr.setSelection(TextSelection.create(state.doc, at));

test.each(Array.from({ length: 12 }, (_, index) => index + 1))(
	'[TY1] an editor that follows what others write step by step has the text they have; seed %i',
	(seed) => {
		const dice = new Dice(seed);
		const writing = new Writing({ dice, without: ['undo', 'redo'] });
		const own = new Follower();
		own.doc.clientID = 50;
		own.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== fromAfar) Y.applyUpdate(writing.server, update, own);
		});
		const listen = () =>
			Y.applyUpdate(own.doc, Y.encodeStateAsUpdate(writing.server, Y.encodeStateVector(own.doc)), fromAfar);
		for (let step = 0; step < 300; step++) {
			writing.step();
			if (dice.roll(4) === 0) listen();
			if (dice.roll(6) === 0) {
				const { doc } = own.state;
				const at = TextSelection.near(doc.resolve(dice.roll(doc.content.size))).from;
				if (doc.resolve(at).parent.isTextblock) own.dispatch(own.state.tr.insertText('own ', at));
			}
			expect(own.state.doc.toJSON()).toEqual(own.text.toJSON());
			own.state.doc.check();
		}
		writing.settle();
		listen();
		expect(own.state.doc.toJSON()).toEqual(own.text.toJSON());
		expect(own.text.textContent).toContain('own');
		writing.close();
	},
);

test('[TY1] a text from which all is gone leaves the editor an empty paragraph', () => {
	const { own, other } = pair('One.', 'Two.');
	narrativeOf(other).delete(0, 2);
	expect(own.state.doc.toJSON()).toEqual(own.text.toJSON());
	own.state.doc.check();
	expect(own.state.doc.textContent).toBe('');
});

test('[TY2] what stands beside a change of others keeps its nodes, and a marked phrase its mark', () => {
	const { own, other } = pair('The buffer held.', 'Nobody looked.', 'It was quiet.');
	const before = own.state.doc;
	const marks = DecorationSet.create(before, [Decoration.inline(5, 11, { class: 'thread' })]);
	let mapped = marks;
	const { dispatch } = own;
	own.dispatch = (tr) => {
		mapped = mapped.map(tr.mapping, tr.doc);
		dispatch.call(own, tr);
	};
	other.transact(() => {
		words(other, 0).insert(0, 'All night. ');
		words(other, 2).insert(13, ' And dark.');
	});
	expect(own.state.doc.textContent).toBe('All night. The buffer held.Nobody looked.It was quiet. And dark.');
	expect(own.state.doc.child(1)).toBe(before.child(1));
	const [mark] = mapped.find();
	expect(mark && own.state.doc.textBetween(mark.from, mark.to)).toBe('buffer');
});

test('[TY3] the caret stays in its paragraph while another writes there, though another paragraph reads as it did', () => {
	const { own, other } = pair('Same words.', 'Same words.');
	own.dispatch(caret(own, 6));
	words(other, 0).insert(11, ' And more.');
	expect(own.state.selection.from).toBe(6);
	words(other, 0).insert(0, 'Now: ');
	expect(own.state.selection.from).toBe(11);
	own.dispatch(own.state.tr.insertText('!'));
	expect(words(other, 0).toString()).toBe('Now: Same !words. And more.');
});

test('[TY3] the caret between two changes that came together stays where it was', () => {
	const { own, other } = pair('one two three four five');
	own.dispatch(caret(own, 11));
	other.transact(() => {
		words(other, 0).insert(23, ' six');
		words(other, 0).insert(0, 'zero ');
	});
	own.dispatch(own.state.tr.insertText('|'));
	expect(words(other, 0).toString()).toBe('zero one two th|ree four five six');
});
