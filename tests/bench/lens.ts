/**
 * The language lens against a reader: what it finds in sentences that one person labelled, beside a list of keywords;
 * and what reading costs. `held-out` is a third, by a hash of the id, that nobody looked at while the rules were written:
 * they met it with an F1 of 79.6 (precision 83.7, recall 75.9). Then its errors were read once and constructions added
 * for them, so its figures since say that nothing was lost, and no longer how the rules do on what they never met.
 * Of eight sets from other documents, labelled one after the other by readers who had not seen the rules, it met each
 * before its errors were read, and learned from it then. Three that were chosen for rare kinds and near misses (157, 173
 * and 187 sentences): an F1 of 71.2, 70.8 and 69.0. Five of a mix like the corpus (171 and four of 200), in this order:
 * 79.7, 79.6, 77.6, 79.8 and 82.9, the last with a precision of 91.1. So on what they never met the rules are near 80.
 * `LENS_CORPUS=file` reads another set of the same form.
 * The times are of one process that has read some text before; `first` is what the very first text costs a process.
 */
import { findingKinds } from '#lib/lens/finding.ts';
import { rules } from '#lib/lens/rules.ts';
import { readCorpus, type Labelled } from './lens/corpus.ts';
import { findKeywords, type Found } from './lens/keywords.ts';
import { score } from './lens/score.ts';
import type { Report } from './run.ts';

type Row = Record<string, string | number>;

const longText = 10_000;
const passes = 9;
const keystrokes = 200;

export default async function lens(): Promise<Report> {
	const loading = performance.now();
	const { createLens } = await import('#lib/lens/lens.ts');
	const loaded = performance.now() - loading;
	const corpus = readCorpus();
	const rows: Row[] = [];
	const sentences = corpus?.map(({ text }) => text) ?? ownSentences();
	const first = firstPass(createLens, sentences);
	if (corpus) {
		const ours = createLens();
		rows.push(...quality('second-story', corpus, (text) => ours.read(text)));
		rows.push(...quality('keywords', corpus, findKeywords));
	} else
		process.stderr.write(
			'\nlens: ../shared/data/language/corpus.jsonl IS NOT THERE. Nothing is said about precision and recall; the\n' +
				'times below are of the examples in the table of rules.\n\n',
		);
	rows.push(
		{ subject: 'second-story', scale: 'loading', ms: rounded(loaded) },
		{ subject: 'second-story', scale: `${longText} words, first`, ms: rounded(first) },
		...times(createLens, sentences),
	);
	return { bench: 'lens', rows };
}

function quality(
	subject: string,
	corpus: readonly Labelled[],
	find: (text: string) => readonly Found[],
): Row[] {
	const heldOut = corpus.filter(({ isHeldOut }) => isHeldOut);
	const row = (scale: string, of: readonly Labelled[], kinds?: typeof findingKinds): Row => {
		const { precision, recall, f1, spans, agreed } = score(of, find, kinds);
		return { subject, scale, sentences: of.length, precision, recall, f1, spans, agreed };
	};
	return [
		row('all', corpus),
		row('held-out', heldOut),
		...findingKinds.flatMap((kind) => {
			const only = [kind] as unknown as typeof findingKinds;
			return [row(kind, corpus, only), row(`${kind}, held-out`, heldOut, only)];
		}),
	];
}

type Create = typeof import('#lib/lens/lens.ts').createLens;

/** One sentence, a long text, and a key pressed in it. */
function times(createLens: Create, sentences: readonly string[]): Row[] {
	const each = sentences.map((sentence) => {
		const fresh = createLens();
		return timed(() => fresh.read(sentence));
	});
	const text = longTextOf(sentences);
	const whole = Array.from({ length: passes }, () => timed(() => createLens().read(text.join(' '))));
	const editor = createLens();
	editor.read(text.join(' '));
	const keys = Array.from({ length: keystrokes }, (_, n) => {
		// Someone types a word into one sentence after the other, a letter at a time.
		const at = (Math.floor(n / 5) * 7) % text.length;
		text[at] = `${'words'[n % 5] ?? ''}${text[at] ?? ''}`;
		const joined = text.join(' ');
		return timed(() => editor.read(joined));
	});
	return [
		{ subject: 'second-story', scale: 'a sentence', ...spread(each) },
		{ subject: 'second-story', scale: `${longText} words`, ...spread(whole) },
		{ subject: 'second-story', scale: `a key in ${longText} words`, ...spread(keys) },
	];
}

function firstPass(createLens: Create, sentences: readonly string[]): number {
	const text = longTextOf(sentences).join(' ');
	return timed(() => createLens().read(text));
}

/** Every sentence is another one, so that nothing of the text has been read before. */
function longTextOf(sentences: readonly string[]): string[] {
	const text: string[] = [];
	for (let words = 0, n = 0; words < longText; n++) {
		const sentence = `${n}. ${sentences[n % sentences.length] ?? ''}`;
		words += sentence.split(/\s+/).length;
		text.push(/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);
	}
	return text;
}

const ownSentences = () =>
	rules.flatMap(({ marks, leaves }) => [...marks, ...leaves]).map((text) => text.replace(/[[\]]/g, ''));

function timed(work: () => unknown): number {
	const started = performance.now();
	work();
	return performance.now() - started;
}

function spread(values: readonly number[]): Row {
	const sorted = values.toSorted((a, b) => a - b);
	const at = (part: number) =>
		rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN);
	return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
