import { rename, rm, writeFile } from 'node:fs/promises';
import { notFound, ok, refuse } from '../refusal.ts';
import { exportFormats } from '../story/export.ts';
import { leadOf } from './lead.ts';
import { option, type Command } from './command.ts';

/** Writes an analysis as it stands into a file. */
export const exportCommand: Command = {
	where: 'beside',
	name: 'export',
	usage: `export ID --format ${exportFormats.join('|')} --out FILE`,
	summary: 'Writes an analysis as it stands into a file, replacing it.',
	required: ['format', 'out'],
	words: 1,
	paths: ['out'],
	async run(services, request) {
		const format = exportFormats.find((known) => known === option(request, 'format'));
		if (!format)
			return refuse(
				'invalid',
				`“${option(request, 'format')}” is no format of an export; it can be ${exportFormats.join(', ')}. Nothing was written.`,
			);
		const [id = ''] = request.files;
		const lead = await leadOf(services, id);
		if (!lead) return notFound('analysis');
		const exported = await services.exports.get(lead, id, format);
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
