/** Comma-separated values as RFC 4180 has them, safe to open in a spreadsheet. */

/** One table: the first row is the head. Lines end in CR LF. */
export function renderCsv(rows: readonly (readonly (string | number | null)[])[]): string {
	return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number | null): string {
	if (value === null) return '';
	const text = String(value);
	// A spreadsheet runs what begins like a formula; an apostrophe keeps it text (ASVS 1.2.10).
	const inert = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
