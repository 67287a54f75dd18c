/**
 * Makes the story out of the narrative and what it points at. Everything a reader will ever see of it goes through
 * here once, so the choices about names are applied here and nowhere else: to text, chips, sources and quotes.
 */
import type { EventId, RecordId } from '#lib/model/ids.ts';
import { mentionFinder, renameMentions, type Named } from '#lib/model/mentions.ts';
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
export interface StoryPerson extends Named {
	/** What to call them when not by name: “the infrastructure lead”. */
	readonly role: string;
}

/** How a person appears: by name, by role, or not at all. */
export type Appearance = 'name' | 'role' | 'left_out';

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
	readonly disagreements?: readonly string[];
}

/** The story as it would be read. Pure: the same material gives the same story. */
export function buildStory(material: StoryMaterial): StorySnapshot {
	const builder = new Builder(material);
	return builder.build();
}

class Builder {
	readonly #material: StoryMaterial;
	readonly #people: ReadonlyMap<string, StoryPerson>;
	readonly #find: (text: string) => ReturnType<ReturnType<typeof mentionFinder>>;
	readonly #roles: ReadonlyMap<string, string>;
	readonly #sources: StorySource[] = [];
	readonly #sourceOf = new Map<string, number>();
	readonly #events: StoryEvent[] = [];
	readonly #eventOf = new Map<string, number>();
	#headings = 0;

	constructor(material: StoryMaterial) {
		this.#material = material;
		this.#people = new Map(material.cast.map((person) => [person.id, person]));
		this.#find = mentionFinder(material.cast);
		this.#roles = new Map(
			material.cast.filter(({ id }) => this.#appearance(id) === 'role').map(({ id, role }) => [id, role]),
		);
	}

	build(): StorySnapshot {
		const { analysis, moments, openThreads } = this.#material;
		// Events first and all of them, in the order of time: a chip then is an index, and the strip is complete.
		for (const moment of moments) this.#addEvent(moment);
		const blocks = this.#blocks(this.#material.blocks);
		const disagreements = (this.#material.disagreements ?? [])
			.filter((words) => !this.#namesLeftOut(words))
			.map((words) => this.#rename(words));
		return {
			version: 1,
			...analysis,
			title: this.#rename(analysis.title),
			standfirst: this.#rename(analysis.standfirst),
			blocks,
			events: this.#events,
			sources: this.#sources,
			openThreads,
			...(disagreements.length > 0 && { disagreements }),
		};
	}

	#appearance(personId: string): Appearance {
		return this.#material.appearance.get(personId) ?? 'name';
	}

	#rename(text: string): string {
		return renameMentions(text, this.#find, this.#roles);
	}

	/** Whether somebody who is to be left out is named in these words. */
	#namesLeftOut(text: string): boolean {
		return this.#find(text).some(({ id }) => this.#appearance(id) === 'left_out');
	}

	#nameOf(personId: string): string | null {
		const person = this.#people.get(personId);
		if (!person) return null;
		const appearance = this.#appearance(personId);
		if (appearance === 'left_out') return null;
		return appearance === 'role' ? person.role : person.name;
	}

	#addEvent(moment: StoryMoment): void {
		const people = moment.people.filter((id) => this.#appearance(id) !== 'left_out');
		const isOnlyTheirs = moment.people.length > 0 && people.length === 0;
		if (isOnlyTheirs || this.#namesLeftOut(moment.title)) return;
		for (const id of [moment.id, ...(moment.former ?? [])]) this.#eventOf.set(id, this.#events.length);
		this.#events.push({
			id: moment.id,
			kind: moment.kind,
			title: this.#rename(moment.title),
			time: moment.time,
			at: moment.at,
			people: people.map((id) => this.#nameOf(id)).filter((name) => name !== null),
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
		if (person !== null && this.#appearance(person) === 'left_out') return undefined;
		const index = this.#sources.length;
		this.#sources.push({
			recordId,
			label: record.label,
			author: person === null ? record.author && this.#rename(record.author) : this.#nameOf(person),
			quoted: null,
		});
		this.#sourceOf.set(recordId, index);
		return index;
	}

	#blocks(blocks: readonly Block[]): StoryBlock[] {
		return blocks.flatMap((block) => this.#block(block) ?? []);
	}

	#block(block: Block): StoryBlock | undefined {
		switch (block.is) {
			case 'paragraph':
			case 'heading': {
				if (this.#namesLeftOut(wordsOf(block.content))) return undefined;
				const runs = this.#runs(block.content);
				if (block.is === 'paragraph') return runs.length > 0 ? { is: 'paragraph', runs } : undefined;
				return { is: 'heading', level: block.level === 3 ? 3 : 2, id: `section-${++this.#headings}`, runs };
			}
			case 'code':
				return this.#namesLeftOut(block.text) ? undefined : { is: 'code', text: this.#rename(block.text) };
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
				if ([alt, ...words].some((text) => this.#namesLeftOut(text))) return undefined;
				const blocks = this.#blocks(block.blocks);
				return { is: 'picture', pictureId, alt: this.#rename(alt), width, height, blocks };
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
		const words = record.text.slice(block.start ?? 0, block.end ?? record.text.length);
		if (this.#namesLeftOut(words)) return undefined;
		const text = this.#rename(words);
		const known = this.#sources[source];
		if (known) this.#sources[source] = { ...known, quoted: known.quoted ?? text };
		return { is: 'record', text, mono: record.mono, source, pull: block.pull };
	}

	#accountQuote(block: Extract<Block, { is: 'account' }>): StoryBlock | undefined {
		const quote = block.quoteId && this.#material.quotes.get(block.quoteId);
		if (!quote) return undefined;
		const by = this.#nameOf(quote.personId);
		if (by === null) return undefined;
		const state: QuoteState =
			quote.consent === 'yes' ? 'said yes' : quote.consent === 'asked' ? 'waiting' : 'withdrawn';
		// A no reads like a withdrawal: that somebody refused is nobody's business.
		const isShown = state === 'said yes' && !this.#namesLeftOut(quote.text);
		const of = quote.eventId === null ? undefined : this.#eventOf.get(quote.eventId);
		return {
			is: 'account',
			text: isShown ? this.#rename(quote.text) : null,
			state,
			by,
			pull: block.pull,
			...(isShown && of !== undefined && { of }),
		};
	}

	#runs(content: readonly Inline[]): StoryRun[] {
		const runs: StoryRun[] = [];
		for (const inline of content) {
			if (inline.is === 'text') {
				if (inline.text !== '') runs.push(this.#textRun(inline.text, inline.marks));
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
			if (mark.is === 'link') href = mark.href;
			else marks.push(mark.is);
		}
		return {
			text: this.#rename(text),
			...(marks.length > 0 && { marks }),
			...(href !== undefined && { href }),
		};
	}
}

function wordsOf(content: readonly Inline[]): string {
	return content.map((inline) => (inline.is === 'text' ? inline.text : ' ')).join('');
}
