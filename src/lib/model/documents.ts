/**
 * The documents of an analysis and their names: `analysis/<analysisId>/<kind>[/<subject>]@<epoch>`.
 * A permission boundary is always a document boundary, because whoever may read a Y.Doc has all of it.
 */
import { parseId, type AnalysisId } from './ids.ts';

export const plainKinds = ['room', 'timeline', 'inquiry', 'notes', 'narrative'] as const;
export const subjectKinds = ['interview', 'aside', 'account', 'review', 'stage', 'floor', 'console'] as const;

export type DocumentKind = (typeof plainKinds)[number] | (typeof subjectKinds)[number];

/** One document, whatever its epoch. */
export interface DocumentRef {
	readonly analysis: AnalysisId;
	readonly kind: DocumentKind;
	/** The interview, person or review it is about; absent for the kinds an analysis has one of. */
	readonly subject?: string;
}

/**
 * Raised with every change of what documents may hold (model/SPEC.md, rules SV). Travels in the socket URL:
 * an older client is read-only on prose and told to reload.
 */
export const schemaVersion = 2;

/** The kinds whose text y-prosemirror would prune with an older schema. */
export const proseKinds: ReadonlySet<DocumentKind> = new Set<DocumentKind>(['notes', 'narrative']);

/** The kinds a browser may keep a local copy of (DESIGN §5.8). */
export const keptLocally: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
	'timeline',
	'notes',
	'narrative',
	'account',
]);

const pattern = /^analysis\/(ana_[0-9a-z]{4,40})\/([a-z]+)(?:\/([a-z]{3}_[0-9a-z]{4,40}))?(?:@(\d{1,9}))?$/;

/** The name without its epoch: the key of table `document`. */
export function documentName({ analysis, kind, subject }: DocumentRef): string {
	return subject === undefined ? `analysis/${analysis}/${kind}` : `analysis/${analysis}/${kind}/${subject}`;
}

/**
 * What a name means. Undefined for everything that is not exactly a name of ours; `epoch` is undefined when the
 * name says none, which means the current one.
 */
export function parseDocumentName(
	name: string,
): { readonly ref: DocumentRef; readonly epoch: number | undefined } | undefined {
	if (name.length > 160) return undefined;
	const match = pattern.exec(name);
	if (!match) return undefined;
	const [, analysisText, kindText, subject, epochText] = match;
	const analysis = parseId('analysis', analysisText);
	if (analysis === undefined) return undefined;
	const epoch = epochText === undefined ? undefined : Number(epochText);
	if (subject === undefined) {
		const kind = plainKinds.find((known) => known === kindText);
		return kind && { ref: { analysis, kind }, epoch };
	}
	const kind = subjectKinds.find((known) => known === kindText);
	return kind && { ref: { analysis, kind, subject }, epoch };
}
