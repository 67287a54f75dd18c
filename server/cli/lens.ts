import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Finding } from '#lib/lens/finding.ts';
import { ok, refuse } from '../refusal.ts';
import type { Command } from './command.ts';

/** The standard input is not bounded beforehand; what is longer than a book is refused. */
const mostBytes = 8 * 1024 * 1024;

/**
 * Reads a text through the language lens. It finds and asks; whatever it finds, it ends well, so that nobody makes a
 * gate of it.
 */
export const lensCommand: Command = {
	where: 'here',
	name: 'lens',
	usage: 'lens FILE|-',
	summary: 'Finds wordings that close a story down, says why, and asks what would open it. It never blocks.',
	required: [],
	files: [1, 1],
	async run({ files: [path = '-'] }) {
		const name = path === '-' ? 'The standard input' : basename(path);
		const found = path === '-' ? undefined : await stat(path).catch(() => undefined);
		if (path !== '-' && !found?.isFile()) return refuse('not_found', `There is no file ${name}.`);
		if ((found?.size ?? 0) > mostBytes) return refuse('too_large', `${name} is larger than 8 MiB.`);
		const written = path === '-' ? await text(process.stdin) : await readFile(path, 'utf8');
		if (written.length > mostBytes) return refuse('too_large', `${name} is larger than 8 MiB.`);
		// Imported here: its lexicon takes a third of a second, and no other command needs it.
		const { createLens } = await import('#lib/lens/lens.ts');
		const findings = createLens().read(written);
		const places = placesOf(written, findings);
		return ok({
			text: print(findings, places),
			json: { findings: findings.map((finding, index) => ({ ...finding, ...places[index] })) },
		});
	},
};

interface Place {
	readonly line: number;
	/** In characters as editors count them: UTF-16, from 1. */
	readonly column: number;
}

/** Findings come in order, so one walk over the lines places them all. */
function placesOf(written: string, findings: readonly Finding[]): Place[] {
	let line = 1;
	let lineStart = 0;
	return findings.map(({ start }) => {
		for (let next = written.indexOf('\n', lineStart); next !== -1 && next < start;) {
			line++;
			lineStart = next + 1;
			next = written.indexOf('\n', lineStart);
		}
		return { line, column: start - lineStart + 1 };
	});
}

function print(findings: readonly Finding[], places: readonly Place[]): string {
	if (findings.length === 0) return 'Nothing stood out.';
	return findings
		.map(({ kind, text, why, question }, index) => {
			const { line = 1, column = 1 } = places[index] ?? {};
			return `${line}:${column}  ${kind}  ${text.replace(/\s+/g, ' ')}\n    ${why}\n    ${question}`;
		})
		.join('\n');
}
