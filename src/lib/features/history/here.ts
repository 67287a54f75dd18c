/** Some words of the narrative, and the passage that they stand in. */
export interface Here {
	readonly passageId: string;
	readonly start: number;
	readonly end: number;
	readonly quote: string;
	/** All of the passage. */
	readonly text: string;
}
