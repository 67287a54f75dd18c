/** Instants of records as people read them: in a zone, as exactly as they are known and no more. */

/** How exactly an instant is known (server/evidence/record.ts). */
export type Precision = 'microsecond' | 'millisecond' | 'second' | 'minute' | 'day' | 'order';

const formats = new Map<string, Intl.DateTimeFormat>();
function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = `${zone} ${JSON.stringify(options)}`;
	let found = formats.get(key);
	if (!found) {
		found = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options });
		formats.set(key, found);
	}
	return found;
}

/** `02:33:12`; `02:33` when only the minute is known, an empty text when not even the hour is. */
export function clock(us: number, zone: string, precision: Precision = 'second'): string {
	if (precision === 'day' || precision === 'order') return '';
	const seconds = precision === 'minute' ? {} : { second: '2-digit' as const };
	return format(zone, { hour: '2-digit', minute: '2-digit', ...seconds }).format(us / 1000);
}

/** `02:33:12.004`, for the one place where the fraction matters. */
export function exactClock(us: number, zone: string): string {
	const fraction = ((us % 1_000_000) + 1_000_000) % 1_000_000;
	const digits = String(fraction).padStart(6, '0').replace(/0+$/, '');
	return clock(us, zone) + (digits === '' ? '' : `.${digits}`);
}

/** `11 March 2026`. */
export function day(us: number, zone: string): string {
	return format(zone, { day: 'numeric', month: 'long', year: 'numeric' }).format(us / 1000);
}

/** `11 Mar`. */
export function shortDay(us: number, zone: string): string {
	return format(zone, { day: 'numeric', month: 'short' }).format(us / 1000);
}

/** `Mar 2026`. */
export function monthOf(us: number, zone: string): string {
	return format(zone, { month: 'short', year: 'numeric' }).format(us / 1000);
}

/** `1 min 17 s`, `2 h 5 min`, `3 days`: how far two instants are apart, in at most two units. */
export function apart(us: number): string {
	const seconds = Math.round(Math.abs(us) / 1_000_000);
	if (seconds < 1) return 'less than a second';
	const parts: [number, string][] = [
		[Math.floor(seconds / 86_400), 'd'],
		[Math.floor(seconds / 3600) % 24, 'h'],
		[Math.floor(seconds / 60) % 60, 'min'],
		[seconds % 60, 's'],
	];
	const from = parts.findIndex(([count]) => count > 0);
	return parts
		.slice(from, from + 2)
		.filter(([count]) => count > 0)
		.map(([count, unit]) => `${count} ${unit}`)
		.join(' ');
}

/** The zone of this browser. */
export function ownZone(): string {
	return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
