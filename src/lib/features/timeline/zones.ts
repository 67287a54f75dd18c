/** The zones one may want times in: UTC, those of the analysis, and one's own. */
export function zoneOptions(names: readonly string[]): { value: string; label: string }[] {
	const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
	return [...new Set(['UTC', ...names, own])].map((name) => {
		const words = name.replaceAll('_', ' ');
		return { value: name, label: name === own && name !== 'UTC' ? `${words} (here)` : words };
	});
}
