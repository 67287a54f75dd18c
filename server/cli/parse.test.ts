import { expect, test } from 'vitest';
import { commands } from './commands.ts';
import { parse } from './parse.ts';

const said = (...words: string[]) => {
	const parsed = parse(words, commands, '/home/ines');
	return parsed.ok ? parsed.value.request : parsed.refusal.message;
};

test('[CM7] a command line becomes a request with absolute paths', () => {
	expect(
		said('user', 'create', '--email', 'i@t.example', '--name', 'Ines C', '--password=p', '--admin'),
	).toEqual({
		command: 'user create',
		options: { email: 'i@t.example', name: 'Ines C', password: 'p', admin: true },
		files: [],
	});
	expect(said('lens', '-')).toEqual({ command: 'lens', options: {}, files: ['-'] });
	expect(said('backup', '--json', '../all.zip')).toEqual({
		command: 'backup',
		options: {},
		files: ['/home/all.zip'],
	});
});

test('[CM7] what is missing, unknown or too much is one sentence with the usage', () => {
	const wrong: [string[], RegExp][] = [
		[[], /^Say what to do: user create, token create/],
		[['dance', 'now'], /^There is no command “dance now”: user create/],
		[['user', 'create', '--email', 'x@y.example'], /^--name is missing\. Usage: npm run cli -- user create/],
		[['user', 'create', '--emial', 'x@y.example'], /--emial.* Usage: /],
		[['user', 'create', '--email'], /--email.* Usage: /],
		[['backup'], /^A file is missing\. Usage: npm run cli -- backup FILE$/],
		[['backup', 'a', 'b'], /^“b” is one too many\. Usage: /],
	];
	for (const [words, sentence] of wrong) {
		expect(said(...words), words.join(' ')).toMatch(sentence);
		expect(said(...words)).not.toContain('\n');
	}
});
