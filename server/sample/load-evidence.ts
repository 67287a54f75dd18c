/** The evidence: each source through the same import as a user's files, with its clock and its start. */
import type { RecordId } from '#lib/model/ids.ts';
import { ok, refuse, type Outcome } from '../refusal.ts';
import type { Copy } from './copy.ts';
import { sampleFile, type SampleSource } from './files.ts';

/** Files of a Slack export that give its people and channels their names: they travel with each channel. */
const slackNames = ['evidence/slack-export/users.json', 'evidence/slack-export/channels.json'];

/** Not evidence of their own: the names of the export, and the cast. */
const isEvidence = ({ kind }: SampleSource) => kind !== 'slack-users' && kind !== 'people-csv';

/** Imports all sources, one after the other as the worker takes them, and finds the records that the sample cites. */
export async function loadEvidence(copy: Copy, onSource: (done: number) => void): Promise<Outcome<void>> {
	const { services, sample, analysis, leadId, records } = copy;
	const { sources } = services.evidence;
	const declared = sample.manifest.sources.filter(isEvidence);
	const ids = new Map<string, string>();
	for (const source of declared) {
		const paths = source.files.map(({ path }) => path);
		const wanted = source.kind === 'slack-export' ? [...slackNames, ...paths] : paths;
		const files = await Promise.all(
			wanted.map(async (path) => ({ path: inside(path), content: await sampleFile(path) })),
		);
		const added = await sources.add(leadId, analysis, files, {
			name: source.title,
			options: {
				recordedFrom: source.recordingStart,
				offset: source.clockOffsetMs ? `${source.clockOffsetMs}ms` : undefined,
			},
		});
		if (!added.ok) return added;
		ids.set(source.id, added.value.id);
	}
	for (const [index, { id, title }] of declared.entries()) {
		const sourceId = ids.get(id) ?? '';
		await sources.settled(sourceId);
		const view = await sources.get(leadId, analysis, sourceId);
		if (!view.ok) return view;
		if (view.value.status !== 'ready')
			return refuse('unavailable', `${title} could not be read: ${view.value.refusal ?? 'it did not finish'}.`);
		onSource((index + 1) / declared.length);
	}
	for (const { id } of sample.timeline.records) {
		const [source = '', key = ''] = id.split(/\/(.*)/s);
		const found = await services.evidence.records.byKey(leadId, analysis, ids.get(source) ?? '', key);
		if (!found.ok) return found;
		records.set(id, found.value.id as RecordId);
	}
	return ok(undefined);
}

/** Its path inside what a user would upload. */
const inside = (path: string) => path.replace(/^evidence\/(?:slack-export\/)?/, '');
