/** What a page needs to open one analysis. */
import type { Actor } from './access.ts';

/** The analysis as its pages know it. */
export interface AnalysisView {
	readonly id: string;
	readonly title: string;
	readonly number: string | null;
	readonly summary: string;
	readonly standfirst: string;
	readonly subject: string;
	readonly effort: string;
	readonly stage: string;
	readonly zone: string;
	readonly date: string | null;
	readonly plannedMinutes: number | null;
	readonly usedMinutes: number;
	readonly isSample: boolean;
}

export interface Me {
	readonly id: string;
	readonly kind: 'account' | 'guest';
	readonly name: string;
	readonly colour: number;
}

/** What the server hands a page to open a workspace with. */
export interface WorkspaceData {
	readonly analysis: AnalysisView;
	readonly me: Me;
	readonly actor: Actor;
	/** Current epochs by document name (without `@`), of those the actor may open. */
	readonly epochs: Readonly<Record<string, number>>;
}
