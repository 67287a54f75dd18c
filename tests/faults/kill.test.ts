import { expect, test } from 'vitest';
import { killRounds } from './kill.ts';

test('[FT6] a server killed while ten people write loses nothing it acknowledged, and refuses no survivor', async () => {
	const { acknowledged, lost, refusals, converged } = await killRounds({
		subject: 'second-story',
		kills: 3,
		seed: 6,
	});
	expect({ lost, refusals, converged }).toEqual({ lost: 0, refusals: [], converged: 3 });
	expect(acknowledged).toBeGreaterThan(100);
}, 90_000);

test('[FT7] the same killing shows the loss of a stock server, so it would show ours', async () => {
	const { lost, acknowledged } = await killRounds({ subject: 'hocuspocus', kills: 1, seed: 7 });
	expect(acknowledged).toBeGreaterThan(30);
	expect(lost).toBeGreaterThan(0);
}, 60_000);
