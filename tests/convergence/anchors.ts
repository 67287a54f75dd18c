/**
 * Threads in a narrative that three people write at once. Each hangs on words that nobody else ever writes, so that a
 * reader of its own, which knows nothing of anchors, finds them wherever the editor takes them. What must hold: a
 * thread that says it is on its words is on them; one that says they were edited has most of them; one that says they
 * are gone does not say so while they stand; and all screens say the same.
 */
import { isDeepStrictEqual } from 'node:util';
import * as Y from 'yjs';
import {
	followAnchors,
	makeAnchor,
	resolveAnchors,
	type Anchor,
	type Place,
	type Resolution,
} from '#lib/model/anchor.ts';
import { narrativeOf } from '#lib/model/narrative.ts';
import { readPassages } from '#lib/model/prose.ts';
import { Dice } from './dice.ts';
import { commonWords, schema, uniqueWord, Writing, type ProseVerb, type Writer } from './writers.ts';

/** What the run uses of anchors; another than ours shows that the run would notice. */
export interface Anchors {
	readonly make: typeof makeAnchor;
	readonly follow: typeof followAnchors;
	readonly resolve: typeof resolveAnchors;
}
export const ours: Anchors = { make: makeAnchor, follow: followAnchors, resolve: resolveAnchors };

export interface AnchorRun {
	readonly seed: number;
	readonly edits: number;
	/** Threads opened: one on new words is opened for each whose words went. */
	readonly threads: number;
	/** Answers that were checked, by what they said. */
	readonly said: Readonly<Record<Resolution['is'], number>>;
	readonly wrong: string | undefined;
}

export interface AnchorScale {
	/** Of all writers together. */
	readonly edits: number;
	/** That hang on standing words at any time. */
	readonly threads: number;
	/** Steps between two looks at all threads. */
	readonly every: number;
	/** What nobody does. */
	readonly without?: readonly ProseVerb[];
}

/** Runs one seed to its end, or to the first thread that is not where it says. */
export function holdAnchors(seed: number, scale: AnchorScale, anchors: Anchors = ours): AnchorRun {
	const run = new Holding(seed, scale, anchors);
	try {
		return run.toTheEnd();
	} finally {
		run.writing.close();
	}
}

interface Held {
	readonly number: number;
	readonly words: readonly string[];
	readonly quote: string;
	/** Kept in JSON, as the server keeps it. Undefined until its words have reached the server. */
	anchor: Anchor | undefined;
}

class Holding {
	readonly writing: Writing;
	readonly #dice: Dice;
	readonly #seed: number;
	readonly #scale: AnchorScale;
	readonly #anchors: Anchors;
	readonly #threads: Held[] = [];
	readonly #said = { placed: 0, edited: 0, orphaned: 0 };

