/** Which sign stands for which kind of evidence. */
import Bell from '@lucide/svelte/icons/bell';
import FileText from '@lucide/svelte/icons/file-text';
import GitCommit from '@lucide/svelte/icons/git-commit-horizontal';
import Hash from '@lucide/svelte/icons/hash';
import Image from '@lucide/svelte/icons/image';
import Megaphone from '@lucide/svelte/icons/megaphone';
import Mic from '@lucide/svelte/icons/mic';
import type { LucideIcon } from '@lucide/svelte';

const icons: Readonly<Record<string, LucideIcon>> = {
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
export function recordIcon(kind: string): LucideIcon {
	return icons[kind] ?? FileText;
}

/** Whether a record's text is a machine's, and so is set in mono. */
export function isMachineText(kind: string): boolean {
	return kind === 'log' || kind === 'commit';
}
