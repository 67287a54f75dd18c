/**
 * Turns one text into another by as small steps as it takes. What stands beside a change keeps its nodes, and with
 * them its marks, its views and its place on the screen.
 */
import type { Fragment, Node } from '@tiptap/pm/model';
import { Slice } from '@tiptap/pm/model';
import { ReplaceStep } from '@tiptap/pm/transform';
import type { Transform } from '@tiptap/pm/transform';

interface Hunk {
	/** In the children that are there. */
	readonly from: number;
	readonly to: number;
	/** In those that come. */
	readonly newFrom: number;
	readonly newTo: number;
}

/**
 * Adds steps to `tr` after which its document has `content`, or, where that is nothing, what an empty one has: a
 * document without a block is none. Nodes that are the same objects are not looked into.
 */
export function narrow(tr: Transform, content: Fragment): void {
	const least = () => tr.doc.type.createAndFill()?.content ?? content;
	between(tr, tr.doc, content.childCount > 0 ? content : least(), 0);
}

/** `at` is where the content of `parent` begins in the document. Goes from the end, so that places before it hold. */
function between(tr: Transform, parent: Node, content: Fragment, at: number): void {
	const starts = startsOf(parent, at);
	const place = (index: number): number => starts[index] ?? at;
	for (const { from, to, newFrom, newTo } of hunksOf(parent, content).toReversed())
		if (to - from === newTo - newFrom)
			for (let index = to - from - 1; index >= 0; index--)
				oneFor(tr, parent.child(from + index), content.child(newFrom + index), place(from + index));
		else step(tr, place(from), place(to), childrenOf(content, newFrom, newTo));
}

function oneFor(tr: Transform, node: Node, next: Node, at: number): void {
	if (node.isLeaf || !node.sameMarkup(next)) {
		if (!node.eq(next)) step(tr, at, at + node.nodeSize, [next]);
	} else if (!node.isTextblock) between(tr, node, next.content, at + 1);
	else {
		const start = node.content.findDiffStart(next.content, at + 1);
		const end = node.content.findDiffEnd(
			next.content,
			at + 1 + node.content.size,
			at + 1 + next.content.size,
		);
		if (start === null || !end) return;
		// The same letter before and behind a change is found from both ends.
		const twice = Math.max(0, start - Math.min(end.a, end.b));
		const slice = next.slice(start - at - 1, end.b + twice - at - 1);
		tr.step(new ReplaceStep(start, end.a + twice, slice));
	}
}

function step(tr: Transform, from: number, to: number, nodes: readonly Node[]): void {
	tr.step(new ReplaceStep(from, to, nodes.length === 0 ? Slice.empty : sliceOf(tr, nodes)));
}
const sliceOf = (tr: Transform, nodes: readonly Node[]): Slice =>
	new Slice(tr.doc.type.schema.topNodeType.create(null, nodes).content, 0, 0);

function childrenOf(content: Fragment, from: number, to: number): readonly Node[] {
	return Array.from({ length: to - from }, (_, index) => content.child(from + index));
}

/** Where each child begins, and where the last ends. */
function startsOf(parent: Node, at: number): readonly number[] {
	const starts = [at];
	parent.forEach((child, offset) => starts.push(at + offset + child.nodeSize));
	return starts;
}

/** The stretches between children that are the same objects. */
function hunksOf(parent: Node, content: Fragment): readonly Hunk[] {
	const places = new Map<Node, number>();
	parent.forEach((child, _offset, index) => places.set(child, index));
	const hunks: Hunk[] = [];
	let [from, newFrom] = [0, 0];
	const end = (to: number, newTo: number) => {
		if (from < to || newFrom < newTo) hunks.push({ from, to, newFrom, newTo });
		[from, newFrom] = [to + 1, newTo + 1];
	};
	content.forEach((child, _offset, index) => {
		const found = places.get(child);
		if (found !== undefined && found >= from) end(found, index);
	});
	end(parent.childCount, content.childCount);
	return hunks;
}
