/** How the answers about one's passages read, wherever one is asked. Analysts read `askedWords` of calibration. */
export const answerOptions = [
	{ value: 'yes', label: 'Yes, this is right' },
	{ value: 'differs', label: 'Not how I saw it' },
	{ value: 'missing', label: 'Something is missing' },
	{ value: 'not_mine', label: 'Not mine to say' },
] as const;
