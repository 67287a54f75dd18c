/** Markdown on the clipboard as blocks of the editor, when a text is Markdown beyond doubt. */
import { Fragment, Slice, type Schema } from '@tiptap/pm/model';
import { parseMarkdown } from '#lib/model/markdown.ts';
import type { Block, Inline } from '#lib/model/prose.ts';

/** Logs and mails have dashes and stars too: only what can hardly be anything else counts. */
export function isMarkdown(text: string): boolean {
	const lines = text.split(/\r\n?|\n/);
	const items = lines.filter((line) => /^(?:[-*]|\d{1,3}[.)]) \S/.test(line)).length;
	return (
		lines.some((line) => /^(?:#{1,6} \S|```)/.test(line)) ||
		/^\|.*\S.*\n\| *:?-+:? *\|/m.test(text.replaceAll('\r', '')) ||
		(items >= 2 && items >= lines.filter((line) => line.trim() !== '').length / 2) ||
		/\*\*[^*\s][^*\n]*\*\*|\[[^[\]\n]+\]\(https?:\/\/[^()\s]+\)/.test(text)
	);
}

/** What a Markdown text holds, to be put in where the caret is; undefined when it is none. */
export function markdownIn(text: string, schema: Schema): Slice | undefined {
	if (!isMarkdown(text)) return undefined;
	const nothing = { event: () => undefined, record: () => undefined, account: () => undefined };
	const { lead, blocks } = parseMarkdown(adapted(text), nothing);
	const json = [...lead, ...blocks].map(nodeOf);
	const [first, last] = [json[0], json.at(-1)];
	if (!first || !last) return undefined;
	const content = Fragment.fromJSON(schema, json);
	return new Slice(content, first.type === 'paragraph' ? 1 : 0, last.type === 'paragraph' ? 1 : 0);
}

/**
 * Its title is a section here, the title being the analysis’ own, and there are two sizes of them. Nothing is fetched
 * from elsewhere, so its pictures are links to where they are.
 */
function adapted(text: string): string {
	let isCode = false;
	return text
		.split(/\r\n?|\n/)
		.map((line) => {
			if (line.startsWith('```')) isCode = !isCode;
			return isCode
				? line
				: line
						.replace(/^(#{1,6}) +/, (_all, marks: string) => (marks.length < 3 ? '## ' : '### '))
						.replace(/!\[([^[\]]*)\]\(([^()\s]+)(?: +"[^"]*")?\)/g, pictureLink);
		})
		.join('\n');
}

/** A picture at an address is a link in the words that describe it; one in a file beside the text is named. */
function pictureLink(_all: string, described: string, address: string): string {
	const words = described.trim() === '' ? 'picture' : described;
	return /^https?:\/\//.test(address) ? `[${words}](${address})` : `${words} (${address.slice(0, 80)})`;
}

interface NodeJson {
	readonly type: string;
	readonly attrs?: Readonly<Record<string, unknown>>;
	readonly content?: readonly NodeJson[];
	readonly text?: string;
	readonly marks?: readonly { readonly type: string; readonly attrs?: Readonly<Record<string, unknown>> }[];
}

/** Blocks as nodes of the editor. */
export function nodesOf(blocks: readonly Block[], schema: Schema): Fragment {
	return Fragment.fromJSON(schema, blocks.map(nodeOf));
}

function nodeOf(block: Block): NodeJson {
	switch (block.is) {
		case 'paragraph':
			return { type: 'paragraph', content: inlines(block.content) };
		case 'heading':
			return { type: 'heading', attrs: { level: block.level }, content: inlines(block.content) };
		case 'code':
			return { type: 'codeBlock', content: block.text === '' ? [] : [{ type: 'text', text: block.text }] };
		case 'quote':
			return { type: 'blockquote', content: block.blocks.map(nodeOf) };
		case 'list':
			return {
				type: block.ordered ? 'orderedList' : 'bulletList',
				content: block.items.map((item) => ({ type: 'listItem', content: item.map(nodeOf) })),
			};
		case 'rule':
			return { type: 'horizontalRule' };
		case 'picture': {
			const { pictureId = null, alt, width, height } = block;
			return {
				type: 'picture',
				attrs: { pictureId, alt, width, height },
				content: (block.blocks.length > 0 ? block.blocks : [{ is: 'paragraph' as const, content: [] }]).map(
					nodeOf,
				),
			};
		}
		case 'table':
			return {
				type: 'table',
				attrs: { header: block.header },
				content: block.rows.map((row) => ({
					type: 'tableRow',
					content: row.map((cell) => ({ type: 'tableCell', content: cell.map(nodeOf) })),
				})),
			};
		case 'record':
			return { type: 'recordQuote', attrs: { recordId: block.recordId } };
		case 'account':
			return { type: 'accountQuote', attrs: { quoteId: block.quoteId } };
		default:
			throw new Error(`no node for ${JSON.stringify(block satisfies never)}`);
	}
}

function inlines(content: readonly Inline[]): NodeJson[] {
	return content.flatMap((inline): NodeJson[] => {
		if (inline.is === 'break') return [{ type: 'hardBreak' }];
		if (inline.is === 'chip') return [{ type: 'eventChip', attrs: { eventId: inline.eventId } }];
		const marks = inline.marks.map((mark) =>
			mark.is === 'link' ? { type: 'link', attrs: { href: mark.href } } : { type: mark.is },
		);
		return inline.text === '' ? [] : [{ type: 'text', text: inline.text, marks }];
	});
}
