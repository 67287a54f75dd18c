import { expect, test } from 'vitest';
import { safeNext } from './next.ts';

test('[DW1] after signing in one lands on a path of this site, with its query and fragment', () => {
	expect(safeNext('/analysis/ana_1/timeline?zone=UTC#evt')).toBe('/analysis/ana_1/timeline?zone=UTC#evt');
	expect(safeNext('/a/../settings')).toBe('/settings');
});

test('[DW1] what could lead elsewhere leads home', () => {
	const elsewhere = [
		'//evil.example',
		'/\\evil.example',
		'https://evil.example/',
		'javascript:alert(1)',
		'/\t/evil.example',
		'/.//evil.example',
		'evil',
		'',
		null,
		undefined,
		`/${'a'.repeat(3000)}`,
	];
	for (const next of elsewhere) expect(safeNext(next), String(next)).toBe('/');
});
