/**
 * Pictures in the editor: a reference, a description for who cannot see it, and a caption, which is a paragraph. The
 * bytes lie beside the evidence and are asked for anew by everyone who may read the text.
 */
import { Node } from '@tiptap/core';
import type { Node as ProseNode } from '@tiptap/pm/model';
import { NodeSelection, TextSelection } from '@tiptap/pm/state';
import type { EditorView, NodeView } from '@tiptap/pm/view';
import { parseId, type PictureId } from '#lib/model/ids.ts';

/** Letters of a description, and pixels of a side. */
const longestAlt = 1000;
const widestPicture = 20_000;

/** Where a picture can be fetched. */
export type PictureAddress = (pictureId: PictureId) => string;

const refers = 'data-picture';

/** The node; `addressOf` is absent where nothing is drawn (tests). */
export function picture(addressOf?: PictureAddress) {
	return Node.create({
		name: 'picture',
		group: 'block',
		content: 'paragraph+',
		isolating: true,
		draggable: true,
		addAttributes: () => ({
			pictureId: {
				default: null,
				parseHTML: (element: HTMLElement) => parseId('picture', element.getAttribute(refers)) ?? null,
				renderHTML: ({ pictureId }: Record<string, unknown>) => ({ [refers]: String(pictureId) }),
			},
			alt: {
				default: '',
				parseHTML: (element: HTMLElement) => (element.getAttribute('data-alt') ?? '').slice(0, longestAlt),
				renderHTML: ({ alt }: Record<string, unknown>) => ({ 'data-alt': String(alt) }),
			},
			width: side('data-width', 'width'),
			height: side('data-height', 'height'),
		}),
		parseHTML: () => [{ tag: `figure[${refers}]`, contentElement: 'figcaption' }],
		renderHTML: ({ HTMLAttributes }) => ['figure', HTMLAttributes, ['figcaption', 0]],
		addKeyboardShortcuts() {
			const { editor } = this;
			return {
				Enter: () => goBehind(editor.view),
				Backspace: () => selectAtStart(editor.view),
			};
		},
		...(addressOf && {
			addNodeView:
				() =>
				({ node, view, getPos }) =>
					drawn(addressOf, node, view, getPos),
		}),
	});
}

function side(data: string, name: string) {
	return {
		default: 0,
		parseHTML: (element: HTMLElement) => {
			const pixels = Number(element.getAttribute(data) ?? 0);
			return Number.isSafeInteger(pixels) && pixels >= 0 && pixels <= widestPicture ? pixels : 0;
		},
		renderHTML: (values: Record<string, unknown>) => ({ [data]: String(values[name]) }),
	};
}

/** The picture whose caption the caret is in, and where it begins. */
function around({ state }: EditorView): { readonly node: ProseNode; readonly at: number } | undefined {
	const { $from: caret } = state.selection;
	for (let depth = caret.depth; depth > 0; depth--)
		if (caret.node(depth).type.name === 'picture')
			return { node: caret.node(depth), at: caret.before(depth) };
	return undefined;
}

/** A caption is one paragraph: what is written next stands behind the picture. */
function goBehind(view: EditorView): boolean {
	const found = around(view);
	const paragraph = view.state.schema.nodes['paragraph']?.create();
	if (!found || !paragraph) return false;
	const behind = found.at + found.node.nodeSize;
	const tr = view.state.tr.insert(behind, paragraph);
	view.dispatch(tr.setSelection(TextSelection.create(tr.doc, behind + 1)).scrollIntoView());
	return true;
}

/** At the beginning of a caption one goes back to the picture itself: once more, and it is gone. */
function selectAtStart(view: EditorView): boolean {
	const found = around(view);
	const { selection } = view.state;
	if (!found || !selection.empty || selection.from !== found.at + 2) return false;
	view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, found.at)));
	return true;
}

export interface NewPicture {
	readonly pictureId: PictureId;
	readonly width: number;
	readonly height: number;
}

/** Puts a picture behind the block at a place, or instead of it when it is an empty paragraph; the caret goes into its caption. */
export function putPicture(view: EditorView, at: number, { pictureId, width, height }: NewPicture): void {
	const { state } = view;
	const place = state.doc.resolve(Math.min(at, state.doc.content.size));
	const isEmpty =
		place.depth === 1 && place.parent.type.name === 'paragraph' && place.parent.content.size === 0;
	const from = place.depth === 0 ? place.pos : isEmpty ? place.before(1) : place.after(1);
	const paragraph = () => state.schema.node('paragraph');
	const node = state.schema.node('picture', { pictureId, alt: '', width, height }, paragraph());
	const { tr } = state;
	tr.replaceWith(from, isEmpty ? place.after(1) : from, node);
	if (tr.doc.lastChild?.type.name === 'picture') tr.insert(tr.doc.content.size, paragraph());
	view.dispatch(tr.setSelection(TextSelection.create(tr.doc, from + 2)).scrollIntoView());
	view.focus();
}

/** A figure whose caption is the text of the node, with a field for the description while one may write. */
function drawn(
	addressOf: PictureAddress,
	first: ProseNode,
	view: EditorView,
	getPos: () => number | undefined,
): NodeView {
	let node = first;
	const dom = document.createElement('figure');
	const image = document.createElement('img');
	const gone = document.createElement('p');
	const alt = document.createElement('input');
	const caption = document.createElement('figcaption');
	dom.className = 'picture';
	gone.textContent = 'This picture cannot be shown here any more.';
	gone.hidden = true;
	alt.type = 'text';
	alt.maxLength = longestAlt;
	alt.placeholder = 'Describe the picture for those who cannot see it';
	alt.setAttribute('aria-label', 'Description of the picture');
	const fixed = document.createElement('div');
	fixed.contentEditable = 'false';
	fixed.append(image, gone, alt);
	dom.append(fixed, caption);
	image.draggable = false;
	image.addEventListener('error', () => {
		image.hidden = true;
		gone.hidden = false;
	});
	alt.addEventListener('change', () => {
		const at = getPos();
		if (at !== undefined) view.dispatch(view.state.tr.setNodeAttribute(at, 'alt', alt.value.trim()));
	});
	alt.addEventListener('keydown', (event) => {
		if (event.key !== 'Enter' && event.key !== 'Escape') return;
		event.preventDefault();
		alt.blur();
		view.focus();
	});
	const show = () => {
		const { attrs } = node;
		const id = parseId('picture', attrs['pictureId']);
		const src = id && addressOf(id);
		if (src === undefined) {
			image.hidden = true;
			gone.hidden = false;
		} else if (image.getAttribute('src') !== src) image.src = src;
		const words = typeof attrs['alt'] === 'string' ? attrs['alt'] : '';
		image.alt = words;
		if (document.activeElement !== alt) alt.value = words;
		alt.toggleAttribute('data-missing', words === '');
		const [width, height] = [Number(attrs['width']), Number(attrs['height'])];
		if (width > 0 && height > 0) {
			image.width = width;
			image.height = height;
		}
		alt.hidden = !view.editable;
		dom.classList.toggle('uncaptioned', node.textContent === '');
	};
	show();
	return {
		dom,
		contentDOM: caption,
		update(next) {
			if (next.type !== node.type) return false;
			node = next;
			show();
			return true;
		},
		selectNode: () => dom.classList.add('selected'),
		deselectNode: () => dom.classList.remove('selected'),
		stopEvent: ({ target }) => target === alt,
		ignoreMutation: ({ target }) => !caption.contains(target),
	};
}
