/**
 * Three people write one narrative at once through the editor's own schema, binding and undo, with everything hands
 * do there: typing, Enter, Backspace over an edge, changing blocks, dragging sections, pasting, undoing, being
 * offline. All chosen by a seed. Each writes in a script of their own, so that one can see who wrote what.
 */
import { getSchema } from '@tiptap/core';
import { Slice, type Node } from '@tiptap/pm/model';
import { canJoin, canSplit, findWrapping, liftTarget, Transform } from '@tiptap/pm/transform';
import {
	defaultDeleteFilter,
	defaultProtectedNodes,
	initProseMirrorDoc,
	updateYFragment,
} from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { proseExtensions } from '#lib/features/narrative/extensions.ts';
import { newId } from '#lib/model/ids.ts';
import { narrativeOf } from '#lib/model/narrative.ts';
import { placeUndone } from '#lib/model/undo-places.ts';
import { keepUndoWhole } from '#lib/model/undo-whole.ts';
import type { Dice } from './dice.ts';

export const schema = getSchema(proseExtensions());

const syllablesOf = (consonants: string, vowels: string): readonly string[] =>
	consonants.split('').flatMap((letter) => vowels.split('').map((vowel) => letter + vowel));
const scripts = [
	syllablesOf('bdfgklmnprst', 'aeiou'),
	syllablesOf('βγδζθκλμνπρ', 'αειου'),
	syllablesOf('бвгджзклмнп', 'аеиоу'),
] as const;

/** Words of a writer that nobody writes but by copying these: three syllables, told apart by `number`. */
export function uniqueWord(writer: number, number: number): string {
	const syllables = scripts[writer] ?? scripts[0];
	const at = (n: number) => syllables[n % syllables.length] ?? '';
	const { length } = syllables;
	return `${at(number)}${at(Math.floor(number / length))}${at(Math.floor(number / length ** 2))}`;
}

/** Common words, one or two syllables: all that is typed beside the unique ones. */
function commonWord(dice: Dice, writer: number): string {
	const syllables = scripts[writer] ?? scripts[0];
	return `${dice.one(syllables)}${dice.roll(2) === 0 ? '' : dice.one(syllables)}`;
}

export function commonWords(dice: Dice, writer: number, count: number): string {
	return Array.from({ length: count }, () => commonWord(dice, writer)).join(' ');
}

/** Whose script a letter is of; undefined when it is no letter. */
export function scriptOf(letter: string): number | undefined {
	if (/\p{Script=Latin}/u.test(letter)) return 0;
	if (/\p{Script=Greek}/u.test(letter)) return 1;
	return /\p{Script=Cyrillic}/u.test(letter) ? 2 : undefined;
}

/** What the network brings. */
const fromAfar = { source: 'connection' };

/** What the workspace does so that undo works as people expect. */
export function mendUndo(doc: Y.Doc): void {
	placeUndone(doc);
	keepUndoWhole(doc);
}

/** One who writes: a document, the origin of what the editor does in it, and an undo of it as the editor has it. */
export class Writer {
	readonly doc = new Y.Doc();
	readonly fragment = narrativeOf(this.doc);
	readonly origin = { source: 'editor' };
	readonly undo: Y.UndoManager;
	readonly who: number;
	inbox: Uint8Array[] = [];
	outbox: Uint8Array[] = [];
	isOnline = true;

	constructor(who: number, mend = mendUndo) {
		this.who = who;
		this.doc.clientID = who + 1;
		mend(this.doc);
		this.undo = new Y.UndoManager(this.fragment, {
			trackedOrigins: new Set([this.origin]),
			deleteFilter: (item) => defaultDeleteFilter(item, defaultProtectedNodes),
			// A step ends where the dice say, never by the clock.
			captureTimeout: Number.MAX_SAFE_INTEGER,
		});
		this.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (this.isOnline && origin !== fromAfar) this.outbox.push(update);
		});
	}

	/** One change of the editor: what ProseMirror would have, written as the binding writes it. */
	edit(change: (transform: Transform) => void): void {
		const { doc: before, meta } = initProseMirrorDoc(this.fragment, schema);
		const transform = new Transform(before);
		change(transform);
		if (transform.docChanged)
			this.doc.transact(() => updateYFragment(this.doc, this.fragment, transform.doc, meta), this.origin);
	}
}

