/** What those who are asked in a round read. */
import type { VersionTable } from '#db/calibration-tables.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { readNarrative } from '#lib/model/narrative.ts';
import { parsePassageId } from '#lib/model/prose.ts';
import { resolvePassages } from '../account/resolve-passages.ts';
import { readVersion } from './frozen.ts';
import type { RoundPorts } from './round-ports.ts';

/** Passages of a round in words: as they were copied, and quotes as far as their speakers let them be read now. */
export async function textsOf(
	ports: RoundPorts,
	analysisId: string,
	rows: readonly { readonly passage_id: string; readonly text: string | null }[],
	version: () => Promise<VersionTable>,
): Promise<ReadonlyMap<string, string>> {
	const texts = new Map(rows.flatMap(({ passage_id, text }) => (text === null ? [] : [[passage_id, text]])));
	const quoted = new Set(
		rows.flatMap(({ passage_id, text }) => (text === null ? (parsePassageId(passage_id) ?? []) : [])),
	);
	if (quoted.size === 0) return texts;
	const passages = readVersion(await version(), readNarrative).filter(({ passageId }) =>
		quoted.has(passageId),
	);
	const resolved = await resolvePassages(ports, analysisId as AnalysisId, passages);
	for (const { passageId, quote } of passages) {
		if (quote?.is === 'record' && quote.recordId !== undefined)
			texts.set(passageId, resolved.record(quote.recordId)?.text.slice(quote.start ?? 0, quote.end) ?? '');
		else if (quote?.is === 'account' && quote.quoteId !== undefined)
			texts.set(passageId, resolved.quote(quote.quoteId)?.text ?? '');
	}
	return texts;
}
