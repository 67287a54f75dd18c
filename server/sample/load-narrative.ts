/**
 * The narrative as the first round read it, with chips and quotes that lead to what became of their sources; what was
 * edited since; and the threads on it.
 */
import type { QuoteId } from '#lib/model/ids.ts';
import { parseMarkdown } from '#lib/model/markdown.ts';
import { appendBlocks, narrativeOf, readNarrative } from '#lib/model/narrative.ts';
import { replaceText } from '#lib/model/prose-write.ts';
import type { Passage } from '#lib/model/prose.ts';
import type { ThreadTarget } from '#lib/model/thread.ts';
import { ok, refuse, type Outcome } from '../refusal.ts';
import { ms, must, type Copy } from './copy.ts';
import type { Sample, SampleThread } from './files.ts';

const author = 'ines-caldeira';
const quoted = /\[\[account:([^\]]+)\]\]/;

/** Asks for the quotes as an analyst would (their people said yes), then writes the text. */
export async function loadNarrative(
	copy: Copy,
	sharedAccounts: ReadonlyMap<string, string>,
): Promise<Outcome<void>> {
	const { services, sample, analysis, leadId, events, records } = copy;
	const quotes = new Map<string, QuoteId>();
	const text = beforeEdits(sample, sample.narrative);
	for (const line of text.split('\n')) {
		const key = quoted.exec(line)?.[1];
		if (key === undefined) continue;
		const words = wordsIn(line);
		const asked = await services.sharing.ask(leadId, analysis, {
			sharedAccountId: must(sharedAccounts, key),
			text: words,
		});
		if (!asked.ok) return asked;
		quotes.set(`${key} ${words}`, asked.value.id as QuoteId);
	}
	const texts = new Map(
		(await services.evidence.records.find(analysis, [...records.values()])).map(({ id, text }) => [
			id,
			text,
		]),
	);
	const { blocks, unknown } = parseMarkdown(text, {
		event: (slug) => events.get(slug),
		record(key, words) {
			const recordId = records.get(key);
			if (recordId === undefined) return undefined;
			const whole = texts.get(recordId) ?? '';
			const start = whole.indexOf(words);
			return start === -1 || words === whole
				? { recordId }
				: { recordId, start, end: start + words.length };
		},
		account: (key, words) => quotes.get(`${key} ${words}`),
	});
	if (unknown.length > 0)
		return refuse('unavailable', `The sample's narrative cites what is not there: ${unknown.join(', ')}.`);
	await services.collab.writeAs(must(copy.writers, author), { analysis, kind: 'narrative' }, (doc, origin) =>
		appendBlocks(doc, blocks, origin),
	);
	return ok(undefined);
}

/** Words of the narrative as they read in the first round. */
export function beforeEdits({ edits }: Pick<Sample, 'edits'>, words: string): string {
	return edits.reduce((text, { before, now }) => text.replace(now, before), words);
}

/** What was edited after the first round, each in the name of whoever did. */
export async function loadEdits({ services, sample, analysis, writers }: Copy): Promise<void> {
	for (const { by, before, now } of sample.edits) {
		const isDone = await services.collab.writeAs(
			must(writers, by),
			{ analysis, kind: 'narrative' },
			(doc, origin) => {
				const passage = readNarrative(doc).find(({ text }) => text.includes(before));
				if (!passage) return false;
				const start = passage.text.indexOf(before);
				const at = { passageId: passage.passageId, start, end: start + before.length };
				return replaceText(narrativeOf(doc), at, before, now, origin);
			},
		);
		if (!isDone) throw new Error(`the sample edits “${before}”, which its narrative does not hold`);
	}
}

/** The quoted words of a line of Markdown, without its marks. */
const wordsIn = (line: string) => /^>\s*[“"](.*)[”"]\s*\[\[/.exec(line)?.[1] ?? '';

/** Takes the threads over with their authors and times, each on the words or the event that it is about. */
export async function loadThreads(copy: Copy): Promise<Outcome<void>> {
	const { services, sample, analysis, writers } = copy;
	const passages = await services.collab.read({ analysis, kind: 'narrative' }, (doc) => readNarrative(doc));
	for (const thread of sample.threads) {
		const comments = thread.comments.map(({ by, at, text }) => ({
			by: must(writers, by),
			at: ms(at),
			body: text,
		}));
		const taken = await services.threads.take(analysis, {
			on: targetOf(copy, thread, passages),
			kind: thread.kind,
			proposal: thread.suggestion?.replacement,
			comments,
			// The sample says that it was resolved and how; its last word is when.
			...(thread.state === 'resolved' && {
				resolved: {
					by: must(writers, author),
					at: comments.at(-1)?.at ?? ms(sample.manifest.asOf),
					resolution: thread.resolution ?? undefined,
				},
			}),
		});
		if (!taken.ok) return taken;
		copy.threads.set(thread.id, taken.value);
	}
	return ok(undefined);
}

function targetOf(copy: Copy, { id, anchor }: SampleThread, passages: readonly Passage[]): ThreadTarget {
	if (anchor.kind === 'event') return { event: must(copy.events, anchor.id) };
	const { quote } = anchor;
	const passage = passages.find(({ text }) => text.includes(quote));
	if (!passage) throw new Error(`the words of the sample's thread ${id} are not in the narrative`);
	const start = passage.text.indexOf(quote);
	return { passageId: passage.passageId, quote, start, end: start + quote.length };
}
