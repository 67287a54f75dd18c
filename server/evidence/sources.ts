/** Sources: added, read in the worker, shown before they count, confirmed, undone whole. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { holdAnalysis } from '#db/hold.ts';
import type { CoreDb } from '#db/open.server.ts';
import {
	deleteSource,
	findSameSource,
	findSource,
	insertSource,
	isBlobUsed,
	listAllSources,
	listSources,
	updateSource,
	type SourceRow,
} from '#db/source.ts';
import { can, type Actor } from '#lib/model/access.ts';
import { newId } from '#lib/model/ids.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { listPictureBlobs } from '#db/picture.ts';
import { BlobKeeper } from './blob-keeper.ts';
import type { BlobStore } from './blob-store.ts';
import type { ImportResult } from './import-job.ts';
import { ImportQueue } from './import-queue.ts';
import { optionsText, readOptions, type OptionInput } from './options.ts';
import type { SourceFile, SourceOptions } from './record.ts';
import { filesOf, noCounts, optionsOf, sourceView, type SourceView } from './source-view.ts';
import { identify, plainName, readColumns, streamOf, unsaid, uploadsOf } from './source-row.ts';
import type { RecordStore } from './store.ts';
import { readUpload } from './upload.ts';

/** That a source came further or changed its state. */
export interface SourceChange {
	readonly analysisId: string;
	readonly sourceId: string;
	readonly status: SourceRow['status'] | 'removed';
	readonly progress: number;
}

export interface SourcesDeps {
	readonly db: CoreDb;
	readonly store: RecordStore;
	readonly blobs: BlobStore;
	readonly blobFolder: string;
	/** Where record files are built aside. */
	readonly buildFolder: string;
	readonly maxBytes: number;
	standing(userId: string, analysisId: string): Promise<Actor>;
	onChange(change: SourceChange): void;
	onBug(error: unknown, sourceId: string): void;
	readonly now: () => number;
}

export interface NewSource {
	readonly files: readonly SourceFile[];
	readonly options: OptionInput;
	readonly name?: string | undefined;
	/** Stop at `proposed`, to be confirmed. */
	readonly hold?: boolean | undefined;
}

export interface Paste {
	readonly html?: string | undefined;
	readonly text: string;
	readonly name?: string | undefined;
	readonly options: OptionInput;
	readonly hold?: boolean | undefined;
}

export interface SourceChanges {
	readonly name?: string | undefined;
	readonly zone?: string | undefined;
	readonly year?: string | number | undefined;
	readonly date?: string | undefined;
	readonly recordedFrom?: string | undefined;
	readonly offset?: string | number | undefined;
	/** Let it count. */
	readonly confirm?: boolean | undefined;
}

export interface Sources {
	/** Streams an upload in and starts to read it. Adding the same bytes with the same options again finds the same source. */
	upload(userId: string, analysisId: string, request: Request): Promise<Outcome<{ id: string }>>;
	/** The same for what was pasted. */
	paste(userId: string, analysisId: string, paste: Paste): Promise<Outcome<{ id: string }>>;
	/** The same for bytes at hand: the sample, the command line. */
	add(
		userId: string,
		analysisId: string,
		files: readonly LooseFile[],
		source: Omit<NewSource, 'files'>,
	): Promise<Outcome<{ id: string }>>;
	list(userId: string, analysisId: string): Promise<Outcome<readonly SourceView[]>>;
	get(userId: string, analysisId: string, sourceId: string): Promise<Outcome<SourceView>>;
	/** Renames it, reads it anew with other options, or confirms it. */
	change(
		userId: string,
		analysisId: string,
		sourceId: string,
		changes: SourceChanges,
	): Promise<Outcome<SourceView>>;
	/** Undoes the import whole: records, files, bytes that nothing else needs. */
	remove(userId: string, analysisId: string, sourceId: string): Promise<Outcome<void>>;
	/** Resolves once it is no longer being read. */
	settled(sourceId: string): Promise<void>;
	/** Removes what a killed process left, and goes on with what it was reading. */
	recover(): Promise<void>;
	close(): Promise<void>;
}

/** A file in memory or as a stream. */
export interface LooseFile {
	readonly path: string;
	readonly content: Uint8Array | string | AsyncIterable<Uint8Array>;
}

const cannotWrite = 'Only analysts of this analysis can add or change evidence. Nothing was changed.';

