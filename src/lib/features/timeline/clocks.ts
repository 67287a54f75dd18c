/** By whose clocks the timeline can be read. */

interface Around {
	/** Of the analysis. */
	readonly zone: string;
	/** Of this browser. */
	readonly own: string;
	/** The one shown now. */
	readonly shown: string;
	readonly people: readonly { readonly name: string; readonly zone: string | null }[];
}

/** Each zone once: UTC, that of the analysis, one's own, then those of its people, named after whose they are. */
export function zonesOf({ zone, own, shown, people }: Around): readonly { value: string; label: string }[] {
	const theirs = Map.groupBy(
		people.filter((one) => one.zone !== null),
		(one) => one.zone ?? '',
	);
	return [...new Set(['UTC', zone, own, shown, ...theirs.keys()])].map((value) => {
		const whose = theirs.get(value)?.map(({ name }) => firstOf(name)) ?? [];
		const here = value === own && value !== 'UTC' ? ' (here)' : '';
		const place = value.slice(value.lastIndexOf('/') + 1).replaceAll('_', ' ');
		if (value === 'UTC' || whose.length === 0)
			return { value, label: `${value.replaceAll('_', ' ')}${here}` };
		return { value, label: `${place}${here}, ${clockOf(whose)}` };
	});
}

function clockOf([first = '', second, ...others]: readonly string[]): string {
	if (second === undefined) return `${first}’s clock`;
	return `the clock of ${first}${others.length === 0 ? ` and ${second}` : `, ${second} and ${others.length} more`}`;
}

const firstOf = (name: string): string => name.split(' ')[0] ?? name;
