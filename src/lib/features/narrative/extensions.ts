/**
 * The editor's schema, built on the names of model/prose.ts; extensions.test.ts holds the two together. Nothing here
 * knows of a document: `ProseEditor` adds what binds, shows and listens.
 */
import { Mark, mergeAttributes, Node, type Extensions, type NodeViewRenderer } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';
import { safeHref } from '#lib/model/prose.ts';
import { picture, type PictureAddress } from './pictures.ts';
import { tables } from './tables.ts';
import { nameOf, ways, type Way } from '#lib/model/said.ts';

/** How the nodes that point elsewhere are drawn; absent where nothing is drawn (tests). */
export interface ReferenceViews {
	readonly chip: NodeViewRenderer;
	readonly record: NodeViewRenderer;
	readonly account: NodeViewRenderer;
	/** Where pictures can be fetched. */
	readonly addressOf: PictureAddress;
}

/** Nodes and marks, and nothing else. */
export function proseExtensions(views?: ReferenceViews): Extensions {
	return [
		StarterKit.configure({
			// The document knows its own history, and only one's own edits may be undone.
			undoRedo: false,
			// It would write into the document of everyone who only opens it.
			trailingNode: false,
			underline: false,
			heading: { levels: [2, 3] },
			link: {
				openOnClick: false,
				autolink: true,
				linkOnPaste: true,
				protocols: ['mailto'],
				isAllowedUri: (uri) => safeHref(uri) !== undefined,
				HTMLAttributes: { rel: 'noopener noreferrer', target: null },
			},
		}),
		...tables,
		picture(views?.addressOf),
		...ways.map(said),
		reference('eventChip', { inline: true, attributes: ['eventId'], view: views?.chip }),
		reference('recordQuote', {
			inline: false,
			attributes: ['recordId', 'start', 'end', 'pull'],
			view: views?.record,
		}),
		reference('accountQuote', { inline: false, attributes: ['quoteId', 'pull'], view: views?.account }),
	];
}

/** Words their author calls an inference or a recollection: one of the two, and not what is typed behind them. */
function said(way: Way): Mark {
	return Mark.create({
		name: way,
		// Outermost, so that one stretch is one element whatever else its words are.
		priority: 1100,
		inclusive: false,
		excludes: ways.join(' '),
		parseHTML: () => [{ tag: `span[data-way="${way}"]` }],
		renderHTML: () => [
			'span',
			{ 'data-way': way, title: `Its author calls this ${article[way]} ${nameOf[way]}` },
			0,
		],
	});
}
const article: Readonly<Record<Way, string>> = { inference: 'an', recollection: 'a' };

/** A node that is nothing but a pointer: its words live elsewhere. */
function reference(
	name: string,
	{
		inline,
		attributes,
		view,
	}: { inline: boolean; attributes: readonly string[]; view: NodeViewRenderer | undefined },
) {
	const tag = inline ? 'span' : 'div';
	return Node.create({
		name,
		group: inline ? 'inline' : 'block',
		inline,
		atom: true,
		selectable: true,
		draggable: !inline,
		addAttributes: () =>
			Object.fromEntries(
				attributes.map((attribute) => [
					attribute,
					{
						default: null,
						parseHTML: (element: HTMLElement) => readAttribute(element.dataset[attribute]),
						renderHTML: (values: Record<string, unknown>) =>
							values[attribute] === null || values[attribute] === undefined
								? {}
								: { [dataName(attribute)]: JSON.stringify(values[attribute]) },
					},
				]),
			),
		parseHTML: () => [{ tag: `${tag}[data-refers="${name}"]` }],
		renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes, { 'data-refers': name })],
		...(view && { addNodeView: () => view }),
	});
}

const dataName = (attribute: string): string =>
	`data-${attribute.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** From pasted HTML, which anyone may have written: scalars only. */
function readAttribute(written: string | undefined): string | number | boolean | null {
	if (written === undefined || written.length > 200) return null;
	try {
		const value: unknown = JSON.parse(written);
		return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
			? value
			: null;
	} catch {
		return null;
	}
}
