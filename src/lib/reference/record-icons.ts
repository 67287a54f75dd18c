/** Which sign stands for which kind of evidence. */
import Bell from '~icons/lucide/bell';
import FileText from '~icons/lucide/file-text';
import GitCommit from '~icons/lucide/git-commit-horizontal';
import Hash from '~icons/lucide/hash';
import Image from '~icons/lucide/image';
import Megaphone from '~icons/lucide/megaphone';
import Mic from '~icons/lucide/mic';
import type { IconShape } from '#lib/ui/icon.ts';

const icons: Readonly<Record<string, IconShape>> = {
	log: FileText,
	message: Hash,
	notice: Hash,
	cue: Mic,
	alert: Bell,
	page: Bell,
	update: Megaphone,
	commit: GitCommit,
	picture: Image,
};

/** The sign of a record's kind. */
export function recordIcon(kind: string): IconShape {
	return icons[kind] ?? FileText;
}

/** Whether a record's text is a machine's, and so is set in mono. */
export function isMachineText(kind: string): boolean {
	return kind === 'log' || kind === 'commit';
}
