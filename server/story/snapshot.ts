/**
 * Makes the story out of the narrative and what it points at. Everything a reader will ever see of it goes through
 * here once, so the choices about names (names.ts) are applied here and nowhere else: to text, chips, addresses, sources
 * and quotes.
 */
import type { EventId, RecordId } from '#lib/model/ids.ts';
import type { Block, Inline, Mark as ProseMark } from '#lib/model/prose.ts';
import type {
	Mark,
	QuoteState,
	StoryBlock,
	StoryEvent,
	StoryRun,
	StorySnapshot,
	StorySource,
} from '#lib/model/story.ts';
import { StoryNames, type Appearance, type StoryPerson } from './names.ts';

export interface StoryRecord {
	/** “#incident-142, 02:33:12”. */
	readonly label: string;
	readonly author: string | null;
	/** The person behind the author, when linked. */
	readonly personId: string | null;
	readonly text: string;
	/** Logs and code read better in a fixed pitch. */
	readonly mono: boolean;
}
export interface StoryQuote {
	readonly personId: string;
	/** The event it tells of; null when it tells of the whole. */
	readonly eventId: string | null;
	readonly text: string;
	readonly consent: 'asked' | 'yes' | 'no' | 'withdrawn';
}
export interface StoryMoment {
	readonly id: EventId;
	/** Events that were merged into it: what cites them cites it. */
	readonly former?: readonly EventId[];
	readonly kind: string;
	readonly title: string;
	readonly time: string;
	readonly at: string | null;
	readonly people: readonly string[];
	readonly records: readonly RecordId[];
}

export interface StoryMaterial {
	readonly analysis: Pick<StorySnapshot, 'title' | 'standfirst' | 'number' | 'subject' | 'date' | 'zone'>;
	readonly blocks: readonly Block[];
	/** In the order of time. */
	readonly moments: readonly StoryMoment[];
	readonly records: ReadonlyMap<string, StoryRecord>;
	readonly quotes: ReadonlyMap<string, StoryQuote>;
	readonly cast: readonly StoryPerson[];
	/** People not listed appear by name. */
	readonly appearance: ReadonlyMap<string, Appearance>;
	readonly openThreads: number;
	/** What is remembered differently and not settled: words of passages, titles of events. */
	readonly disagreements?: readonly Disagreement[];
	/** The same, where both accounts were kept. */
	readonly keptDisagreements?: readonly Disagreement[];
}

/** What is remembered differently. */
export interface Disagreement {
	readonly words: string;
	/** The event whose title these words are; null for those of a passage. */
	readonly eventId: string | null;
}

/** The story as it would be read. Pure: the same material gives the same story. */
export function buildStory(material: StoryMaterial): StorySnapshot {
	const builder = new Builder(material);
	return builder.build();
}

/** Who of the cast the story would name in any form, were nobody left out: in words, events, sources, quotes. */
export function appearing(material: StoryMaterial): readonly StoryPerson[] {
	const builder = new Builder({
		...material,
		appearance: new Map(material.cast.map(({ id }) => [id, 'role'])),
	});
	builder.build();
	return material.cast.filter(({ id }) => builder.named.has(id));
}

class Builder {
	readonly #material: StoryMaterial;
	readonly #names: StoryNames;
	readonly #sources: StorySource[] = [];
	readonly #sourceOf = new Map<string, number>();
	readonly #events: StoryEvent[] = [];
	readonly #eventOf = new Map<string, number>();
	#headings = 0;

	/** Everyone who was named or renamed while it was built. */
	get named(): ReadonlySet<string> {
		return this.#names.met;
	}

	constructor(material: StoryMaterial) {
		this.#material = material;
		this.#names = new StoryNames(material.cast, material.appearance);
	}

	build(): StorySnapshot {
		const { analysis, moments, openThreads } = this.#material;
		// Events first and all of them, in the order of time: a chip then is an index, and the strip is complete.
		for (const moment of moments) this.#addEvent(moment);
		const blocks = this.#sections(this.#material.blocks);
		const disagreements = this.#told(this.#material.disagreements);
		const keptDisagreements = this.#told(this.#material.keptDisagreements);
		return {
			version: 1,
			...analysis,
			title: this.#names.rename(analysis.title),
			number: analysis.number && this.#names.rename(analysis.number),
			standfirst: this.#names.rename(analysis.standfirst),
			blocks,
			events: this.#events,
			sources: this.#sources,
			openThreads,
			...(disagreements.length > 0 && { disagreements }),
			...(keptDisagreements.length > 0 && { keptDisagreements }),
		};
	}