export function createSources(deps: SourcesDeps): Sources {
	const { db, store, blobs, now } = deps;
	mkdirSync(deps.buildFolder, { recursive: true, mode: 0o700 });
	const queue = new ImportQueue(deps.blobFolder);
	const reading = new Map<string, Promise<void>>();
	const keeper = new BlobKeeper(
		blobs,
		(sha256) => isBlobUsed(db, sha256),
		() => reading.size === 0,
	);
	let builds = 0;

	async function analysisZone(analysisId: string): Promise<string> {
		const row = await db
			.selectFrom('analysis')
			.select('zone')
			.where('id', '=', analysisId)
			.executeTakeFirst();
		return row?.zone ?? 'UTC';
	}

	async function mayWrite(userId: string, analysisId: string): Promise<Outcome<Actor>> {
		const actor = await deps.standing(userId, analysisId);
		if (!can(actor, 'read', { is: 'evidence' })) return notFound('analysis');
		return can(actor, 'write', { is: 'evidence' }) ? ok(actor) : forbidden(cannotWrite);
	}

	async function findReadable(
		userId: string,
		analysisId: string,
		sourceId: string,
	): Promise<SourceRow | undefined> {
		const actor = await deps.standing(userId, analysisId);
		return can(actor, 'read', { is: 'evidence' }) ? findSource(db, analysisId, sourceId) : undefined;
	}

	async function insert(
		userId: string,
		analysisId: string,
		source: NewSource,
	): Promise<Outcome<{ id: string }>> {
		const zone = await analysisZone(analysisId);
		const options = readOptions(source.options, zone);
		if (!options.ok) return options;
		if (source.files.length === 0) return refuse('invalid', 'There was no file in it. Nothing was imported.');
		const { sha256, fileName, bytes } = identify(source.files);
		const text = optionsText(options.value);
		const id = newId('source');
		const goal = source.hold === true ? 'proposed' : 'ready';
		const same = await db.transaction().execute(async (trx) => {
			await holdAnalysis(trx, analysisId);
			const known = await findSameSource(trx, analysisId, sha256, text);
			if (known) return known;
			await insertSource(trx, {
				id,
				analysis_id: analysisId,
				format: null,
				name: source.name?.trim() || plainName(fileName),
				file_name: fileName,
				sha256,
				bytes,
				status: 'reading',
				goal,
				progress: 0,
				zone: options.value.zone ?? null,
				recorded_from_us: options.value.recordedFromUs ?? null,
				offset_us: options.value.offsetUs ?? 0,
				options_json: text,
				assumptions_json: '[]',
				counts_json: JSON.stringify(noCounts),
				first_us: null,
				last_us: null,
				skipped_json: '[]',
				files_json: JSON.stringify(source.files),
				refusal: null,
				added_by: userId,
				added_at: now(),
			});
			return undefined;
		});
		if (!same)
			start(id, {
				analysisId,
				zone,
				uploads: source.files,
				options: options.value,
				goal,
				keepName: source.name !== undefined,
			});
		else if (same.status === 'proposed' && goal === 'ready') await restart(same, optionsOf(same), 'ready');
		return ok({ id: same?.id ?? id });
	}

	interface Reading {
		readonly analysisId: string;
		readonly zone: string;
		readonly uploads: readonly SourceFile[];
		readonly options: SourceOptions;
		readonly goal: 'proposed' | 'ready';
		readonly keepName: boolean;
		/** What it was before it was read anew: a refusal goes back to that. */
		readonly before?: SourceRow | undefined;
	}

	function start(sourceId: string, job: Reading): void {
		const done = read(sourceId, job)
			.catch((error: unknown) => deps.onBug(error, sourceId))
			.finally(() => {
				if (reading.get(sourceId) === done) reading.delete(sourceId);
				return keeper.tidy();
			});
		reading.set(sourceId, done);
	}

	async function read(sourceId: string, job: Reading): Promise<void> {
		const change = (status: SourceRow['status'], progress: number) =>
			deps.onChange({ analysisId: job.analysisId, sourceId, status, progress });
		const target = join(deps.buildFolder, `${sourceId}-${++builds}.db`);
		let writtenAt = now();
		let result: ImportResult | undefined;
		try {
			result = await queue.run({
				id: sourceId,
				bytes: job.uploads.reduce((sum, file) => sum + file.bytes, 0),
				job: {
					uploads: job.uploads,
					target,
					maxBytes: deps.maxBytes,
					options: job.options,
					zone: job.zone,
					nowUs: now() * 1000,
				},
				// Those that are part of the source once it is read are used by then, and stay.
				stored: (sha256) => keeper.doubt(sha256),
				progress(done) {
					change('reading', done);
					// The bar of whoever looks later comes from the row; once a second is often enough.
					if (now() - writtenAt < 1000) return;
					writtenAt = now();
					updateSource(db, sourceId, { progress: done }).catch((error: unknown) =>
						deps.onBug(error, sourceId),
					);
				},
			});
		} catch (error) {
			deps.onBug(error, sourceId);
			result = {
				ok: false,
				message:
					'Reading this met a mistake in Second Story. Nothing was imported; the file is safe with you, please report what kind it is.',
			};
		}
		if (!result) return;
		const missing = result.ok
			? result.summary.assumptions.find((assumption) => assumption.value === null)
			: undefined;
		const isProposal = job.goal === 'proposed' || job.before?.status === 'proposed';
		if (!result.ok) await refused(sourceId, job, result.message);
		else if (missing && !isProposal) {
			rmSync(target, { force: true });
			await refused(sourceId, job, unsaid(missing.what, missing.because));
		} else {
			await store.adopt(sourceId, target);
			const status = missing ? 'proposed' : job.goal;
			const found = await updateSource(db, sourceId, readColumns(result.summary, status, job));
			// Removed while it was being read: what was just adopted goes too.
			if (!found) await store.remove(sourceId);
			else change(status, 1000);
		}
	}

	async function refused(sourceId: string, job: Reading, message: string): Promise<void> {
		const { before } = job;
		if (before) {
			const { id: _id, ...columns } = before;
			await updateSource(db, sourceId, { ...columns, refusal: message });
			deps.onChange({
				analysisId: job.analysisId,
				sourceId,
				status: before.status,
				progress: before.progress,
			});
			return;
		}
		await updateSource(db, sourceId, { status: 'refused', refusal: message, progress: 0, files_json: '[]' });
		await keeper.drop(job.uploads);
		deps.onChange({ analysisId: job.analysisId, sourceId, status: 'refused', progress: 0 });
	}

	/** Reads a source anew from its raw bytes. */
	async function restart(row: SourceRow, options: SourceOptions, goal: 'proposed' | 'ready'): Promise<void> {
		const zone = await analysisZone(row.analysis_id);
		await updateSource(db, row.id, {
			status: 'reading',
			goal,
			progress: 0,
			refusal: null,
			zone: options.zone ?? null,
			recorded_from_us: options.recordedFromUs ?? null,
			offset_us: options.offsetUs ?? 0,
			options_json: optionsText(options),
		});
		// Once it has a format it keeps it: another one would number its records differently.
		const kept = row.format === null ? options : { ...options, format: row.format };
		start(row.id, {
			analysisId: row.analysis_id,
			zone,
			uploads: uploadsOf(row),
			options: kept,
			goal,
			keepName: true,
			before: row,
		});
	}

	const sources: Sources = {
		async upload(userId, analysisId, request) {
			const actor = await mayWrite(userId, analysisId);
			if (!actor.ok) return actor;
			return keeper.during(async (stored) => {
				const upload = await readUpload(request, blobs, deps.maxBytes, stored);
				if (!upload.ok) return upload;
				const { files, fields } = upload.value;
				return insert(userId, analysisId, {
					files,
					options: fields,
					name: fields['name'],
					hold: fields['hold'] === 'true' || fields['hold'] === '1',
				});
			});
		},
		async paste(userId, analysisId, paste) {
			const isHtml = paste.html !== undefined && paste.html.trim() !== '';
			const content = isHtml ? (paste.html ?? '') : paste.text;
			if (content.trim() === '')
				return refuse('invalid', 'There were no words in what you pasted. Nothing was imported.');
			return sources.add(userId, analysisId, [{ path: isHtml ? 'paste.html' : 'paste.txt', content }], {
				options: paste.options,
				name: paste.name,
				hold: paste.hold,
			});
		},
		async add(userId, analysisId, files, source) {
			const actor = await mayWrite(userId, analysisId);
			if (!actor.ok) return actor;
			return keeper.during(async (stored) => {
				const kept: SourceFile[] = [];
				for (const { path, content } of files) {
					const blob = await blobs.put(streamOf(content), deps.maxBytes);
					stored(blob.sha256);
					kept.push({ path, ...blob });
				}
				return insert(userId, analysisId, { ...source, files: kept });
			});
		},
		async list(userId, analysisId) {
			const actor = await deps.standing(userId, analysisId);
			if (!can(actor, 'read', { is: 'evidence' })) return notFound('analysis');
			return ok((await listSources(db, analysisId)).map(sourceView));
		},
		async get(userId, analysisId, sourceId) {
			const row = await findReadable(userId, analysisId, sourceId);
			return row ? ok(sourceView(row)) : notFound('source');
		},
		async change(userId, analysisId, sourceId, changes) {
			const row = await findReadable(userId, analysisId, sourceId);
			if (!row) return notFound('source');
			const actor = await mayWrite(userId, analysisId);
			if (!actor.ok) return actor;
			const { name, confirm, ...input } = changes;
			const before = optionsOf(row);
			const options = readOptions(input, input.zone ?? before.zone ?? (await analysisZone(analysisId)));
			if (!options.ok) return options;
			const wanted: SourceOptions = {
				...before,
				...options.value,
				...(input.offset === undefined ? {} : { offsetUs: options.value.offsetUs }),
			};
			const isReread = optionsText(wanted) !== optionsText(before);
			if (row.status === 'refused')
				return refuse('conflict', 'This file was refused and nothing of it was kept. Add it again instead.');
			if (row.status === 'reading' && (isReread || confirm))
				return refuse('conflict', 'It is still being read. Wait until it is done, then change it.');
			const cleaned = name?.trim().slice(0, 200);
			if (cleaned) await updateSource(db, sourceId, { name: cleaned });
			const current = { ...row, name: cleaned || row.name };
			if (isReread) await restart(current, wanted, confirm || row.status === 'ready' ? 'ready' : 'proposed');
			else if (confirm && row.status === 'proposed') {
				const missing = sourceView(row).assumptions.find((assumption) => assumption.value === null);
				if (missing) return refuse('invalid', unsaid(missing.what, missing.because));
				await updateSource(db, sourceId, { status: 'ready' });
				deps.onChange({ analysisId, sourceId, status: 'ready', progress: 1000 });
			}
			return sources.get(userId, analysisId, sourceId);
		},
		async remove(userId, analysisId, sourceId) {
			const row = await findReadable(userId, analysisId, sourceId);
			if (!row) return notFound('source');
			const actor = await deps.standing(userId, analysisId);
			if (!can(actor, 'delete', { is: 'evidence' })) return forbidden(cannotWrite);
			await deleteSource(db, sourceId);
			await queue.cancel(sourceId);
			await reading.get(sourceId);
			await store.remove(sourceId);
			await keeper.drop(
				[...filesOf(row), { sha256: row.sha256 }].filter(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256)),
			);
			deps.onChange({ analysisId, sourceId, status: 'removed', progress: 0 });
			return ok(undefined);
		},
		async settled(sourceId) {
			await reading.get(sourceId);
		},
		async recover() {
			for (const name of readdirSync(deps.buildFolder)) rmSync(join(deps.buildFolder, name), { force: true });
			const rows = await listAllSources(db);
			const wanted = new Set([
				...rows.flatMap((row) => [row.sha256, ...filesOf(row).map((file) => file.sha256)]),
				...(await listPictureBlobs(db)),
			]);
			blobs.sweep((sha256) => wanted.has(sha256));
			await store.sweep(new Set(rows.map((row) => row.id)));
			for (const row of rows.filter(({ status }) => status === 'reading')) {
				// Read once more; a file that ends the process twice is refused.
				if (row.progress < 0)
					await refused(
						row.id,
						{
							analysisId: row.analysis_id,
							zone: 'UTC',
							uploads: filesOf(row),
							options: {},
							goal: 'ready',
							keepName: true,
						},
						'The server stopped twice while it read this file. Nothing was imported; split it and add its parts.',
					);
				else {
					await updateSource(db, row.id, { progress: -1 });
					start(row.id, {
						analysisId: row.analysis_id,
						zone: await analysisZone(row.analysis_id),
						uploads: uploadsOf(row),
						options: optionsOf(row),
						goal: row.goal,
						keepName: true,
					});
				}
			}
		},
		async close() {
			await queue.close();
			await Promise.allSettled(reading.values());
		},
	};
	return sources;
}
