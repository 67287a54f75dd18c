import { findRunning } from './running.ts';
import { examine } from '../backup/examine.ts';
import { ok } from '../refusal.ts';
import type { Command } from './command.ts';

/** Looks at the installation and says what it found; exits 1 when something needs attention. */
export const doctorCommand: Command = {
	where: 'beside',
	name: 'doctor',
	usage: 'doctor',
	summary: 'Looks at the installation: stores, checksums, files, space.',
	required: [],
	async run({ config, databases }) {
		const running = findRunning(config.dataDir);
		const findings = [
			{
				name: 'server',
				ok: true,
				words: running
					? `runs as process ${running.pid} on port ${running.port}, for ${config.origin}`
					: 'does not run',
			},
			...(await examine(config, databases)),
		];
		const healthy = findings.every((finding) => finding.ok);
		const lines = findings.map(
			({ name, ok: well, words }) => `${well ? 'ok     ' : 'PROBLEM'} ${name}: ${words}`,
		);
		return ok({ text: lines.join('\n'), json: { healthy, findings } });
	},
};
