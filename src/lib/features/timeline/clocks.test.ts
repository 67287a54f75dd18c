import { expect, test } from 'vitest';
import { zonesOf } from './clocks.ts';

test('[LI5] each zone is offered once, named after whose clock it is', () => {
	const mk = (name: string, zone: string | null) => ({ name, zone });
	const people = [
		mk('Priya Raghunathan', 'America/Los_Angeles'),
		mk('Hana Sato', 'Europe/Lisbon'),
		mk('Wei-Lin Chen', 'Asia/Singapore'),
		mk('Jonas Lund', 'Asia/Singapore'),
		mk('Sofia Brandt', 'Asia/Singapore'),
		mk('Marcus Bell', null),
	];
	expect(zonesOf({ zone: 'UTC', own: 'Europe/Lisbon', shown: 'UTC', people })).toEqual([
		{ value: 'UTC', label: 'UTC' },
		{ value: 'Europe/Lisbon', label: 'Lisbon (here), Hana’s clock' },
		{ value: 'America/Los_Angeles', label: 'Los Angeles, Priya’s clock' },
		{ value: 'Asia/Singapore', label: 'Singapore, the clock of Wei-Lin, Jonas and 1 more' },
	]);
	expect(zonesOf({ zone: 'Europe/Berlin', own: 'UTC', shown: 'America/New_York', people: [] })).toEqual([
		{ value: 'UTC', label: 'UTC' },
		{ value: 'Europe/Berlin', label: 'Europe/Berlin' },
		{ value: 'America/New_York', label: 'America/New York' },
	]);
});
