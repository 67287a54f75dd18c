/** Tables on the clipboard as tables here: every cell in its own place, and in it paragraphs. */

/** Wider than any table of a text; what a page claims beyond that is no table of words. */
const widest = 60;

/** Makes the tables in here plain. Of tables within tables the outermost stays; of one that only holds a place, what is in it. */
export function asTables(body: HTMLElement): void {
	for (const table of body.querySelectorAll('table')) {
		if (!body.contains(table) || table.parentElement?.closest('table')) continue;
		const rows = [...table.querySelectorAll('tr')].filter((row) => row.closest('table') === table);
		const grid = gridOf(rows);
		const caption = [...table.children].find(({ tagName }) => tagName === 'CAPTION');
		if (caption) table.before(...paragraphsOf(caption));
		if (grid.length === 1 && grid[0]?.length === 1) table.replaceWith(...(grid[0][0]?.childNodes ?? []));
		else if (grid.length === 0) table.remove();
		else table.replaceWith(plainTable(grid));
	}
}

function plainTable(grid: readonly (readonly (Element | undefined)[])[]): HTMLElement {
	const width = Math.max(...grid.map((row) => row.length));
	const table = document.createElement('table');
	for (const row of grid) {
		const line = document.createElement('tr');
		for (let column = 0; column < width; column++) {
			const cell = row[column];
			const made = document.createElement(cell?.tagName === 'TH' ? 'th' : 'td');
			made.append(...(cell ? paragraphsOf(cell) : []));
			line.append(made);
		}
		table.append(line);
	}
	return table;
}

/** Where each cell stands; one over several places stands in the first of them. */
function gridOf(rows: readonly Element[]): readonly (readonly (Element | undefined)[])[] {
	const grid: (Element | undefined)[][] = rows.map(() => []);
	const taken = rows.map(() => new Set<number>());
	for (const [index, row] of rows.entries()) {
		let column = 0;
		for (const cell of row.children) {
			if (cell.tagName !== 'TD' && cell.tagName !== 'TH') continue;
			while (taken[index]?.has(column)) column++;
			if (column >= widest) break;
			const { colSpan, rowSpan } = cell as HTMLTableCellElement;
			const line = grid[index];
			if (line) line[column] = cell;
			for (let down = 0; down < Math.max(1, rowSpan) && index + down < rows.length; down++)
				for (let right = 0; right < Math.max(1, colSpan) && column + right < widest; right++)
					taken[index + down]?.add(column + right);
		}
		const line = grid[index];
		const width = Math.max(-1, ...(taken[index] ?? [])) + 1;
		if (line) while (line.length < width) line.push(undefined);
	}
	return grid.filter((row) => row.length > 0);
}

const blocks =
	'p, div, li, ul, ol, h1, h2, h3, h4, h5, h6, pre, blockquote, table, thead, tbody, tfoot, tr, td, th, dl, dt, dd, section, figure';

/** All words of an element, a paragraph for each block of it. */
function paragraphsOf(element: Element): readonly HTMLElement[] {
	const paragraphs: HTMLElement[] = [];
	let open: HTMLElement | undefined;
	const walk = (parent: Element) => {
		for (const child of [...parent.childNodes]) {
			if (child instanceof Element && child.matches(blocks)) {
				open = undefined;
				walk(child);
				open = undefined;
			} else if (child instanceof Element && child.querySelector(blocks)) walk(child);
			else {
				if (!open) paragraphs.push((open = document.createElement('p')));
				open.append(child);
			}
		}
	};
	walk(element);
	return paragraphs.filter(({ textContent }) => (textContent ?? '').trim() !== '');
}
