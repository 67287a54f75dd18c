/** Blocks as Markdown and as HTML. What is cited by reference is worded by the caller, who knows what may be said. */
import { safeHref, type AccountQuote, type Block, type Inline, type RecordQuote } from './prose.ts';
import type { EventId, PictureId } from './ids.ts';
import { endings, letterOf, meaningOf, nameOf, wayIn, waysUsed, type Way } from './said.ts';

/** How references are said; undefined where nothing may or can be said. */
export interface Wording {
	/** A moment: "02:14". */
	event(eventId: EventId | undefined): string;
	/** Where a picture can be fetched; absent where none can be. */
	picture?(pictureId: PictureId | undefined): string | undefined;
	quote(
		quote: RecordQuote | AccountQuote,
	): { readonly text: string; readonly source: string; readonly mono?: boolean } | undefined;
}

/** What stands where words were and may not be any more. */
export const withdrawnWords = '[withdrawn]';

/** Blocks as Markdown, ended by a line feed. */
export function printMarkdown(blocks: readonly Block[], wording: Wording): string {
	const notes = waysUsed(blocks).map((way) => `[^${way}]: ${meaningOf[way]}\n`);
	return [...blocks.map((block) => `${markdownOf(block, wording)}\n`), ...notes].join('\n');
}

/** Blocks as HTML without script, style or class: every text escaped, every link checked again. */
export function printHtml(blocks: readonly Block[], wording: Wording): string {
	const legend = waysUsed(blocks).map(
		(way) => `<p id="said-${way}"><sup>${letterOf[way]}</sup> ${escapeHtml(meaningOf[way])}</p>`,
	);
	return [htmlOfAll(blocks, wording), ...legend].join('\n');
}

const htmlOfAll = (blocks: readonly Block[], wording: Wording): string =>
	blocks.map((block) => htmlOf(block, wording)).join('\n');

/** Behind which of these a letter says what the author says of the words before it. */
function endsOf(content: readonly Inline[]): readonly (Way | undefined)[] {
	return endings(
		content.map((inline) => {
			const kinds = inline.is === 'text' ? inline.marks.map(({ is }) => is) : [];
			return { way: wayIn(kinds), bridges: inline.is !== 'text' || kinds.includes('code') };
		}),
	);
}

