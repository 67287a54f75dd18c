const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** “Sofia”, “Sofia and Marcus”, “Sofia, Hana and Marcus”. */
export function listed(names: readonly string[]): string {
	return conjunction.format(names);
}
