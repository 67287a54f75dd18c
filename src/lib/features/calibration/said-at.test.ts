import { expect, test } from 'vitest';
import { saidAt } from './said-at.ts';

test('[TH7] the time of a comment is as short as it may be', () => {
	const now = Date.parse('2026-03-24T15:25:00Z');
	expect(
		[
			'2026-03-24T15:24:30Z',
			'2026-03-24T15:21:00Z',
			'2026-03-24T08:52:00Z',
			'2026-03-23T03:40:00Z',
			'2025-11-18T10:02:00Z',
			'nonsense',
		].map((iso) => saidAt(iso, now, 'UTC')),
	).toEqual(['just now', '4 min', 'Today, 08:52', 'Mon 23 Mar', 'Tue 18 Nov 2025', '']);
});