function markdownOf(block: Block, wording: Wording): string {
	switch (block.is) {
		case 'heading':
			return `${'#'.repeat(block.level)} ${inlineMarkdown(block.content, wording)}`;
		case 'paragraph':
			return guardLine(inlineMarkdown(block.content, wording));
		case 'code': {
			const longest = Math.max(2, ...(block.text.match(/`+/g) ?? []).map((run) => run.length));
			const fence = '`'.repeat(longest + 1);
			return `${fence}\n${block.text}\n${fence}`;
		}
		case 'quote':
			return prefixed(block.blocks.map((inner) => markdownOf(inner, wording)).join('\n\n'), '> ', '> ');
		case 'list':
			return block.items
				.map((item, index) => {
					const lead = block.ordered ? `${index + 1}. ` : '- ';
					const text = item.map((inner) => markdownOf(inner, wording)).join('\n\n');
					return prefixed(text, lead, ' '.repeat(lead.length));
				})
				.join('\n');
		case 'rule':
			return '---';
		case 'picture': {
			const src = wording.picture?.(block.pictureId);
			const said = block.blocks
				.map((inner) => markdownOf(inner, wording))
				.filter((text) => text.trim() !== '');
			return [markdownPicture(block.alt, src), ...said].join('\n\n');
		}
		case 'table':
			return markdownTable(block, (cell) => markdownOf(cell, wording));
		case 'record':
		case 'account': {
			const said = wording.quote(block);
			if (!said) return `> ${withdrawnWords}`;
			const text = said.text.split('\n').map(escapeMarkdown).join('\n');
			return prefixed(`${text}\n\n— ${escapeMarkdown(said.source)}`, '> ', '> ');
		}
		default:
			throw new Error(`no Markdown for ${JSON.stringify(block satisfies never)}`);
	}
}

/**
 * A table of Markdown, whose cells are one line each and whose first row is always a header: without one of its own
 * it gets an empty one. Rows that are shorter than others are filled.
 */
export function markdownTable<B>(
	{ header, rows }: { readonly header: boolean; readonly rows: readonly (readonly (readonly B[])[])[] },
	print: (block: B) => string,
): string {
	const width = Math.max(1, ...rows.map((row) => row.length));
	const line = (cells: readonly string[]) =>
		`| ${Array.from({ length: width }, (_, column) => cells[column] ?? '').join(' | ')} |`;
	const lines = rows.map((row) =>
		line(
			row.map((cell) =>
				cell
					.map(print)
					.join('\n\n')
					.trim()
					.replace(/\\?\n+/g, '<br>'),
			),
		),
	);
	const head = header ? (lines.shift() ?? line([])) : line([]);
	return [head, line(Array.from({ length: width }, () => '---')), ...lines].join('\n');
}

/** What stands where a picture was and cannot be shown. */
export const noPicture = 'A picture stood here that cannot be shown any more.';

/** A picture of Markdown, at its address. */
export function markdownPicture(alt: string, src: string | undefined): string {
	const words = escapeMarkdown(alt.replace(/\s+/g, ' ').trim());
	return src === undefined
		? `*${words === '' ? noPicture : `${noPicture} ${words}`}*`
		: `![${words}](${src})`;
}

/** A picture of HTML; `caption` is HTML already. */
export function htmlPicture(
	{ alt, width, height }: { readonly alt: string; readonly width: number; readonly height: number },
	src: string | undefined,
	caption: string,
): string {
	const size = width > 0 && height > 0 ? ` width="${width}" height="${height}"` : '';
	const image =
		src === undefined
			? `<p>${escapeHtml(noPicture)} ${escapeHtml(alt)}</p>`
			: `<img src="${escapeHtml(src)}" alt="${escapeHtml(alt)}"${size}>`;
	const isSaid = caption.replace(/<[^>]*>/g, '').trim() !== '';
	return `<figure>${image}${isSaid ? `<figcaption>${caption}</figcaption>` : ''}</figure>`;
}

/** A table of HTML whose headers say that they are of their column. `print` gives the inside of a cell. */
export function htmlTable<B>(
	{ header, rows }: { readonly header: boolean; readonly rows: readonly (readonly (readonly B[])[])[] },
	print: (cell: readonly B[]) => string,
): string {
	const width = Math.max(0, ...rows.map((row) => row.length));
	const row = (cells: readonly (readonly B[])[], open: string, close: string) =>
		`<tr>${Array.from({ length: width }, (_, column) => open + print(cells[column] ?? []) + close).join('')}</tr>`;
	const [first, ...rest] = rows;
	const head = header && first ? `<thead>${row(first, '<th scope="col">', '</th>')}</thead>` : '';
	const body = (header ? rest : rows).map((cells) => row(cells, '<td>', '</td>')).join('');
	return `<table>${head}<tbody>${body}</tbody></table>`;
}

function inlineMarkdown(content: readonly Inline[], wording: Wording): string {
	const ends = endsOf(content);
	return content
		.map((inline, index) => {
			if (inline.is === 'break') return '\\\n';
			if (inline.is === 'chip') return escapeMarkdown(wording.event(inline.eventId));
			const kinds = new Set(inline.marks.map(({ is }) => is));
			// Markers must hug words: "** bold**" is no bold.
			const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inline.text) ?? [];
			if (words === '') return inline.text;
			let text = kinds.has('code') ? codeSpan(words) : escapeMarkdown(words);
			if (kinds.has('strike')) text = `~~${text}~~`;
			if (kinds.has('italic')) text = `*${text}*`;
			if (kinds.has('bold')) text = `**${text}**`;
			const href = hrefOf(inline);
			if (href !== undefined) text = `[${text}](${href.replace(/[()<>\s\\]/g, encodeURIComponentStrict)})`;
			const note = ends[index] ? `[^${ends[index]}]` : '';
			return before + text + note + after;
		})
		.join('');
}

function codeSpan(text: string): string {
	const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
	const fence = '`'.repeat(longest + 1);
	return longest > 0 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

function encodeURIComponentStrict(character: string): string {
	return `%${(character.codePointAt(0) ?? 32).toString(16).padStart(2, '0')}`;
}

function escapeMarkdown(text: string): string {
	return text.replace(/[\\`*_[\]<>~|]/g, '\\$&');
}

/** A paragraph that would read as a heading, list or quote says so no more. */
function guardLine(text: string): string {
	return text
		.replace(/^(\s*)(#{1,6}(?=\s)|[-+](?=\s)|-{3,}|={3,})/, '$1\\$2')
		.replace(/^(\d+)([.)]) /, '$1\\$2 ');
}

function prefixed(text: string, first: string, rest: string): string {
	return text
		.split('\n')
		.map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd())
		.join('\n');
}

function htmlOf(block: Block, wording: Wording): string {
	switch (block.is) {
		case 'heading':
			return `<h${block.level}>${inlineHtml(block.content, wording)}</h${block.level}>`;
		case 'paragraph':
			return `<p>${inlineHtml(block.content, wording)}</p>`;
		case 'code':
			return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
		case 'quote':
			return `<blockquote>${htmlOfAll(block.blocks, wording)}</blockquote>`;
		case 'list': {
			const tag = block.ordered ? 'ol' : 'ul';
			return `<${tag}>${block.items.map((item) => `<li>${htmlOfAll(item, wording)}</li>`).join('')}</${tag}>`;
		}
		case 'rule':
			return '<hr>';
		case 'picture': {
			const caption = block.blocks.map((inner) => htmlOf(inner, wording)).join('');
			return htmlPicture(block, wording.picture?.(block.pictureId), caption);
		}
		case 'table':
			return htmlTable(block, (cell) => htmlOfAll(cell, wording));
		case 'record':
		case 'account': {
			const said = wording.quote(block);
			if (!said) return `<blockquote><p>${escapeHtml(withdrawnWords)}</p></blockquote>`;
			const words = said.mono
				? `<pre>${escapeHtml(said.text)}</pre>`
				: `<p>${escapeHtml(said.text).replaceAll('\n', '<br>')}</p>`;
			return `<blockquote>${words}<footer>${escapeHtml(said.source)}</footer></blockquote>`;
		}
		default:
			throw new Error(`no HTML for ${JSON.stringify(block satisfies never)}`);
	}
}

const tags = { bold: 'strong', italic: 'em', strike: 's', code: 'code' } as const;

function inlineHtml(content: readonly Inline[], wording: Wording): string {
	const ends = endsOf(content);
	return content
		.map((inline, index) => {
			if (inline.is === 'break') return '<br>';
			if (inline.is === 'chip') return `<time>${escapeHtml(wording.event(inline.eventId))}</time>`;
			let html = escapeHtml(inline.text);
			for (const mark of inline.marks) {
				const tag = mark.is in tags ? tags[mark.is as keyof typeof tags] : undefined;
				if (tag) html = `<${tag}>${html}</${tag}>`;
			}
			const href = hrefOf(inline);
			if (href !== undefined) html = `<a href="${escapeHtml(href)}" rel="noopener noreferrer">${html}</a>`;
			const way = ends[index];
			return way === undefined
				? html
				: `${html}<sup><a href="#said-${way}" aria-label="${nameOf[way]}">${letterOf[way]}</a></sup>`;
		})
		.join('');
}

function hrefOf(inline: Extract<Inline, { is: 'text' }>): string | undefined {
	const link = inline.marks.find((mark) => mark.is === 'link');
	return link?.is === 'link' ? safeHref(link.href) : undefined;
}

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Text as it stands in HTML, in attributes too. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
