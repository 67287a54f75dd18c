import { rename, rm, writeFile } from 'node:fs/promises';
import { notFound, ok, refuse } from '../refusal.ts';
import { exportFormats, exportNames } from '../story/export.ts';
import { leadOf } from './lead.ts';
import { option, type Command } from './command.ts';

/** Writes an analysis as it stands into a file. */
export const exportCommand: Command = {
	where: 'beside',
	name: 'export',
	usage: `export ID --format ${exportFormats.join('|')} --out FILE [--names ${exportNames.join('|')}]`,
	summary:
		'Writes an analysis as it stands into a file, replacing it. People are named as in its story, or by their own names.',
	required: ['format', 'out'],
	optional: ['names'],
	words: 1,
	paths: ['out'],
	async run(services, request) {
		const format = exportFormats.find((known) => known === option(request, 'format'));
		if (!format)
			return refuse(
				'invalid',
				`“${option(request, 'format')}” is no format of an export; it can be ${exportFormats.join(', ')}. Nothing was written.`,
			);
		const asked = request.options['names'] ?? 'story';
		const names = exportNames.find((known) => known === asked);
		if (!names)
			return refuse(
				'invalid',
				`Names in an export are as in the story or people’s own: --names ${exportNames.join(' or --names ')}. Nothing was written.`,
			);
		const [id = ''] = request.files;
		const lead = await leadOf(services, id);
		if (!lead) return notFound('analysis');
		const exported = await services.exports.get(lead, id, format, names);
		if (!exported.ok) return exported;
		const out = option(request, 'out');
		const unfinished = `${out}.part`;
		try {
			await writeFile(unfinished, exported.value.text);
			await rename(unfinished, out);
		} catch (error) {
			await rm(unfinished, { force: true });
			const { code } = error as NodeJS.ErrnoException;
			return refuse(
				'unavailable',
				`${out} could not be written (${code ?? 'unknown'}). Nothing was changed.`,
			);
		}
		return ok({ text: `Wrote ${out}.`, json: { file: out, format } });
	},
};
