/** Exact bytes as text and as hex, so that what a record was read from can be checked by eye. */

/** The bytes as UTF-8; `isText` is false when they are not, and what could not be read shows as �. */
export function decoded(bytes: Uint8Array): { readonly text: string; readonly isText: boolean } {
	try {
		return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isText: true };
	} catch {
		return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), isText: false };
	}
}

/** Sixteen bytes a line: offset in the file, hex, and what of it is printable ASCII. */
export function hexDump(bytes: Uint8Array, offset = 0): string {
	const lines: string[] = [];
	for (let at = 0; at < bytes.length; at += 16) {
		const part = bytes.subarray(at, at + 16);
		const hex = [...part].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
		const ascii = [...part]
			.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'))
			.join('');
		lines.push(`${(offset + at).toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${ascii}`);
	}
	return lines.join('\n');
}

/** Only the hex, for the clipboard. */
export function hex(bytes: Uint8Array): string {
	return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
