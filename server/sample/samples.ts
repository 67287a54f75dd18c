/** How far a copy of the sample analysis is. */
export interface SampleProgress {
	/** Of the analysis that it becomes. */
	readonly id: string;
	readonly status: 'loading' | 'ready' | 'failed';
	/** 0 to 1. */
	readonly done: number;
	/** What is being done, or what went wrong, as one line to show. */
	readonly words: string;
}
