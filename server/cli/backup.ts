import { makeBackup } from '../backup/make-backup.ts';
import { restoreBackup } from '../backup/restore-backup.ts';
import { ok } from '../refusal.ts';
import type { Command } from './command.ts';

/** Copies everything into one file, while the server goes on. */
export const backupCommand: Command = {
	where: 'beside',
	name: 'backup',
	usage: 'backup FILE',
	summary: 'Copies everything into one zip file. The server may go on.',
	required: [],
	files: [1, 1],
	async run({ databases, config }, { files: [file = ''] }) {
		const made = await makeBackup(databases, config.dataDir, file);
		if (!made.ok) return made;
		const { files, bytes } = made.value;
		return ok({
			text: `Backed up ${files} files into ${file} (${megabytes(bytes)}).`,
			json: { file, files, bytes },
		});
	},
};

/** Puts a backup in the place of what is there, which is kept aside. */
export const restoreCommand: Command = {
	where: 'alone',
	name: 'restore',
	usage: 'restore FILE',
	summary: 'Puts a backup in the place of what is there, which is kept aside. Stop the server first.',
	required: [],
	files: [1, 1],
	async run(config, { files: [file = ''] }) {
		const restored = await restoreBackup(config, file);
		if (!restored.ok) return restored;
		const { madeAt, documents, keptAside } = restored.value;
		const aside =
			keptAside === undefined
				? ''
				: ` What was there before is in ${keptAside}; delete it when you no longer need it.`;
		return ok({
			text: `Restored the backup of ${madeAt}: ${documents} documents. Everyone signs in again; API tokens and invitations are as they were then.${aside}`,
			json: { madeAt, documents, keptAside: keptAside ?? null },
		});
	},
};

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
