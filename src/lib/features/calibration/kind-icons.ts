/** Which sign stands for which kind of thread; its words always stand beside it. */
import CircleQuestionMark from '~icons/lucide/circle-question-mark';
import GitFork from '~icons/lucide/git-fork';
import PenLine from '~icons/lucide/pen-line';
import StickyNote from '~icons/lucide/sticky-note';
import ThumbsUp from '~icons/lucide/thumbs-up';
import type { ThreadKind } from '#lib/model/thread.ts';
import type { IconShape } from '#lib/ui/icon.ts';

export const kindIcons: Readonly<Record<ThreadKind, IconShape>> = {
	question: CircleQuestionMark,
	correction: PenLine,
	differs: GitFork,
	agreement: ThumbsUp,
	note: StickyNote,
};