/** What a writer does in one step, the more often the more often it stands here. */
const verbs = [
	...Array<'type'>(12).fill('type'),
	...Array<'erase'>(6).fill('erase'),
	...Array<'enter'>(5).fill('enter'),
	...Array<'backspace'>(5).fill('backspace'),
	...Array<'block'>(4).fill('block'),
	'code',
	...Array<'move'>(2).fill('move'),
	...Array<'paste'>(2).fill('paste'),
	'cut',
	'wrap',
	'lift',
	'format',
	'chip',
	'replace',
	...Array<'undo'>(5).fill('undo'),
	...Array<'redo'>(3).fill('redo'),
] as const;
export type ProseVerb = (typeof verbs)[number];

export interface WritingOptions {
	readonly dice: Dice;
	/** What nobody does in this run. */
	readonly without?: readonly ProseVerb[];
	/** Nobody ever goes offline; what each sends is late all the same. */
	readonly staysOnline?: boolean;
	/** What is done so that undo works; by default, what the workspace does. */
	readonly mend?: (doc: Y.Doc) => void;
}

/** The three, and the server between them. */
export class Writing {
	readonly server = new Y.Doc();
	readonly writers: readonly Writer[];
	readonly #dice: Dice;
	readonly #verbs: readonly ProseVerb[];
	readonly #staysOnline: boolean;
	/** What reached the server, in order, as its journal keeps it. */
	readonly rows: { readonly who: number; readonly bytes: Uint8Array }[] = [];
	edits = 0;

	constructor({ dice, without = [], staysOnline = false, mend }: WritingOptions) {
		this.#dice = dice;
		this.#staysOnline = staysOnline;
		this.#verbs = verbs.filter((verb) => !without.includes(verb));
		this.server.clientID = 100;
		this.writers = [0, 1, 2].map((who) => new Writer(who, mend));
	}

	/** Somebody does something: mostly writes, else sends and receives, goes offline or comes back. */
	step(): Writer {
		const writer = this.#dice.one(this.writers) as Writer;
		const roll = this.#dice.roll(100);
		if (roll < 2 && !this.#staysOnline) this.#turn(writer, !writer.isOnline);
		else if (roll < 25) this.#carry(writer);
		else {
			this.edits++;
			this.#write(writer, this.#dice.one(this.#verbs) as ProseVerb);
		}
		return writer;
	}

	/** Everybody comes online and takes in everything. */
	settle(): void {
		for (let round = 0; round < 2; round++)
			for (const writer of this.writers) {
				this.#turn(writer, false);
				this.#turn(writer, true);
			}
		for (const writer of this.writers) while (writer.inbox.length > 0) this.#carry(writer);
	}

	close(): void {
		for (const { undo, doc } of this.writers) {
			undo.destroy();
			doc.destroy();
		}
		this.server.destroy();
	}

	#turn(writer: Writer, isOnline: boolean): void {
		if (writer.isOnline === isOnline) return;
		writer.isOnline = isOnline;
		writer.inbox = [];
		writer.outbox = [];
		if (!isOnline) return;
		const missed = Y.encodeStateAsUpdate(this.server, Y.encodeStateVector(writer.doc));
		this.#receive(Y.encodeStateAsUpdate(writer.doc, Y.encodeStateVector(this.server)), writer);
		Y.applyUpdate(writer.doc, missed, fromAfar);
	}

