import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { eventKinds } from '#lib/model/timeline.ts';
import { notFound, ok, refuse } from '../refusal.ts';
import { mostTimelineBytes } from '../timeline/take-in.ts';
import { maybeOption, option, type Command } from './command.ts';
import { leadOf } from './lead.ts';

/** Takes a timeline of another tool into an analysis, in the name of its lead. */
export const timelineImportCommand: Command = {
	where: 'beside',
	name: 'timeline import',
	usage: 'timeline import FILE --analysis ID [--kind K]',
	summary: 'Takes a timeline (our JSON or CSV, Timesketch, DFIR-IRIS, any table) into an analysis.',
	required: ['analysis'],
	optional: ['kind'],
	files: [1, 1],
	async run(services, request) {
		const analysisId = option(request, 'analysis');
		const said = maybeOption(request, 'kind');
		const kind = eventKinds.find((one) => one === said);
		if (said !== undefined && kind === undefined)
			return refuse(
				'invalid',
				`“${said}” is no kind of event; it can be ${eventKinds.join(', ')}. Nothing was added.`,
			);
		const lead = await leadOf(services, analysisId);
		if (!lead) return notFound('analysis');
		const [path = ''] = request.files;
		const name = basename(path);
		const found = await stat(path).catch(() => undefined);
		if (!found?.isFile()) return refuse('not_found', `There is no file ${name}. Nothing was added.`);
		if (found.size > mostTimelineBytes)
			return refuse('too_large', `${name} is larger than 64 MiB: that is evidence. Nothing was added.`);
		const taken = await services.timelineImport.takeIn(
			lead.id,
			analysisId,
			await readFile(path, 'utf8'),
			kind,
		);
		if (!taken.ok) return refuse(taken.refusal.code, `${name}: ${taken.refusal.message}`);
		const { added, here, uncited, people, unread } = taken.value;
		const notes = [
			...(here > 0 ? [here === 1 ? '1 was there already.' : `${here} were there already.`] : []),
			...(people.length > 0 ? [`New in the cast: ${people.join(', ')}.`] : []),
			...(uncited > 0
				? [`${uncited} citations point at evidence of another analysis and were left out.`]
				: []),
			...unread.map(({ line, reason }) => `Line ${line} was left out. ${reason}`),
		];
		return ok({
			text: [`Added ${added === 1 ? '1 event' : `${added} events`} from ${name}.`, ...notes].join('\n'),
			json: { ...taken.value },
		});
	},
};
