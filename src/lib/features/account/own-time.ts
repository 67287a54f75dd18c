/** A person's own times: their local date and hour first, as they lived it; UTC beside it, as the evidence has it. */

export interface OwnTime {
	/** "Tuesday 10 March, 18:38 in Portland". */
	readonly own: string;
	/** "01:38 UTC", with the date where it is another day there. */
	readonly utc: string;
}

interface Place {
	/** IANA zone; undefined means this browser's. */
	readonly zone: string | undefined;
	readonly location?: string | undefined;
}

const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const day = { weekday: 'long', day: 'numeric', month: 'long' } as const;

/** The time of a moment as its person lived it. `form` is that of an event's `when`. */
export function ownTime(at: string, form: string, { zone, location }: Place): OwnTime {
	const instant = new Date(at);
	const zoned = zone === undefined ? {} : { timeZone: zone };
	const print = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat('en-GB', options).format(instant);
	const about = { about: 'about ', before: 'before ', after: 'after ', between: 'about ' }[form] ?? '';
	const ownDay = print({ ...day, ...zoned }).replace(',', '');
	const utcDay = print({ ...day, timeZone: 'UTC' }).replace(',', '');
	const shortDay = print({ day: 'numeric', month: 'long', timeZone: 'UTC' });
	const where = zone === undefined ? 'your time' : `in ${location ?? cityOf(zone)}`;
	return {
		own: `${ownDay}, ${about}${print({ ...hour, ...zoned })} ${where}`,
		utc: `${ownDay === utcDay ? '' : `${shortDay}, `}${print({ ...hour, timeZone: 'UTC' })} UTC`,
	};
}

/** "7 April", in the reader's own calendar. */
export function dayOf(at: string): string {
	return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' }).format(new Date(at));
}

/** "18:38", or "7 April, 18:38" when it is not today. */
export function sinceThen(at: string, now: Date = new Date()): string {
	const then = new Date(at);
	const time = new Intl.DateTimeFormat('en-GB', hour).format(then);
	return then.toDateString() === now.toDateString() ? time : `${dayOf(at)}, ${time}`;
}

/** "America/Los_Angeles" is said as "Los Angeles". */
function cityOf(zone: string): string {
	return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

/** "Ines", "Ines and Dev", "Ines, Dev and Noor"; more than three are "the analysts". */
export function readersWords(names: readonly string[]): string {
	const given = names.map((name) => name.split(' ', 1)[0] ?? name);
	if (given.length === 0 || given.length > 3) return 'the analysts';
	return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(given);
}
