/** Takes a multipart body in as it arrives: bytes go to the blob store, never into memory as a whole. */
import { Readable } from 'node:stream';
import Busboy from '@fastify/busboy';
import { ok, refuse, type Outcome } from '../refusal.ts';
import { BlobTooLarge, type BlobStore } from './blob-store.ts';
import type { SourceFile } from './record.ts';

export interface Upload {
	readonly files: readonly SourceFile[];
	readonly fields: Readonly<Record<string, string>>;
}

const mostFiles = 10_000;
const longestField = 10_000;

/** Reads the whole body. What it stored before a refusal is left for `forget`. */
export async function readUpload(
	request: Request,
	blobs: BlobStore,
	maxBytes: number,
	stored: (sha256: string) => void,
): Promise<Outcome<Upload>> {
	const type = request.headers.get('content-type') ?? '';
	const tooLarge = refuse(
		'too_large',
		`That is more than ${sizeText(maxBytes)}, the most this server takes at once. Nothing was imported; split it, or ask whoever runs the server to raise IMPORT_MAX_BYTES.`,
	);
	if (!/^multipart\/form-data\s*;.*boundary=/i.test(type) || !request.body)
		return refuse('invalid', 'Send the file as multipart/form-data, in a part named “file”.');
	// The parts around the files take a little too.
	if (Number(request.headers.get('content-length') ?? 0) > maxBytes + 1024 * 1024) return tooLarge;
	const body = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
	try {
		return ok(await parse(body, type, blobs, maxBytes, stored));
	} catch (error) {
		body.destroy();
		if (error instanceof BlobTooLarge) return tooLarge;
		return refuse(
			'invalid',
			'The upload broke off before its end. Nothing was imported; please add the file again.',
		);
	}
}

function parse(
	body: Readable,
	type: string,
	blobs: BlobStore,
	maxBytes: number,
	stored: (sha256: string) => void,
): Promise<Upload> {
	return new Promise((resolve, reject) => {
		const parser = new Busboy({
			headers: { 'content-type': type },
			preservePath: true,
			limits: { files: mostFiles, fields: 100, fieldSize: longestField },
		});
		const fields: Record<string, string> = {};
		const taking: Promise<SourceFile | undefined>[] = [];
		let taken = 0;
		parser.on('field', (name, value) => {
			fields[name] = value;
		});
		parser.on('file', (_name, stream, fileName) => {
			const metered = meter(stream as AsyncIterable<Uint8Array>, (bytes) => {
				taken += bytes;
				if (taken > maxBytes) throw new BlobTooLarge();
			});
			taking.push(
				blobs.put(metered, maxBytes).then((blob) => {
					stored(blob.sha256);
					return { path: safeName(fileName ?? ''), ...blob };
				}),
			);
			// A refusal is awaited below; without this it would count as unhandled until then.
			taking.at(-1)?.catch(reject);
		});
		parser.on('error', reject);
		body.on('error', reject);
		parser.on('finish', () => {
			Promise.all(taking).then(
				(files) => resolve({ files: files.filter((file) => file !== undefined), fields }),
				reject,
			);
		});
		body.pipe(parser);
	});
}

async function* meter(
	bytes: AsyncIterable<Uint8Array>,
	count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
	for await (const piece of bytes) {
		count(piece.byteLength);
		yield piece;
	}
}

/** A relative path without steps upwards; it names the file and is never used on the disk. */
function safeName(name: string): string {
	const parts = name
		.replaceAll('\\', '/')
		.split('/')
		.filter((part) => part !== '' && part !== '.' && part !== '..');
	return parts.join('/').slice(0, 500) || 'file';
}

/** 8589934592 as "8 GiB". */
function sizeText(bytes: number): string {
	const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
	let value = bytes;
	let unit = 0;
	while (value >= 1024 && unit < units.length - 1) {
		value /= 1024;
		unit++;
	}
	return `${Number(value.toFixed(1))} ${units[unit]}`;
}