	#carry(writer: Writer): void {
		if (!writer.isOnline) return;
		for (const update of writer.outbox.splice(0, 1 + this.#dice.roll(8))) this.#receive(update, writer);
		for (const update of writer.inbox.splice(0, 1 + this.#dice.roll(8)))
			Y.applyUpdate(writer.doc, update, fromAfar);
	}

	#receive(update: Uint8Array, from: Writer): void {
		Y.applyUpdate(this.server, update, fromAfar);
		this.rows.push({ who: from.who, bytes: update });
		for (const each of this.writers) if (each !== from && each.isOnline) each.inbox.push(update);
	}

	#write(writer: Writer, verb: ProseVerb): void {
		if (this.#dice.roll(3) > 0) writer.undo.stopCapturing();
		if (verb === 'undo' || verb === 'redo') writer.undo[verb]();
		else writer.edit((transform) => this.#change(writer.who, verb, transform));
	}

	#change(who: number, verb: Exclude<ProseVerb, 'undo' | 'redo'>, transform: Transform): void {
		const dice = this.#dice;
		const { doc } = transform;
		const blocks = textBlocks(doc);
		const block = dice.one(blocks);
		if (!block) return void transform.insert(0, paragraph(commonWords(dice, who, 5)));
		const { node, from } = block;
		const within = from + dice.roll(node.content.size + 1);
		const plainText = (text: string) => schema.text(text);
		switch (verb) {
			case 'type':
				return void transform.insert(within, plainText(` ${commonWords(dice, who, 1 + dice.roll(2))}`));
			case 'erase': {
				const to = Math.min(from + node.content.size, within + 1 + dice.roll(dice.roll(8) === 0 ? 40 : 5));
				return void (to > within && transform.delete(within, to));
			}
			case 'enter': {
				const depth = doc.resolve(within).node(-1).type.name === 'listItem' && dice.roll(2) === 0 ? 2 : 1;
				return void (canSplit(doc, within, depth) && transform.split(within, depth));
			}
			case 'backspace': {
				const next = blocks[blocks.indexOf(block) + 1];
				if (!next) return;
				const edge = next.from - 1;
				if (canJoin(doc, edge) && doc.resolve(edge).nodeBefore?.isTextblock === true) transform.join(edge);
				else transform.delete(from + node.content.size, next.from);
				return;
			}
			case 'code':
				return void transform.setBlockType(from, from, schema.nodes['codeBlock'] as never);
			case 'block': {
				const type = dice.one(['paragraph', 'heading'] as const) ?? 'paragraph';
				const attributes = type === 'heading' ? { level: 2 + dice.roll(2) } : {};
				return void transform.setBlockType(from, from, schema.nodes[type] as never, attributes);
			}
			case 'wrap': {
				const range = doc.resolve(from).blockRange();
				const type = dice.one(['blockquote', 'bulletList', 'orderedList'] as const) ?? 'blockquote';
				const wrapping = range && range.depth < 4 && findWrapping(range, schema.nodes[type] as never);
				return void (wrapping && transform.wrap(range, wrapping));
			}
			case 'lift': {
				const range = doc.resolve(from).blockRange();
				const target = range && liftTarget(range);
				return void (range && typeof target === 'number' && transform.lift(range, target));
			}
			case 'move': {
				const start = dice.roll(doc.childCount);
				return this.#moveSection(transform, start, dice.roll(doc.childCount + 1));
			}
			case 'cut':
				return void (
					blocks.length > 12 &&
					dice.roll(2) === 0 &&
					transform.delete(from - 1, from + node.nodeSize - 1)
				);
			case 'paste':
				return void transform.insert(
					doc.resolve(from).before(1),
					[1, 2].map(() => paragraph(commonWords(dice, who, 4 + dice.roll(8)))),
				);
			case 'format': {
				const mark = schema.marks['bold']?.create();
				return void (
					mark && transform.addMark(within, Math.min(within + 12, from + node.content.size), mark)
				);
			}
			case 'chip': {
				if (!node.type.contentMatch.matchType(schema.nodes['eventChip'] as never)) return;
				return void transform.insert(
					within,
					dice.roll(2) === 0
						? (schema.nodes['eventChip']?.create({ eventId: newId('event') }) as Node)
						: (schema.nodes['hardBreak']?.create() as Node),
				);
			}
			case 'replace': {
				const words = [...node.textContent.matchAll(/\p{L}+/gu)];
				const word = dice.one(words);
				if (!word || node.textContent.length !== node.content.size) return;
				const at = from + word.index;
				return void transform.replaceWith(at, at + word[0].length, plainText(commonWord(dice, who)));
			}
		}
	}

	/** A heading with what follows it, or one block, dragged to before another. */
	#moveSection(transform: Transform, start: number, to: number): void {
		const { doc } = transform;
		let end = start + 1;
		if (doc.child(start).type.name === 'heading')
			while (end < doc.childCount && doc.child(end).type.name !== 'heading') end++;
		if (to >= start && to <= end) return;
		const at = (index: number) => {
			let position = 0;
			for (let child = 0; child < index; child++) position += doc.child(child).nodeSize;
			return position;
		};
		const moved = doc.slice(at(start), at(end));
		transform.delete(at(start), at(end));
		const target = transform.mapping.map(at(to));
		transform.replace(target, target, new Slice(moved.content, 0, 0));
	}
}

const paragraph = (text: string): Node => schema.node('paragraph', null, [schema.text(text)]);

function textBlocks(doc: Node): readonly { readonly node: Node; readonly from: number }[] {
	const found: { node: Node; from: number }[] = [];
	doc.descendants((node, at) => {
		if (node.isTextblock) found.push({ node, from: at + 1 });
		return !node.isTextblock;
	});
	return found;
}
