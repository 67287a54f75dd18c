/** Pictures in the texts of an analysis: added by those who write them, read by those who read what they stand in. */
import { findPicture, insertPicture } from '#db/picture.ts';
import type { CoreDb } from '#db/open.server.ts';
import type { PictureTable } from '#db/calibration-tables.ts';
import { can, type Actor } from '#lib/model/access.ts';
import { newId, type PictureId } from '#lib/model/ids.ts';
import { allBlocks, type StorySnapshot } from '#lib/model/story.ts';
import type { BlobStore } from '../evidence/blob-store.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { cleanPicture, type PictureKind } from './clean.ts';

export interface AddedPicture {
	readonly id: PictureId;
	readonly width: number;
	readonly height: number;
	/** As kept. */
	readonly bytes: number;
}
export interface PictureBytes {
	readonly kind: PictureKind;
	readonly bytes: Buffer;
}

export interface Pictures {
	/** Keeps a picture without what its camera wrote into it. What it is, its bytes say, whatever it is called. */
	add(
		userId: string,
		analysisId: string,
		body: ReadableStream<Uint8Array> | null,
	): Promise<Outcome<AddedPicture>>;
	read(userId: string, analysisId: string, pictureId: string): Promise<Outcome<PictureBytes>>;
	/** One that stands in a story; who may read the story was asked before. */
	ofStory(
		found: { readonly analysisId: string; readonly story: Pick<StorySnapshot, 'blocks'> },
		pictureId: string,
	): Promise<Outcome<PictureBytes>>;
	/** All that stand in a story, as addresses that need no network. */
	inlined(analysisId: string, story: Pick<StorySnapshot, 'blocks'>): Promise<ReadonlyMap<string, string>>;
}

export interface PicturesDeps {
	readonly db: CoreDb;
	readonly blobs: BlobStore;
	standing(userId: string, analysisId: string): Promise<Actor>;
	readonly now?: () => number;
}

/** A screenshot has one of these; a photograph of a whiteboard is made smaller by the page before it is sent. */
const mostBytes = 10 * 1024 * 1024;

export function createPictures({ db, blobs, standing, now = Date.now }: PicturesDeps): Pictures {
	const bytesOf = (row: PictureTable | undefined): Outcome<PictureBytes> => {
		const bytes = row && blobs.read(row.sha256, 0, row.bytes);
		return row && bytes ? ok({ kind: row.kind, bytes }) : notFound('picture');
	};
	const idsIn = (story: Pick<StorySnapshot, 'blocks'>): ReadonlySet<string> => {
		const ids = new Set<string>();
		for (const block of allBlocks(story.blocks))
			if (block.is === 'picture' && block.pictureId !== null) ids.add(block.pictureId);
		return ids;
	};
	return {
		async add(userId, analysisId, body) {
			const actor = await standing(userId, analysisId);
			if (!can(actor, 'read', { is: 'analysis' })) return notFound('analysis');
			if (!can(actor, 'write', { is: 'pictures' }))
				return forbidden('Only those who write the text can add pictures to it. Nothing was added.');
			const bytes = await collected(body);
			if (bytes === undefined)
				return refuse(
					'too_large',
					'That picture is larger than 10 MiB. Nothing was added; make it smaller, or import it as evidence.',
				);
			const clean = cleanPicture(bytes);
			if (!clean)
				return refuse(
					'invalid',
					'That is no picture that can be shown here: PNG, JPEG, WebP or GIF. Nothing was added.',
				);
			const { sha256 } = await blobs.put(once(clean.bytes), mostBytes);
			const { kind, width, height } = clean;
			const id = newId('picture');
			await insertPicture(db, {
				...{ id, analysis_id: analysisId, sha256, kind, width, height },
				...{ bytes: clean.bytes.length, added_by: userId, added_at: now() },
			});
			return ok({ id, width, height, bytes: clean.bytes.length });
		},
		async read(userId, analysisId, pictureId) {
			const actor = await standing(userId, analysisId);
			if (!can(actor, 'read', { is: 'pictures' })) return notFound('picture');
			return bytesOf(await findPicture(db, analysisId, pictureId));
		},
		async ofStory({ analysisId, story }, pictureId) {
			if (!idsIn(story).has(pictureId)) return notFound('picture');
			return bytesOf(await findPicture(db, analysisId, pictureId));
		},
		async inlined(analysisId, story) {
			const found = new Map<string, string>();
			for (const id of idsIn(story)) {
				const picture = bytesOf(await findPicture(db, analysisId, id));
				if (!picture.ok) continue;
				const { kind, bytes } = picture.value;
				found.set(id, `data:image/${kind};base64,${bytes.toString('base64')}`);
			}
			return found;
		},
	};
}

async function collected(body: ReadableStream<Uint8Array> | null): Promise<Buffer | undefined> {
	const parts: Uint8Array[] = [];
	let size = 0;
	if (body)
		for await (const part of body) {
			size += part.byteLength;
			if (size > mostBytes) return undefined;
			parts.push(part);
		}
	return Buffer.concat(parts);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}
