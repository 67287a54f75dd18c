/** How what a text cites is said to someone: times of events, words of records, and of quotes as far as consent goes. */
import { anchorOf, type When } from '#lib/model/time.ts';
import { printWhen } from '#lib/model/time-text.ts';
import { eventsById, readTimeline } from '#lib/model/timeline.ts';
import type { Actor } from '#lib/model/access.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import type { Block } from '#lib/model/prose.ts';
import type { Wording } from '#lib/model/prose-print.ts';
import type { Quote } from '../account/sharing.ts';
import type { Trace } from '../account/ports.ts';
import type { Outcome } from '../refusal.ts';
import type { NarrativePorts } from './narrative.ts';

export interface WordingPorts extends Pick<NarrativePorts, 'read'> {
	zoneOf(analysisId: string): Promise<string>;
	/** The records that still exist among those asked for. */
	traces(analysis: AnalysisId, ids: readonly string[]): Promise<readonly Trace[]>;
	/** Quotes, their words as far as this user may read them. */
	quotes(userId: string, analysisId: string): Promise<Outcome<readonly Quote[]>>;
}

/** Fetches at once whatever the blocks cite. */
export async function wordingOf(
	ports: WordingPorts,
	actor: Actor,
	analysis: AnalysisId,
	blocks: readonly Block[],
): Promise<Wording> {
	const zone = await ports.zoneOf(analysis);
	const times = await ports.read({ analysis, kind: 'timeline' }, (doc) => {
		const timeline = readTimeline(doc);
		const { events } = timeline;
		const anchors = events.map(({ when }) => anchorOf(when)).filter((at) => at !== undefined);
		const near = anchors[Math.floor(anchors.length / 2)] ?? 0;
		// When it began: a chip is a moment in a sentence.
		const began = ({ end: _end, ...start }: When) => printWhen(start, { zone, near }, 'short');
		return new Map([...eventsById(timeline)].map(([id, { when }]) => [id, began(when)]));
	});
	const traces = new Map((await ports.traces(analysis, recordsIn(blocks))).map((trace) => [trace.id, trace]));
	const answered = await ports.quotes(actor.userId, analysis);
	const quotes = new Map((answered.ok ? answered.value : []).map((quote) => [quote.id, quote]));
	return {
		event: (id) => (id && times.get(id)) ?? 'an event that was removed',
		picture: (id) => id && `/api/v1/analyses/${analysis}/pictures/${id}`,
		quote(block) {
			if (block.is === 'account') {
				const quote = block.quoteId && quotes.get(block.quoteId);
				return quote && quote.text !== '' ? { text: `“${quote.text}”`, source: quote.person } : undefined;
			}
			const trace = block.recordId && traces.get(block.recordId);
			if (!trace) return undefined;
			const mono = trace.kind === 'log' || trace.kind === 'commit';
			const words = trace.text.slice(block.start ?? 0, block.end);
			const source = [mono ? null : trace.author, trace.source, trace.at];
			return {
				text: mono ? words : `“${words}”`,
				source: source.filter((part) => part !== null).join(', '),
				mono,
			};
		},
	};
}

function recordsIn(blocks: readonly Block[]): readonly string[] {
	return blocks.flatMap((block) => {
		if (block.is === 'record') return block.recordId ?? [];
		if (block.is === 'quote') return recordsIn(block.blocks);
		if (block.is === 'picture') return recordsIn(block.blocks);
		if (block.is === 'table') return block.rows.flat().flatMap(recordsIn);
		return block.is === 'list' ? block.items.flatMap(recordsIn) : [];
	});
}
