/** A file handed to whoever asked for it. */
export function download(name: string, content: string | Blob, mediaType: string): void {
	const blob = typeof content === 'string' ? new Blob([content], { type: mediaType }) : content;
	const link = document.createElement('a');
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	// Some browsers begin to read only after the click has been handled.
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The name of an analysis as part of a file name: “the-night-ingestion-went-quiet”. */
export function fileName(title: string): string {
	const words =
		title
			.normalize('NFC')
			.toLowerCase()
			.match(/[\p{L}\p{N}]+/gu) ?? [];
	return words.join('-').slice(0, 60).replace(/-$/, '') || 'analysis';
}
