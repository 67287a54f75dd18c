/** From the words of a command line to a request, or to one clear sentence. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ok, refuse, type Outcome } from '../refusal.ts';
import type { Command, CommandRequest } from './command.ts';

export interface Parsed {
	readonly command: Command;
	readonly request: CommandRequest;
	/** `--json`: answer for machines. */
	readonly json: boolean;
}

/** `base` is the folder that file names are relative to. */
export function parse(words: readonly string[], commands: readonly Command[], base: string): Outcome<Parsed> {
	const command = commands.find(({ name }) => {
		const parts = name.split(' ');
		return parts.every((part, index) => words[index] === part);
	});
	if (!command) {
		const asked = words.filter((word) => !word.startsWith('-')).slice(0, 2);
		return refuse(
			'invalid',
			`${asked.length === 0 ? 'Say what to do' : `There is no command “${asked.join(' ')}”`}: ${commands.map(({ name }) => name).join(', ')}.`,
		);
	}
	const {
		required,
		optional = [],
		flags = [],
		words: ids = 0,
		files: [least, most] = [0, 0],
		paths = [],
	} = command;
	const wrong = (what: string) => refuse('invalid', `${what} Usage: npm run cli -- ${command.usage}`);
	let values: Record<string, string | boolean | undefined>;
	let positionals: string[];
	try {
		const named = [...required, ...optional].map((name) => [name, { type: 'string' }] as const);
		const bare = [...flags, 'json'].map((name) => [name, { type: 'boolean' }] as const);
		({ values, positionals } = parseArgs({
			args: words.slice(command.name.split(' ').length),
			options: Object.fromEntries([...named, ...bare]),
			allowPositionals: true,
		}) as { values: Record<string, string | boolean | undefined>; positionals: string[] });
	} catch (error) {
		return wrong(`${(error as Error).message.split('. ')[0] ?? ''}.`);
	}
	const missing = required.find((name) => !values[name]);
	if (missing !== undefined) return wrong(`--${missing} is missing.`);
	if (positionals.length < ids) return wrong('The id is missing.');
	if (positionals.length < ids + least) return wrong('A file is missing.');
	if (positionals.length > ids + most) return wrong(`“${positionals[ids + most]}” is one too many.`);
	const options: Record<string, string | true> = {};
	for (const [name, value] of Object.entries(values)) {
		if (name === 'json' || value === undefined || value === false) continue;
		options[name] = typeof value === 'string' && paths.includes(name) ? resolve(base, value) : value;
	}
	return ok({
		command,
		json: values['json'] === true,
		request: {
			command: command.name,
			options,
			files: positionals.map((word, index) => (index < ids || word === '-' ? word : resolve(base, word))),
		},
	});
}
