import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { LooseFile } from '../evidence/sources.ts';
import { notFound, ok, refuse, type Outcome } from '../refusal.ts';
import type { Services } from '../services.ts';
import { leadOf } from './lead.ts';
import { maybeOption, option, type Command, type CommandRequest } from './command.ts';

/** Imports files or folders into an analysis, each as a source of its own, in the name of the analysis' lead. */
export const importCommand: Command = {
	where: 'beside',
	name: 'import',
	usage: 'import FILE… --analysis ID [--format F] [--zone Z] [--recorded-from T] [--offset D]',
	summary: 'Imports files (a folder counts as one) as evidence, in the name of the lead.',
	required: ['analysis'],
	optional: ['format', 'zone', 'recorded-from', 'offset'],
	files: [1, 10_000],
	async run(services, request) {
		const analysisId = option(request, 'analysis');
		const lead = await leadOf(services, analysisId);
		if (!lead) return notFound('analysis');
		const lines: string[] = [];
		const sources: object[] = [];
		for (const path of request.files) {
			const source = await importOne(services, lead.id, analysisId, path, request);
			if (!source.ok) {
				const before = lines.length === 0 ? '' : ` ${lines.length} before it were imported.`;
				return refuse(source.refusal.code, `${basename(path)}: ${source.refusal.message}${before}`);
			}
			const { id, format, name, counts, first, last } = source.value;
			lines.push(
				`${id}  ${name}: ${counts.records} records, ${counts.skipped} lines skipped (${format ?? 'no format'})`,
			);
			sources.push({ id, format, name, counts, first, last });
		}
		return ok({ text: lines.join('\n'), json: { sources } });
	},
};

async function importOne(
	{ evidence: { sources } }: Services,
	leadId: string,
	analysisId: string,
	path: string,
	request: CommandRequest,
) {
	const files = await filesAt(path);
	if (!files.ok) return files;
	const added = await sources.add(leadId, analysisId, files.value, {
		options: {
			format: maybeOption(request, 'format'),
			zone: maybeOption(request, 'zone'),
			recordedFrom: maybeOption(request, 'recorded-from'),
			offset: maybeOption(request, 'offset'),
		},
	});
	if (!added.ok) return added;
	await sources.settled(added.value.id);
	const view = await sources.get(leadId, analysisId, added.value.id);
	if (view.ok && view.value.status !== 'ready')
		return refuse('invalid', view.value.refusal ?? 'It needs an answer in the browser before it can count.');
	return view;
}

/** The file, or everything below the folder, in the order of their paths. */
async function filesAt(path: string): Promise<Outcome<LooseFile[]>> {
	const found = await stat(path).catch(() => undefined);
	if (!found) return refuse('not_found', 'There is no such file. Nothing was imported.');
	if (found.isFile()) return ok([{ path: basename(path), content: lazily(path) }]);
	const entries = await readdir(path, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
		.map((entry) => relative(path, join(entry.parentPath, entry.name)))
		.toSorted();
	if (files.length === 0) return refuse('invalid', 'The folder is empty. Nothing was imported.');
	return ok(files.map((file) => ({ path: file, content: lazily(join(path, file)) })));
}

/** Opened when it is read: a folder may hold more files than a process may have open. */
async function* lazily(path: string): AsyncIterable<Uint8Array> {
	for await (const part of createReadStream(path)) yield part as Buffer;
}
