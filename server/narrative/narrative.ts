/** The narrative as it is now, for scripts and for reading elsewhere. */
import type * as Y from 'yjs';
import { can, type Actor } from '#lib/model/access.ts';
import type { DocumentRef } from '#lib/model/documents.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { groundsOf, readNarrative, readNarrativeBlocks } from '#lib/model/narrative.ts';
import type { Block, Passage } from '#lib/model/prose.ts';
import { printHtml, printMarkdown, type Wording } from '#lib/model/prose-print.ts';
import { notFound, ok, type Outcome } from '../refusal.ts';

export interface NarrativeView {
	readonly title: string;
	readonly words: number;
	readonly passages: readonly Passage[];
	/** Elements that could not be read, and were left as they are. */
	readonly skipped: number;
}

export interface NarrativePorts {
	standing(userId: string, analysisId: string): Promise<Actor>;
	read<T>(ref: DocumentRef, reader: (doc: Y.Doc) => T): Promise<T>;
	titleOf(analysisId: string): Promise<string>;
	/** How what these blocks cite is said to this actor. */
	wordingOf(actor: Actor, analysis: AnalysisId, blocks: readonly Block[]): Promise<Wording>;
}

export interface Narratives {
	passages(userId: string, analysisId: string): Promise<Outcome<NarrativeView>>;
	/** The whole text, its quotes said out as far as their consent goes. */
	print(userId: string, analysisId: string, format: 'md' | 'html'): Promise<Outcome<string>>;
}

export function createNarratives(ports: NarrativePorts): Narratives {
	async function reader(userId: string, analysisId: string): Promise<Actor | undefined> {
		const actor = await ports.standing(userId, analysisId);
		return can(actor, 'read', { is: 'document', kind: 'narrative' }) ? actor : undefined;
	}
	return {
		async passages(userId, analysisId) {
			if (!(await reader(userId, analysisId))) return notFound('analysis');
			const title = await ports.titleOf(analysisId);
			return ok(
				await ports.read({ analysis: analysisId as AnalysisId, kind: 'narrative' }, (doc) => {
					const passages = readNarrative(doc);
					const { skipped } = readNarrativeBlocks(doc);
					return { title, words: groundsOf(passages).words, passages, skipped };
				}),
			);
		},
		async print(userId, analysisId, format) {
			const actor = await reader(userId, analysisId);
			if (!actor) return notFound('analysis');
			const analysis = analysisId as AnalysisId;
			const { blocks } = await ports.read({ analysis, kind: 'narrative' }, readNarrativeBlocks);
			const title: Block = {
				is: 'heading',
				level: 1,
				content: [{ is: 'text', text: await ports.titleOf(analysisId), marks: [] }],
			};
			const all = [title, ...blocks];
			const wording = await ports.wordingOf(actor, analysis, blocks);
			return ok(format === 'md' ? printMarkdown(all, wording) : printHtml(all, wording));
		},
	};
}
