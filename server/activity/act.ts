/** What somebody did, before it is a line: about what, and in which words. */
import type { When } from '#lib/model/time.ts';
import { kinds, type SubjectKind } from './subjects.ts';

export interface Subject {
	readonly kind: SubjectKind;
	readonly id: string;
}

export interface Act {
	readonly on: Subject;
	/** Which doing it is: doing the same to the same thing goes on under one line. */
	readonly act: string;
	/**
	 * `{}` stands for what it is about, as that is called when the line is read: so a line keeps no word that was
	 * removed or replaced.
	 */
	readonly words: string;
	/** The time it was moved to, to be said behind the words. */
	readonly when?: When | undefined;
}

/** More things than this in one go are told as one line. */
const most = 3;

/** Acts of one person in one analysis: where the same was done to many things, as one act on what they are part of. */
export function gathered<A extends Act>(acts: readonly A[], analysis: string): readonly A[] {
	const alike = Map.groupBy(acts, ({ act, on, words }) => `${act} ${on.kind} ${words}`);
	return [...alike.values()].flatMap((same) => {
		const [last] = same.slice(-1);
		if (!last || same.length <= most) return same;
		const { in: kind, many } = kinds[last.on.kind];
		const on = { kind, id: analysis } as const;
		const act = `${last.act} ${last.on.kind}`;
		return [{ ...last, on, act, words: last.words.replace('{}', many), when: undefined }];
	});
}