	/** As the story names people; what names somebody who is left out goes with them, and so do events that are theirs. */
	#told(disagreements: readonly Disagreement[] = []): readonly string[] {
		return disagreements
			.filter(({ eventId }) => eventId === null || this.#eventOf.has(eventId))
			.filter(({ words }) => !this.#names.namesLeftOut(words))
			.map(({ words }) => this.#names.rename(words));
	}

	#addEvent(moment: StoryMoment): void {
		const people = moment.people.filter((id) => this.#names.of(id) !== 'left_out');
		const isOnlyTheirs = moment.people.length > 0 && people.length === 0;
		if (isOnlyTheirs || this.#names.namesLeftOut(moment.title)) return;
		for (const id of [moment.id, ...(moment.former ?? [])]) this.#eventOf.set(id, this.#events.length);
		this.#events.push({
			id: moment.id,
			kind: moment.kind,
			title: this.#names.rename(moment.title),
			time: moment.time,
			at: moment.at,
			people: people.map((id) => this.#names.nameOf(id)).filter((name) => name !== null),
			sources: moment.records.map((id) => this.#source(id)).filter((index) => index !== undefined),
		});
	}

	/** Where a record comes from, without its words. Undefined when the record is gone or its author is left out. */
	#source(recordId: string): number | undefined {
		const known = this.#sourceOf.get(recordId);
		if (known !== undefined) return known;
		const record = this.#material.records.get(recordId);
		if (!record) return undefined;
		const person = record.personId;
		if (person !== null && this.#names.of(person) === 'left_out') return undefined;
		const index = this.#sources.length;
		this.#sources.push({
			recordId,
			label: this.#names.rename(record.label),
			author: person === null ? this.#strangerOf(record) : this.#names.nameOf(person),
			quoted: null,
		});
		this.#sourceOf.set(recordId, index);
		return index;
	}

	/** An author who is nobody of the cast. Where somebody is not named, an unknown handle could be theirs. */
	#strangerOf({ author, mono }: StoryRecord, isQuoted = false): string | null {
		if (author === null || !(this.#names.areOpen || mono || isQuoted)) return null;
		return this.#names.rename(author);
	}

	/** A heading goes with all that stood under it; one under which nothing was written stays. */
	#sections(blocks: readonly Block[]): StoryBlock[] {
		const told = blocks.map((block) => this.#block(block));
		return told.filter((block, index): block is StoryBlock => {
			if (block?.is !== 'heading') return block !== undefined;
			const rest = told.slice(index + 1).map((one, at) => ({ one, was: blocks[index + 1 + at] as Block }));
			const end = rest.findIndex(({ was }) => was.is === 'heading' && levelOf(was) <= block.level);
			const under = rest.slice(0, end < 0 ? undefined : end).filter(({ was }) => says(was));
			return under.length === 0 || under.some(({ one }) => one !== undefined);
		});
	}

	#blocks(blocks: readonly Block[]): StoryBlock[] {
		return blocks.flatMap((block) => this.#block(block) ?? []);
	}

	#block(block: Block): StoryBlock | undefined {
		switch (block.is) {
			case 'paragraph':
			case 'heading': {
				if (this.#names.namesLeftOut(wordsOf(block.content))) return undefined;
				const runs = this.#runs(block.content);
				if (block.is === 'paragraph') return runs.length > 0 ? { is: 'paragraph', runs } : undefined;
				return { is: 'heading', level: levelOf(block), id: `section-${++this.#headings}`, runs };
			}
			case 'code':
				return this.#names.namesLeftOut(block.text)
					? undefined
					: { is: 'code', text: this.#names.rename(block.text) };
			case 'quote': {
				const inner = this.#blocks(block.blocks);
				return inner.length > 0 ? { is: 'quote', blocks: inner } : undefined;
			}
			case 'list': {
				const items = block.items.map((item) => this.#blocks(item)).filter((item) => item.length > 0);
				return items.length > 0 ? { is: 'list', ordered: block.ordered, items } : undefined;
			}
			case 'rule':
				return { is: 'rule' };
			case 'picture': {
				const { pictureId = null, alt, width, height } = block;
				const words = block.blocks.flatMap((one) => (one.is === 'paragraph' ? [wordsOf(one.content)] : []));
				// A picture of somebody who is left out is told by its description and its caption.
				if ([alt, ...words].some((text) => this.#names.namesLeftOut(text))) return undefined;
				const blocks = this.#blocks(block.blocks);
				return { is: 'picture', pictureId, alt: this.#names.rename(alt), width, height, blocks };
			}
			case 'table': {
				const width = Math.max(0, ...block.rows.map((row) => row.length));
				const rows = block.rows.map((row) =>
					Array.from({ length: width }, (_, column) => this.#blocks(row[column] ?? [])),
				);
				const isSaid = rows.flat().some((cell) => cell.length > 0);
				return isSaid ? { is: 'table', header: block.header, rows } : undefined;
			}
			case 'record':
				return this.#recordQuote(block);
			case 'account':
				return this.#accountQuote(block);
			default:
				return block satisfies never;
		}
	}

	#recordQuote(block: Extract<Block, { is: 'record' }>): StoryBlock | undefined {
		if (block.recordId === undefined) return undefined;
		const record = this.#material.records.get(block.recordId);
		const source = this.#source(block.recordId);
		if (!record || source === undefined) return undefined;
		const { start = 0, end = record.text.length } = block;
		if (this.#names.namesLeftOut(record.text, start, end)) return undefined;
		const text = this.#names.renameCut(record.text, start, end);
		const known = this.#sources[source];
		// Publishing waits until it is said who the quoted are: whoever is still nobody of the cast is a program.
		const author = record.personId === null ? this.#strangerOf(record, true) : (known?.author ?? null);
		if (known) this.#sources[source] = { ...known, author, quoted: known.quoted ?? text };
		return { is: 'record', text, mono: record.mono, source, pull: block.pull };
	}

	#accountQuote(block: Extract<Block, { is: 'account' }>): StoryBlock | undefined {
		const quote = block.quoteId && this.#material.quotes.get(block.quoteId);
		if (!quote) return undefined;
		const by = this.#names.nameOf(quote.personId);
		if (by === null) return undefined;
		const state: QuoteState =
			quote.consent === 'yes' ? 'said yes' : quote.consent === 'asked' ? 'waiting' : 'withdrawn';
		// A no reads like a withdrawal: that somebody refused is nobody's business.
		const isShown = state === 'said yes' && !this.#names.namesLeftOut(quote.text);
		const of = quote.eventId === null ? undefined : this.#eventOf.get(quote.eventId);
		return {
			is: 'account',
			text: isShown ? this.#names.rename(quote.text) : null,
			state,
			by,
			pull: block.pull,
			...(isShown && of !== undefined && { of }),
		};
	}

	#runs(content: readonly Inline[]): StoryRun[] {
		const runs: StoryRun[] = [];
		const texts = this.#names.renameAll(content.map(plainOf));
		for (const [index, inline] of content.entries()) {
			const text = texts[index] ?? '';
			if (inline.is === 'text') {
				if (text !== '') runs.push(this.#textRun(text, inline.marks));
			} else if (inline.is === 'break') runs.push({ text: '\n' });
			else {
				const event = inline.eventId && this.#eventOf.get(inline.eventId);
				if (event !== undefined) runs.push({ event });
			}
		}
		return runs;
	}

	#textRun(text: string, proseMarks: readonly ProseMark[]): StoryRun {
		const marks: Mark[] = [];
		let href: string | undefined;
		for (const mark of proseMarks) {
			if (mark.is === 'link') href = this.#names.href(mark.href);
			else marks.push(mark.is);
		}
		return { text, ...(marks.length > 0 && { marks }), ...(href !== undefined && { href }) };
	}
}

const levelOf = (heading: Extract<Block, { is: 'heading' }>): 2 | 3 => (heading.level === 3 ? 3 : 2);

/** Whether a block is something under a heading: not a heading, a line, or a paragraph that nothing is written in. */
const says = (block: Block): boolean =>
	block.is === 'paragraph' ? block.content.length > 0 : block.is !== 'heading' && block.is !== 'rule';

function wordsOf(content: readonly Inline[]): string {
	return content.map(plainOf).join('');
}

/** A chip ends a name, as a break does not. */
function plainOf(inline: Inline): string {
	return inline.is === 'text' ? inline.text : inline.is === 'break' ? '\n' : '\u{fffc}';
}