	constructor(seed: number, scale: AnchorScale, anchors: Anchors) {
		const without = scale.without ?? [];
		this.#seed = seed;
		this.#scale = scale;
		this.#anchors = anchors;
		this.#dice = new Dice(seed);
		this.writing = new Writing({ dice: this.#dice, without });
	}

	toTheEnd(): AnchorRun {
		for (let n = 0; n < this.#scale.threads; n++) this.#open();
		this.writing.settle();
		let wrong: string | undefined;
		for (let step = 0; this.#goesOn(wrong); step++) {
			const writer = this.writing.step();
			if (step % this.#scale.every > 0) continue;
			this.#openAndFollow();
			wrong = this.#look(writer) ?? this.#look(undefined);
			if (this.#dice.roll(25) === 0) wrong ??= this.#compare();
			if (wrong !== undefined) wrong = `edit ${this.writing.edits}, ${wrong}`;
		}
		wrong ??= this.#compare();
		const { edits } = this.writing;
		return {
			seed: this.#seed,
			edits,
			threads: this.#threads.length,
			said: this.#said,
			wrong,
		};
	}

	#goesOn(wrong: string | undefined): boolean {
		return wrong === undefined && this.writing.edits < this.#scale.edits;
	}

	/** Somebody writes a passage with words of its own somewhere; the thread is opened once they have arrived. */
	#open(): void {
		const number = this.#threads.length;
		const writer = this.#dice.one(this.writing.writers) as Writer;
		const words = Array.from({ length: 3 + this.#dice.roll(4) }, (_, n) =>
			uniqueWord(writer.who, number * 8 + n),
		);
		const quote = words.join(' ');
		const around = () => schema.text(` ${commonWords(this.#dice, writer.who, 1 + this.#dice.roll(5))} `);
		writer.edit((transform) => {
			const block = schema.node('paragraph', null, [around(), schema.text(quote), around()]);
			const { doc } = transform;
			let at = 0;
			for (let child = this.#dice.roll(doc.childCount + 1); child > 0; child--)
				at += doc.child(child - 1).nodeSize;
			transform.insert(at, block);
		});
		this.#threads.push({ number, words, quote, anchor: undefined });
	}

	/** What the server does when a page asks: threads that can be opened are, found words are anchored afresh. */
	#openAndFollow(): void {
		const fragment = narrativeOf(this.writing.server);
		const passages = textsOf(fragment);
		for (const thread of this.#threads)
			if (!thread.anchor) {
				const at = passages.find(({ text }) => text.includes(thread.quote));
				const start = at?.text.indexOf(thread.quote) ?? 0;
				const place = at && {
					passageId: at.id as Place['passageId'],
					start,
					end: start + thread.quote.length,
				};
				const made = place && this.#anchors.make(fragment, { ...place, quote: thread.quote });
				if (made) thread.anchor = JSON.parse(JSON.stringify(made)) as Anchor;
			}
		const open = this.#threads.filter(({ anchor }) => anchor);
		const answers = this.#anchors.follow(
			fragment,
			open.map(({ anchor }) => anchor as Anchor),
		);
		let standing = 0;
		for (const [index, thread] of open.entries()) {
			const { resolution, fresh } = answers[index] ?? {};
			if (resolution && resolution.is !== 'orphaned') standing++;
			if (fresh) thread.anchor = JSON.parse(JSON.stringify(fresh)) as Anchor;
		}
		standing += this.#threads.length - open.length;
		for (; standing < this.#scale.threads; standing++) this.#open();
	}

	/**
	 * What one screen says of every thread, or the server does; undefined when all of it holds. A screen that is late
	 * cannot know what the server knew when it put an anchor: it may find nothing, but nothing wrong.
	 */
	#look(writer: Writer | undefined, isLate = writer !== undefined): string | undefined {
		const fragment = writer?.fragment ?? narrativeOf(this.writing.server);
		const open = this.#threads.filter(({ anchor }) => anchor);
		const answers = this.#anchors.resolve(
			fragment,
			open.map(({ anchor }) => anchor as Anchor),
		);
		const texts = textsOf(fragment);
		for (const [index, thread] of open.entries()) {
			const answer = answers[index] as Resolution;
			this.#said[answer.is]++;
			const wrong = judge(thread, answer, texts, isLate);
			if (wrong === undefined) continue;
			const where = writer ? `writer ${writer.who}` : 'the server';
			return `${where}: thread ${thread.number} on “${thread.quote}” ${wrong}`;
		}
		return undefined;
	}

	#compare(): string | undefined {
		this.writing.settle();
		this.#openAndFollow();
		const unsettled = this.#look(undefined);
		if (unsettled !== undefined) return unsettled;
		this.writing.settle();
		const anchors = this.#threads.flatMap(({ anchor }) => anchor ?? []);
		const server = this.#anchors.resolve(narrativeOf(this.writing.server), anchors);
		const text = readPassages(narrativeOf(this.writing.server));
		for (const writer of this.writing.writers) {
			if (!isDeepStrictEqual(readPassages(writer.fragment), text))
				return `writer ${writer.who} reads another text than the server, from the same updates`;
			const seen = this.#anchors.resolve(writer.fragment, anchors);
			const differs = seen.findIndex((answer, index) => !isDeepStrictEqual(answer, server[index]));
			if (differs >= 0)
				return `writer ${writer.who} sees anchor ${differs} at ${JSON.stringify(seen[differs])}, the server at ${JSON.stringify(server[differs])}`;
			const wrong = this.#look(writer, false);
			if (wrong !== undefined) return `in the end, ${wrong}`;
		}
		return undefined;
	}
}

interface BlockText {
	readonly id: string;
	readonly text: string;
}

/** The text of every block, read straight from the document by no code of the product. */
function textsOf(fragment: Y.XmlFragment): readonly BlockText[] {
	const found: BlockText[] = [];
	const walk = (parent: Y.XmlFragment): void => {
		for (const element of parent.toArray()) {
			if (!(element instanceof Y.XmlElement)) continue;
			if (['bulletList', 'orderedList', 'listItem', 'blockquote'].includes(element.nodeName)) walk(element);
			else {
				const { client, clock } = element._item?.id ?? {};
				const parts = element.toArray().map((child) => {
					if (!(child instanceof Y.XmlText))
						return (child as Y.XmlElement).nodeName === 'hardBreak' ? '\n' : '\uFFFC';
					return (child.toDelta() as { insert: string }[]).map(({ insert }) => insert).join('');
				});
				found.push({ id: `p${client}-${clock}`, text: parts.join('') });
			}
		}
	};
	walk(fragment);
	return found;
}

/** What is wrong with an answer, if anything. */
function judge(
	{ words, quote, anchor }: Held,
	answer: Resolution,
	texts: readonly BlockText[],
	isLate: boolean,
): string | undefined {
	if (answer.is === 'orphaned') {
		const standing = texts.reduce((count, { text }) => count + text.split(quote).length - 1, 0);
		// Two who press Enter in one paragraph at once leave it twice. Which of the two is meant cannot always be told.
		const isTwice = standing > 1 || anchor?.rivals !== undefined;
		return standing === 0 || isTwice || isLate ? undefined : 'is said to be gone, and it stands';
	}
	const { passageId, start, end } = answer.place;
	const said = texts.find(({ id }) => id === passageId)?.text.slice(start, end);
	if (said === undefined) return `is said to be in ${passageId}, which is not there`;
	if (answer.is === 'placed') return said === quote ? undefined : `lies on “${said}”`;
	if (said === quote) return 'is said to be edited, and is not';
	const left: readonly string[] = said.match(/\p{L}+/gu) ?? [];
	const kept = words.filter((word) => left.includes(word)).length;
	return kept / words.length >= 0.6 ? undefined : `is said to be edited, and lies on “${said}”`;
}
