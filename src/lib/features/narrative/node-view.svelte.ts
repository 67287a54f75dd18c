/** A Svelte component as the view of a node that points elsewhere. */
import type { NodeViewRenderer } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { mount, unmount, type Component } from 'svelte';

/**
 * Draws a node with `component`, whose props follow the node. `context` is that of the editor's own component
 * (`getAllContexts()`), so that what it draws finds the workspace.
 */
export function svelteView<Props extends Record<string, unknown>>(
	component: Component<Props>,
	context: Map<unknown, unknown>,
	propsOf: (node: Node) => Props,
	inline: boolean,
): NodeViewRenderer {
	return ({ node }) => {
		const dom = document.createElement(inline ? 'span' : 'div');
		dom.className = inline ? 'reference' : 'reference block';
		dom.contentEditable = 'false';
		const props = $state(propsOf(node));
		const { type } = node;
		const mounted = mount(component, { target: dom, props, context });
		return {
			dom,
			update(next) {
				if (next.type !== type) return false;
				Object.assign(props, propsOf(next));
				return true;
			},
			// What the component draws is its own affair; the document has nothing of it.
			ignoreMutation: () => true,
			selectNode: () => dom.classList.add('selected'),
			deselectNode: () => dom.classList.remove('selected'),
			destroy: () => void unmount(mounted),
		};
	};
}
