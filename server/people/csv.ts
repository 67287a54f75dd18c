/** A list of people as organisations export it (the columns of an HR export): comma or semicolon, quotes, any order. */
import { readRows } from '#lib/model/exchange/csv.ts';
import { isZone } from '#lib/model/instant.ts';
import type { PersonDraft } from './people.ts';

export interface SkippedLine {
	/** 1 for the header. */
	readonly line: number;
	readonly reason: string;
	readonly text: string;
}

export interface PeopleList {
	readonly people: readonly (PersonDraft & { readonly name: string })[];
	readonly skipped: readonly SkippedLine[];
	/** Columns that were understood, as written, by what they became. */
	readonly columns: Readonly<Record<string, string>>;
	/** Columns that were left alone. */
	readonly ignored: readonly string[];
}

const known: Readonly<Record<string, keyof PersonDraft>> = {
	name: 'name',
	fullname: 'name',
	email: 'email',
	emailaddress: 'email',
	mail: 'email',
	location: 'location',
	city: 'location',
	office: 'location',
	tz: 'zone',
	zone: 'zone',
	timezone: 'zone',
	title: 'title',
	jobtitle: 'title',
	role: 'title',
	team: 'team',
	department: 'team',
};

/** Reads the text. Never throws: a line that cannot be used is skipped, with its reason. */
export function readPeople(text: string): PeopleList {
	const rows = [...readRows(text)].filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
	const [header, ...lines] = rows;
	const columns: Record<string, string> = {};
	const ignored: string[] = [];
	const places = new Map<keyof PersonDraft, number>();
	for (const [index, name] of (header?.cells ?? []).entries()) {
		const field = known[name.toLowerCase().replace(/[^a-z]/g, '')];
		if (field && !places.has(field)) {
			places.set(field, index);
			columns[name] = field;
		} else if (name.trim() !== '') ignored.push(name);
	}
	const skipped: SkippedLine[] = [];
	if (!places.has('name'))
		return {
			people: [],
			skipped: [
				{ line: 1, reason: 'no column is called “name”', text: header?.cells.join(',').slice(0, 200) ?? '' },
			],
			columns,
			ignored,
		};
	const people: (PersonDraft & { name: string })[] = [];
	for (const { line, cells } of lines) {
		const cell = (field: keyof PersonDraft) => cells[places.get(field) ?? -1]?.trim() || undefined;
		const name = cell('name');
		const zone = cell('zone');
		const skip = (reason: string) => skipped.push({ line, reason, text: cells.join(',').slice(0, 200) });
		if (name === undefined) skip('it has no name');
		else if (name.length > 120) skip('the name is longer than 120 characters');
		else {
			if (zone !== undefined && !isZone(zone))
				skip(`“${zone.slice(0, 40)}” is not a time zone; the person was taken without it`);
			people.push({
				name,
				email: cell('email'),
				title: cell('title'),
				team: cell('team'),
				location: cell('location'),
				zone: zone !== undefined && isZone(zone) ? zone : undefined,
			});
		}
	}
	return { people, skipped, columns, ignored };
}
