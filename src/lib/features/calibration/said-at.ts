/** When a comment was written, as short as it may be: "just now", "4 min", "Today, 08:52", "Mon 23 Mar". */
export function saidAt(iso: string, now: number, zone?: string): string {
	const at = Date.parse(iso);
	if (Number.isNaN(at)) return '';
	const minutes = Math.floor((now - at) / 60_000);
	if (minutes < 1) return 'just now';
	if (minutes < 60) return `${minutes} min`;
	const part = (options: Intl.DateTimeFormatOptions, when = at) =>
		new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).format(when);
	const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
	if (part(day) === part(day, now)) return `Today, ${part({ hour: '2-digit', minute: '2-digit' })}`;
	const isThisYear = part({ year: 'numeric' }) === part({ year: 'numeric' }, now);
	return part({
		weekday: 'short',
		day: 'numeric',
		month: 'short',
		...(!isThisYear && { year: 'numeric' }),
	}).replace(',', '');
}
