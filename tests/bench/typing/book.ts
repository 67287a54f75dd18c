/** The built server with a long narrative in it, threads on it, and ten people who write. */
import { startServer } from '#tests/e2e/support/server.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { appendBlocks, readNarrative } from '#lib/model/narrative.ts';
import type { Block, Inline, Passage } from '#lib/model/prose.ts';
import { readConfig } from '#server/config.ts';
import { createServices } from '#server/services.ts';

export interface Book {
	readonly origin: string;
	readonly analysis: AnalysisId;
	/** As it was written, in reading order. */
	readonly passages: readonly Passage[];
	/** Of the one at the screen: signed in. */
	readonly cookie: { readonly name: string; readonly value: string };
	/** Of the others, for sockets. */
	readonly tokens: readonly string[];
	close(): Promise<void>;
}

const password = 'a few words in a row';
const words =
	'Priya reads the graph and sees lag climbing for an hour while the call stays quiet and nobody in the room knows that broker two has not come back so it makes sense to wait for the next page'.split(
		' ',
	);

/** A narrative of so many words in paragraphs of sixty, with a heading before every tenth. */
function chapters(count: number): readonly Block[] {
	const blocks: Block[] = [];
	const text = (value: string): Inline => ({ is: 'text', text: value, marks: [] });
	for (let n = 0; n * 60 < count; n++) {
		if (n % 10 === 0) blocks.push({ is: 'heading', level: 2, content: [text(`Part ${n / 10 + 1}`)] });
		const sentence = Array.from({ length: 59 }, (_, at) => words[(n * 7 + at) % words.length]).join(' ');
		blocks.push({ is: 'paragraph', content: [text(`${n} ${sentence}.`)] });
	}
	return blocks;
}

export async function openBook(options: {
	readonly words: number;
	readonly threads: number;
	readonly writers: number;
}): Promise<Book> {
	const server = await startServer({ LOG_LEVEL: 'error' });
	await server.stop();
	const services = await createServices(
		readConfig({ DATA_DIR: server.dataDir, ORIGIN: server.origin, LOG_LEVEL: 'silent' }),
	);
	const account = async (name: string) => {
		const made = await services.accounts.create({ email: `${name}@book.example`, name, password });
		if (!made.ok) throw new Error(made.refusal.message);
		return made.value.userId;
	};
	const author = await account('author');
	const analysis = await services.analyses.create(author, {
		title: 'A long story',
		subject: 'incident',
		effort: 'deep',
		date: '2026-03-11',
	});
	const tokens: string[] = [];
	for (let n = 0; n < options.writers; n++) {
		const writer = await account(`writer${n}`);
		const joined = await services.members.add(author, analysis, `writer${n}@book.example`, 'analyst');
		if (!joined.ok) throw new Error(joined.refusal.message);
		tokens.push(await services.sessions.makeToken(writer, 'bench'));
	}
	const narrative = { analysis, kind: 'narrative' } as const;
	await services.collab.writeAs(author, narrative, (doc, origin) =>
		appendBlocks(doc, chapters(options.words), origin),
	);
	const passages = await services.collab.read(narrative, readNarrative);
	const long = passages.filter(({ text }) => text.length > 100);
	for (let n = 0; n < options.threads; n++) {
		const passage = long[Math.floor((n * long.length) / options.threads)];
		if (!passage) throw new Error('a narrative without passages');
		const start = 20 + (n % 5) * 10;
		const quote = passage.text.slice(start, start + 24);
		const opened = await services.threads.open(author, analysis, {
			on: { passageId: passage.passageId, quote, start, end: start + 24 },
			kind: 'question',
			body: `What did they see here? ${n}`,
		});
		if (!opened.ok) throw new Error(opened.refusal.message);
	}
	await services.close();
	await server.start();
	const entered = await fetch(`${server.origin}/api/v1/sign-in`, {
		method: 'POST',
		headers: { origin: server.origin, 'content-type': 'application/json' },
		body: JSON.stringify({ email: 'author@book.example', password }),
	});
	const [pair = ''] = (entered.headers.get('set-cookie') ?? '').split(';', 1);
	const [name = '', value = ''] = pair.split('=');
	if (entered.status !== 204 || value === '') throw new Error(`signing in was answered ${entered.status}`);
	return { origin: server.origin, analysis, passages, cookie: { name, value }, tokens, close: server.remove };
}
