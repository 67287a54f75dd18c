/** The narrative as it was last frozen, for people who read and comment and open no document. */
import { can, type Actor } from '#lib/model/access.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { groundsOf, readNarrative } from '#lib/model/narrative.ts';
import type { Block, Passage } from '#lib/model/prose.ts';
import type { Wording } from '#lib/model/prose-print.ts';
import { notFound, ok, type Outcome } from '../refusal.ts';
import { readVersion } from './frozen.ts';
import type { ThreadPorts } from './ports.ts';

/** A passage with what it cites said out. */
export interface DraftPassage extends Pick<
	Passage,
	'passageId' | 'kind' | 'level' | 'text' | 'marks' | 'cell' | 'picture'
> {
	/** In `text` each is one character. */
	readonly chips: readonly { readonly at: number; readonly label: string }[];
	/** Of a quote by reference: its words and whose they are; null while they may not be read. */
	readonly quote: {
		readonly text: string;
		readonly source: string;
		readonly isMono: boolean;
	} | null;
}

export interface Draft {
	/** Of the round that froze it. */
	readonly round: number;
	readonly frozenAt: string;
	readonly title: string;
	readonly words: number;
	readonly passages: readonly DraftPassage[];
}

export interface DraftPorts extends Pick<ThreadPorts, 'standing' | 'frozen'> {
	titleOf(analysisId: string): Promise<string>;
	/** How what these blocks cite is said to someone who reads the draft: only quotes with consent have words. */
	wordingOf(actor: Actor, analysis: AnalysisId, blocks: readonly Block[]): Promise<Wording>;
}

export interface Drafts {
	/** Null as long as no round froze anything. */
	get(userId: string, analysisId: string): Promise<Outcome<Draft | null>>;
}

export function createDrafts(ports: DraftPorts): Drafts {
	return {
		async get(userId, analysisId) {
			const actor = await ports.standing(userId, analysisId);
			if (!can(actor, 'read', { is: 'draft' })) return notFound('analysis');
			const analysis = analysisId as AnalysisId;
			const frozen = await ports.frozen(analysis);
			if (!frozen) return ok(null);
			const passages = readVersion(frozen, readNarrative);
			const quotes = passages.flatMap(({ quote }) => quote ?? []);
			const wording = await ports.wordingOf(actor, analysis, quotes);
			return ok({
				round: frozen.round,
				frozenAt: new Date(frozen.frozenAt).toISOString(),
				title: await ports.titleOf(analysisId),
				words: groundsOf(passages).words,
				passages: passages.map(({ passageId, kind, level, text, marks, chips, quote, cell, picture }) => {
					const said = quote && wording.quote(quote);
					return {
						...{ passageId, kind, level, text, marks },
						...(cell && { cell }),
						...(picture && { picture }),
						chips: chips.map(({ at, eventId }) => ({ at, label: wording.event(eventId) })),
						quote: said ? { text: said.text, source: said.source, isMono: said.mono ?? false } : null,
					};
				}),
			});
		},
	};
}
