import { expect, test } from 'vitest';
import { UpgradeLimit } from './upgrade-limit.ts';

test('[UL1] a person who opens sockets without end waits a minute; the office beside them does not', () => {
	let now = 1_000_000;
	const limit = new UpgradeLimit(() => now);
	const opened = Array.from({ length: 200 }, () => limit.allows('usr_flood')).filter(Boolean).length;
	expect(opened).toBe(180);
	expect(limit.allows('usr_calm')).toBe(true);
	now += 60_000;
	expect(limit.allows('usr_flood')).toBe(true);
});

test('[UL2] an address that fails and fails gets no more sockets to guess with', () => {
	let now = 1_000_000;
	const limit = new UpgradeLimit(() => now);
	for (let i = 0; i < 60; i++) {
		expect(limit.allowsUnproven('192.0.2.1')).toBe(true);
		limit.failed('192.0.2.1');
	}
	expect(limit.allowsUnproven('192.0.2.1')).toBe(false);
	expect(limit.allowsUnproven('192.0.2.2')).toBe(true);
	expect(limit.allows('usr_from_there')).toBe(true);
	now += 60_000;
	expect(limit.allowsUnproven('192.0.2.1')).toBe(true);
});
