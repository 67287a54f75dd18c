import type { Source } from './evidence-api.ts';

/** Which dialog about a source is open. */
export interface SourceTask {
	readonly is: 'rename' | 'clock' | 'report' | 'undo';
	readonly source: Source;
}
