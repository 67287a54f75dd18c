/** Separated values as RFC 4180 has them: quoted commas, quotes and line breaks, in and out. */

export interface CsvRow {
	/** The line it begins on; the first is 1. */
	readonly line: number;
	readonly cells: readonly string[];
	/** A quote was opened and the text ended before it was closed. */
	readonly isOpen: boolean;
}

/** The separator that the first line uses most: comma, semicolon or tab. */
export function separatorOf(text: string): string {
	const first = /^[^\r\n]*/.exec(text)?.[0] ?? '';
	const counts = [',', ';', '\t'].map((mark) => [mark, first.split(mark).length] as const);
	return counts.toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? ',';
}

/** The rows of a text, as they are asked for; empty lines are left out. Never throws. */
export function* readRows(text: string, separator: string = separatorOf(text)): Generator<CsvRow> {
	const plain = new RegExp(`[^${separator}\r\n]*`, 'y');
	let at = text.startsWith('\uFEFF') ? 1 : 0;
	let line = 1;
	while (at < text.length) {
		const cells: string[] = [];
		const startedAt = line;
		let isOpen = false;
		for (;;) {
			let cell = '';
			if (text[at] === '"') {
				let close = text.indexOf('"', at + 1);
				while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
				isOpen = close === -1;
				const end = isOpen ? text.length : close;
				cell = text.slice(at + 1, end).replaceAll('""', '"');
				line += cell.split(/\r\n|\r|\n/).length - 1;
				at = isOpen ? end : end + 1;
			}
			// Whatever follows a closed quote up to the separator belongs to the cell all the same.
			plain.lastIndex = at;
			const rest = plain.exec(text)?.[0] ?? '';
			at += rest.length;
			cells.push(cell + rest);
			if (text[at] !== separator) break;
			at++;
		}
		if (at < text.length) {
			at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
			line++;
		}
		if (cells.length > 1 || cells[0] !== '') yield { line: startedAt, cells, isOpen };
	}
}

/** What a spreadsheet would run as a formula, however many apostrophes stand before it (ASVS 1.2.10). */
const formula = /^'*[=+\-@\t\r]/;

/** Text that a spreadsheet shows and never runs: an apostrophe keeps it text. */
export const inert = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** What `inert` was given. */
export const uninert = (text: string): string =>
	text.startsWith("'") && formula.test(text) ? text.slice(1) : text;

type Cell = string | number | null;

/** One table, safe to open in a spreadsheet: the first row is the head. Lines end in CR LF. */
export function renderCsv(rows: readonly (readonly Cell[])[]): string {
	return renderPlainCsv(
		rows.map((row) => row.map((cell) => (typeof cell === 'string' ? inert(cell) : cell))),
	);
}

/** The same table with its cells as they are, for programs that read them. */
export function renderPlainCsv(rows: readonly (readonly Cell[])[]): string {
	return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

function quoted(value: Cell): string {
	const text = value === null ? '' : String(value);
	return /["\r\n,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
