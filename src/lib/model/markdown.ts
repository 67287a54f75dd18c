/**
 * Markdown into blocks: the small part of it that narratives are written in, with `[[event:…]]`, `[[record:…]]`
 * and `[[account:…]]` for what they cite. Each line is read once, so no text can make it slow. Rules MD in SPEC.md.
 */
import type { EventId, QuoteId, RecordId } from './ids.ts';
import { isExplanation, noteAt, sayBefore } from './markdown-said.ts';
import { safeHref, type Block, type HeadingLevel, type Inline, type Mark } from './prose.ts';

/** What the keys in double brackets stand for; undefined when nothing is known by that key. */
export interface References {
	event(key: string): EventId | undefined;
	/** `words` is what the text quotes, so that a part of a record can be found in it. */
	record(
		key: string,
		words: string,
	): { readonly recordId: RecordId; readonly start?: number; readonly end?: number } | undefined;
	account(key: string, words: string): QuoteId | undefined;
}

export interface ParsedMarkdown {
	/** The first heading of level 1. */
	readonly title: string | undefined;
	/** What stands before the first section: a date line, a standfirst. */
	readonly lead: readonly Block[];
	readonly blocks: readonly Block[];
	/** Keys nothing is known by, as written; their words were kept as plain text. */
	readonly unknown: readonly string[];
}

/** Reads Markdown. Never throws: what has no meaning here is text. */
export function parseMarkdown(markdown: string, references: References): ParsedMarkdown {
	const unknown: string[] = [];
	const reader = new Reader(markdown.split(/\r\n?|\n/), references, unknown);
	let title: string | undefined;
	const lead: Block[] = [];
	const blocks: Block[] = [];
	let isLead = true;
	for (let block = reader.next(); block; block = reader.next()) {
		if (block.is === 'heading' && block.level === 1 && title === undefined) {
			title = block.content.map((inline) => (inline.is === 'text' ? inline.text : '')).join('');
			continue;
		}
		if (block.is === 'heading') isLead = false;
		(isLead && title !== undefined ? lead : blocks).push(block);
	}
	return { title, lead, blocks, unknown };
}

/** Lists in lists; what lies deeper is read as text. */
const deepest = 8;

class Reader {
	readonly #lines: readonly string[];
	readonly #references: References;
	readonly #unknown: string[];
	readonly #depth: number;
	#at = 0;

	constructor(lines: readonly string[], references: References, unknown: string[], depth = 0) {
		this.#depth = depth;
		this.#lines = lines;
		this.#references = references;
		this.#unknown = unknown;
	}

