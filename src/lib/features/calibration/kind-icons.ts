/** Which sign stands for which kind of thread; its words always stand beside it. */
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import GitFork from '@lucide/svelte/icons/git-fork';
import PenLine from '@lucide/svelte/icons/pen-line';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import ThumbsUp from '@lucide/svelte/icons/thumbs-up';
import type { ThreadKind } from '#lib/model/thread.ts';
import type { IconComponent } from '#lib/ui/Icon.svelte';

export const kindIcons: Readonly<Record<ThreadKind, IconComponent>> = {
	question: CircleQuestionMark,
	correction: PenLine,
	differs: GitFork,
	agreement: ThumbsUp,
	note: StickyNote,
};
