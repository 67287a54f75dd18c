/** From a file to a picture of the analysis, with what is said while it goes. */
import { parseId, type AnalysisId } from '#lib/model/ids.ts';
import type { NewPicture } from './pictures.ts';

const kinds = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];
export const pictureTypes = kinds.join(',');
const mostBytes = 10 * 1024 * 1024;
/** A photograph is shown some 650 pixels wide, and twice that on fine screens. */
const widest = 2600;

export type Sent =
	| { readonly ok: true; readonly picture: NewPicture }
	| { readonly ok: false; readonly sentence: string };

/** The files that could be pictures among those on a clipboard or in a hand. */
export function picturesIn(data: DataTransfer | null): readonly File[] {
	// Spreadsheets put a picture of their cells beside the words, which are what is meant.
	if (!data || data.getData('text/plain') !== '') return [];
	return [...data.files];
}

/** `went` hears 0 to 1. What a camera wrote into a photograph is left behind here, and again by the server. */
export async function sendPicture(
	analysis: AnalysisId,
	file: File,
	went: (share: number) => void,
): Promise<Sent> {
	const named = file.name === '' ? 'That' : `“${file.name}”`;
	if (!kinds.includes(file.type))
		return refused(
			`${named} is no picture that can be shown here: PNG, JPEG, WebP or GIF. Nothing was added.`,
		);
	const body = file.type === 'image/jpeg' ? await redrawn(file) : file;
	if (body === undefined) return refused(`${named} could not be read as a picture. Nothing was added.`);
	if (body.size > mostBytes)
		return refused(
			`${named} is larger than 10 MiB. Nothing was added; make it smaller, or import it as evidence.`,
		);
	return send(`/api/v1/analyses/${analysis}/pictures`, body, went);
}

const refused = (sentence: string): Sent => ({ ok: false, sentence });

/** A photograph upright, no larger than it is looked at, and without where and when it was taken. */
async function redrawn(file: File): Promise<Blob | undefined> {
	try {
		const bitmap = await createImageBitmap(file);
		const scale = Math.min(1, widest / Math.max(bitmap.width, bitmap.height));
		const canvas = document.createElement('canvas');
		canvas.width = Math.max(1, Math.round(bitmap.width * scale));
		canvas.height = Math.max(1, Math.round(bitmap.height * scale));
		canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
		bitmap.close();
		const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
		return blob ?? undefined;
	} catch {
		return undefined;
	}
}

/** `fetch` cannot tell how much has gone. */
function send(path: string, body: Blob, went: (share: number) => void): Promise<Sent> {
	return new Promise((resolve) => {
		const request = new XMLHttpRequest();
		request.open('POST', path);
		request.responseType = 'json';
		request.upload.addEventListener('progress', ({ loaded, total }) => went(total > 0 ? loaded / total : 0));
		request.addEventListener('load', () => {
			const answer = request.response as {
				readonly id?: unknown;
				readonly width?: number;
				readonly height?: number;
				readonly error?: { readonly message?: string };
			} | null;
			const pictureId = parseId('picture', answer?.id);
			if (request.status < 300 && pictureId)
				resolve({ ok: true, picture: { pictureId, width: answer?.width ?? 0, height: answer?.height ?? 0 } });
			else
				resolve(
					refused(answer?.error?.message ?? `The server answered ${request.status}. Nothing was added.`),
				);
		});
		request.addEventListener('error', () =>
			resolve(
				refused(
					'The connection broke off. Nothing was added; add the picture again when you are back online.',
				),
			),
		);
		request.send(body);
	});
}