	/** The next block, or undefined at the end. */
	next(): Block | undefined {
		while (this.#at < this.#lines.length && (this.#line().trim() === '' || isExplanation(this.#line())))
			this.#at++;
		if (this.#at >= this.#lines.length) return undefined;
		const line = this.#line();
		const heading = /^(#{1,3}) +(\S.*)$/.exec(line);
		if (heading?.[1] && heading[2] !== undefined) {
			this.#at++;
			return {
				is: 'heading',
				level: heading[1].length as HeadingLevel,
				content: this.#inline(heading[2].trimEnd()),
			};
		}
		if (line.startsWith('```')) return this.#code();
		if (/^(?:-{3,}|\*{3,})$/.test(line.trim())) {
			this.#at++;
			return { is: 'rule' };
		}
		if (line.startsWith('>')) return this.#quote();
		if (isRow(line) && isRule(this.#lines[this.#at + 1] ?? '')) return this.#table();
		if (bullet(line) !== undefined) return this.#list(false);
		if (numbered(line) !== undefined) return this.#list(true);
		const isMore = (more: string) =>
			isProse(more) && !(isRow(more) && isRule(this.#lines[this.#at + 1] ?? ''));
		return { is: 'paragraph', content: this.#inline(this.#while(isMore).join(' ')) };
	}

	/** A header, its rule, and the rows up to the next line that is none. An empty header is one that there is not. */
	#table(): Block {
		const [first = '', , ...lines] = this.#while(isRow);
		const head = cellsIn(first);
		const rows = lines.map((line) => head.map((_, column) => cellsIn(line)[column] ?? ''));
		const header = head.some((cell) => cell !== '') || rows.length === 0;
		return {
			is: 'table',
			header,
			rows: (header ? [head, ...rows] : rows).map((row) =>
				row.map((cell) =>
					cell.split(/<br *\/?>/i).map((part) => ({
						is: 'paragraph' as const,
						content: part.trim() === '' ? [] : this.#inline(part.trim()),
					})),
				),
			),
		};
	}

	#line(): string {
		return this.#lines[this.#at] ?? '';
	}

	/** The lines from here for which the test holds; at least one. */
	#while(holds: (line: string) => boolean): string[] {
		const taken = [this.#line()];
		for (this.#at++; this.#at < this.#lines.length && holds(this.#line()); this.#at++)
			taken.push(this.#line());
		return taken.map((line) => line.trim());
	}

	#code(): Block {
		this.#at++;
		const lines: string[] = [];
		for (; this.#at < this.#lines.length && !this.#line().startsWith('```'); this.#at++)
			lines.push(this.#line());
		this.#at++;
		return { is: 'code', text: lines.join('\n') };
	}

	#list(ordered: boolean): Block {
		const itemOf = ordered ? numbered : bullet;
		const items: Block[][] = [];
		for (;;) {
			const text = itemOf(this.#line());
			if (this.#at >= this.#lines.length || text === undefined) break;
			this.#at++;
			const inner = this.#inner();
			// What goes on right behind the first line is the same paragraph, broken for the eye.
			const more = inner.findIndex((line) => !isProse(line));
			const lines = inner.splice(0, more < 0 ? inner.length : more).map((line) => line.trim());
			const item: Block[] = [{ is: 'paragraph', content: this.#inline([text.trim(), ...lines].join(' ')) }];
			const reader = new Reader(inner, this.#references, this.#unknown, this.#depth + 1);
			for (let block = reader.next(); block; block = reader.next()) item.push(block);
			items.push(item);
		}
		return { is: 'list', ordered, items };
	}

	/** The lines from here that belong to the item before them, being set in, without that. */
	#inner(): string[] {
		const lines: string[] = [];
		if (this.#depth >= deepest) return lines;
		let depth = 0;
		for (; this.#at < this.#lines.length; this.#at++) {
			const line = this.#line().replaceAll('\t', '    ');
			const next = (this.#lines[this.#at + 1] ?? '').replaceAll('\t', '    ');
			if (line.trim() === '' ? !next.startsWith('  ') : !line.startsWith('  ')) break;
			depth ||= /^ */.exec(line)?.[0].length ?? 0;
			lines.push(line.replace(new RegExp(`^ {0,${depth}}`), ''));
		}
		return lines;
	}

	#quote(): Block {
		const lines = this.#while((line) => line.startsWith('>')).map((line) => line.slice(1).trim());
		const text = lines.join(' ').trim();
		const source = /^(.*?)\s*\[\[(record|account):([^\]]{1,200})\]\]$/.exec(text);
		if (!source) return { is: 'quote', blocks: [{ is: 'paragraph', content: this.#inline(text) }] };
		const [, written = '', kind, key = ''] = source;
		const words = unquoted(written);
		if (kind === 'record') {
			const found = this.#references.record(key, words);
			if (found) return { is: 'record', ...found, pull: false };
		} else {
			const quoteId = this.#references.account(key, words);
			if (quoteId !== undefined) return { is: 'account', quoteId, pull: false };
		}
		this.#unknown.push(`${kind}:${key}`);
		return { is: 'quote', blocks: [{ is: 'paragraph', content: this.#inline(written) }] };
	}

	#inline(text: string): Inline[] {
		const inlines: Inline[] = [];
		let plain = '';
		const flush = () => {
			if (plain !== '') inlines.push({ is: 'text', text: plain, marks: [] });
			plain = '';
		};
		let at = 0;
		while (at < text.length) {
			const rest = text.slice(at, at + 400);
			const cite = /^\[\[event:([^\]]{1,200})\]\]/.exec(rest);
			if (cite) {
				at += cite[0].length;
				const eventId = this.#references.event(cite[1] ?? '');
				if (eventId === undefined) {
					this.#unknown.push(`event:${cite[1]}`);
					if (text.charAt(at) === ' ' && (plain === '' || plain.endsWith(' '))) at++;
					continue;
				}
				flush();
				inlines.push({ is: 'chip', eventId });
				// The chip says the event's own time; written out behind it, it would be said twice, and go stale.
				at += /^ ~?\d\d:\d\d(?!\d)/.exec(text.slice(at, at + 8))?.[0].length ?? 0;
				continue;
			}
			const note = noteAt(rest);
			if (note) {
				flush();
				sayBefore(inlines, note.way);
				at += note.length;
				continue;
			}
			const marked = markedAt(rest);
			if (marked) {
				flush();
				inlines.push({ is: 'text', text: marked.text, marks: [marked.mark] });
				at += marked.length;
				continue;
			}
			plain += text.charAt(at);
			at++;
		}
		flush();
		return inlines;
	}
}

function markedAt(
	text: string,
): { readonly text: string; readonly mark: Mark; readonly length: number } | undefined {
	const link = /^\[([^[\]]{1,300})\]\(([^()\s]{1,2000})\)/.exec(text);
	const href = link ? safeHref(link[2]) : undefined;
	if (link && href !== undefined)
		return { text: link[1] ?? '', mark: { is: 'link', href }, length: link[0].length };
	for (const [pattern, is] of marks) {
		const match = pattern.exec(text);
		if (match?.[1]) return { text: match[1], mark: { is }, length: match[0].length };
	}
	return undefined;
}

const marks = [
	[/^\*\*([^*\s](?:[^*]{0,300}[^*\s])?)\*\*/, 'bold'],
	[/^\*([^*\s](?:[^*]{0,300}[^*\s])?)\*/, 'italic'],
	[/^~~([^~\s](?:[^~]{0,300}[^~\s])?)~~/, 'strike'],
	[/^`([^`]{1,300})`/, 'code'],
] as const;

/** Long lines of logs have bars too: what begins with one is a row. Its rule tells the rest. */
const isRow = (line: string): boolean => /^ {0,3}\|.*\S/.test(line);
const isRule = (line: string): boolean => /^ {0,3}\|(?: *:?-+:? *\|)* *:?-+:? *\|? *$/.test(line);

/** What stands between the bars of a row; a bar behind a backslash is a letter. */
function cellsIn(line: string): readonly string[] {
	const cells: string[] = [''];
	const text = line.trim().slice(1);
	for (let at = 0; at < text.length; at++) {
		const letter = text.charAt(at);
		const isMeant = letter === '\\' && text.charAt(at + 1) === '|';
		if (isMeant) at++;
		if (letter === '|') cells.push('');
		else cells[cells.length - 1] += isMeant ? '|' : letter;
	}
	if (cells.length > 1 && cells.at(-1)?.trim() === '') cells.pop();
	return cells.map((cell) => cell.trim());
}

const bullet = (line: string): string | undefined => /^[-*] +(\S.*)$/.exec(line)?.[1];
const numbered = (line: string): string | undefined => /^\d{1,4}[.)] +(\S.*)$/.exec(line)?.[1];

/** Whether a line goes on with the paragraph before it. */
function isProse(line: string): boolean {
	return line.trim() !== '' && !/^(?:#{1,3} |>|```|[-*] |\d{1,4}[.)] )/.test(line);
}

/** Words without the quotation marks around them. */
function unquoted(words: string): string {
	return /^[“"](.*)[”"]$/.exec(words)?.[1] ?? words;
}
