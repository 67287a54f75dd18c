/** What someone dropped, chose or pasted, as uploads: a folder is one source, and so is each loose file. */

/** One file under its path within what was chosen. */
export interface ChosenFile {
	readonly path: string;
	readonly file: File;
}

/** What becomes one source. */
export interface Upload {
	/** What it is called before the server has found a better name. */
	readonly name: string;
	readonly files: readonly ChosenFile[];
	readonly bytes: number;
}

/** Files and folders of a drop. Folders are read to their last file. */
export async function uploadsOfDrop(transfer: DataTransfer): Promise<readonly Upload[]> {
	// The list is emptied as soon as this function waits, so everything is taken out of it first.
	const taken = [...transfer.items]
		.filter(({ kind }) => kind === 'file')
		.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
	const uploads: Upload[] = [];
	for (const { entry, file } of taken) {
		if (entry?.isDirectory) {
			const files = await filesIn(entry as FileSystemDirectoryEntry);
			if (files.length > 0) uploads.push(uploadOf(entry.name, files));
		} else if (file) uploads.push(uploadOf(file.name, [{ path: file.name, file }]));
	}
	return uploads;
}

/** Files of a file input. With `webkitdirectory` they lie under one folder, which is one source. */
export function uploadsOfFiles(list: Iterable<File>): readonly Upload[] {
	const files = [...list];
	const folder = files[0]?.webkitRelativePath.split('/')[0] ?? '';
	if (folder !== '')
		return [
			uploadOf(
				folder,
				files.filter(worth).map((file) => ({ path: file.webkitRelativePath, file })),
			),
		];
	return files.map((file) => uploadOf(file.name, [{ path: file.name, file }]));
}

function uploadOf(name: string, files: readonly ChosenFile[]): Upload {
	return { name, files, bytes: files.reduce((sum, { file }) => sum + file.size, 0) };
}

/** Systems leave files of their own in every folder. */
function worth({ name }: { readonly name: string }): boolean {
	return name !== '.DS_Store' && name !== 'Thumbs.db' && name !== 'desktop.ini';
}

async function filesIn(folder: FileSystemDirectoryEntry, path = folder.name): Promise<readonly ChosenFile[]> {
	const found: ChosenFile[] = [];
	for (const entry of await entriesOf(folder)) {
		const at = `${path}/${entry.name}`;
		if (entry.isDirectory) found.push(...(await filesIn(entry as FileSystemDirectoryEntry, at)));
		else if (worth(entry)) found.push({ path: at, file: await fileOf(entry as FileSystemFileEntry) });
	}
	return found;
}

/** A reader gives a folder in parts, and an empty part at its end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
	const reader = folder.createReader();
	const all: FileSystemEntry[] = [];
	for (;;) {
		const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
			reader.readEntries(resolve, reject),
		);
		if (part.length === 0) return all;
		all.push(...part);
	}
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
	return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** Words on a clipboard: the HTML, when it holds more than the text does. */
export interface Pasted {
	readonly html: string;
	readonly text: string;
}

/** The words of a paste, or undefined when there are none. */
export function wordsOf(transfer: Pick<DataTransfer, 'getData'>): Pasted | undefined {
	const text = transfer.getData('text/plain');
	const html = transfer.getData('text/html');
	return text.trim() === '' && html.trim() === '' ? undefined : { html, text };
}

/** Whether HTML comes from a chat, whose links carry exact times; other HTML is only dressed-up text. */
export function isChatHtml(html: string): boolean {
	return /c-message|c-timestamp|data-stringify|\/archives\/[A-Z0-9]+\/p\d{16}/.test(html);
}
