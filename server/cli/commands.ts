/** The commands of the command line, in the order in which help lists them. */
import { backupCommand, restoreCommand } from './backup.ts';
import type { Command } from './command.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { lensCommand } from './lens.ts';
import { sampleLoad } from './sample.ts';
import { timelineImportCommand } from './timeline-import.ts';
import { tokenCreate, userCreate } from './users.ts';

export const commands: readonly Command[] = [
	userCreate,
	tokenCreate,
	sampleLoad,
	importCommand,
	timelineImportCommand,
	exportCommand,
	lensCommand,
	backupCommand,
	restoreCommand,
	doctorCommand,
];
