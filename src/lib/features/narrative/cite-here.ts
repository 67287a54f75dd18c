/** Puts references where somebody at a list beside the text wants them: the keyboard stays where it is. */
import type { EventId } from '#lib/model/ids.ts';
import { chipCharacter } from '#lib/model/prose.ts';
import type { Node } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/** Cites an event at the caret, behind what is selected. The caret goes along. */
export function citeAtCaret(view: EditorView, eventId: EventId): void {
	const { tr, selection } = view.state;
	const at = put(tr.doc, selection.to);
	const nodes = nodesFor(view, at, eventId, true);
	const end = at.pos + nodes.reduce((sum, { nodeSize }) => sum + nodeSize, 0);
	tr.insert(at.pos, nodes);
	// In a paragraph of its own, behind the chip in it.
	tr.setSelection(TextSelection.near(tr.doc.resolve(at.isInline ? end : end - 1), -1));
	view.dispatch(tr.scrollIntoView());
}

/** Cites an event at the end of a block, or right behind one that takes no chips. The caret stays where it is. */
export function citeAtEnd(view: EditorView, block: { node: Node; at: number }, eventId: EventId): void {
	const { tr } = view.state;
	const isWhole = block.node.type.name === 'heading' || !takesChips(block.node);
	const at = isWhole ? behind(tr.doc, block.at) : put(tr.doc, block.at + block.node.nodeSize - 1);
	view.dispatch(tr.insert(at.pos, nodesFor(view, at, eventId, false)));
	const { node } = view.domAtPos(at.pos + 1);
	const element = node instanceof Element ? node : node.parentElement;
	element?.scrollIntoView({ block: 'center', behavior: 'smooth' });
}

interface Spot {
	readonly pos: number;
	/** In a line, not between blocks. */
	readonly isInline: boolean;
	/** What stands before it in its line. */
	readonly before: string;
	readonly after: string;
}

const takesChips = (node: Node): boolean => node.isTextblock && node.type.spec.code !== true;

function put(doc: Node, pos: number): Spot {
	const at = doc.resolve(pos);
	if (!takesChips(at.parent)) return behind(doc, pos);
	const text = (from: number, to: number) => at.parent.textBetween(from, to, '\n', chipCharacter);
	return {
		pos,
		isInline: true,
		before: text(0, at.parentOffset),
		after: text(at.parentOffset, at.parent.content.size),
	};
}

/** Between the blocks of the whole text, behind the one at this place. */
function behind(doc: Node, pos: number): Spot {
	const at = doc.resolve(pos);
	const node = at.depth === 0 ? at.nodeAfter : null;
	return {
		pos: at.depth > 0 ? at.after(1) : pos + (node?.nodeSize ?? 0),
		isInline: false,
		before: '',
		after: '',
	};
}

function nodesFor(view: EditorView, at: Spot, eventId: EventId, goesOn: boolean): readonly Node[] {
	const { schema } = view.state;
	const chip = schema.node('eventChip', { eventId });
	if (!at.isInline) return [schema.node('paragraph', null, [chip, ...(goesOn ? [schema.text(' ')] : [])])];
	return [
		...(/(?:^|[\s(“"—–])$/.test(at.before) ? [] : [schema.text(' ')]),
		chip,
		...(goesOn && !/^[\s.,;:!?)]/.test(at.after) ? [schema.text(' ')] : []),
	];
}
