/**
 * `npm run cli -- …` (DESIGN §8). Exit 0 and the answer, or exit 1 and one clear line. Beside a running server it
 * has that server do it; else it opens the data itself.
 */
import { ConfigError, readConfig, type Config } from '../config.ts';
import { refuse, type Outcome } from '../refusal.ts';
import type { Command, CommandAnswer, CommandRequest } from './command.ts';
import { commands } from './commands.ts';
import { parse } from './parse.ts';
import { askRunning, findRunning } from './running.ts';

// npm changes into the project's folder; file names mean the folder in which people typed them.
const base =
	process.env['npm_lifecycle_event'] === 'cli' ? (process.env['INIT_CWD'] ?? process.cwd()) : process.cwd();

const words = process.argv.slice(2);
if (words.length === 0 || words.includes('--help')) help();
else process.exitCode = await main();

async function main(): Promise<number> {
	const parsed = parse(words, commands, base);
	if (!parsed.ok) return fail(parsed.refusal, words.includes('--json'));
	const { command, request, json } = parsed.value;
	if (command.where === 'here') {
		const answer = await command.run(request);
		if (!answer.ok) return fail(answer.refusal, json);
		console.log(json ? JSON.stringify(answer.value.json) : answer.value.text);
		return 0;
	}
	let config: Config;
	try {
		config = { ...readConfig(process.env), logLevel: 'silent' };
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		return fail({ code: 'invalid', message: error.message }, json);
	}
	const answer = await run(config, command, request);
	if (!answer.ok) return fail(answer.refusal, json);
	console.log(json ? JSON.stringify(answer.value.json) : answer.value.text);
	// A doctor who found something wrong has answered, and still must not look well to a script.
	return answer.value.json['healthy'] === false ? 1 : 0;
}

async function run(
	config: Config,
	command: Exclude<Command, { readonly where: 'here' }>,
	request: CommandRequest,
): Promise<Outcome<CommandAnswer>> {
	const running = findRunning(config.dataDir);
	if (command.where === 'alone') {
		if (running)
			return refuse(
				'conflict',
				`A server (process ${running.pid}) runs on this data. Stop it, then run this again. Nothing was changed.`,
			);
		return command.run(config, request);
	}
	const answered = running && (await askRunning(running, request));
	if (answered) return answered;
	// Imported here: beside a running server the command line needs none of it.
	const { createServices } = await import('../services.ts');
	const services = await createServices(config);
	try {
		return await command.run(services, request);
	} finally {
		await services.close();
	}
}

function fail({ code, message }: { code: string; message: string }, json: boolean): 1 {
	if (json) console.log(JSON.stringify({ error: { code, message } }));
	else console.error(message);
	return 1;
}

function help(): void {
	console.log('npm run cli -- COMMAND [--json]\n');
	for (const { usage, summary } of commands) console.log(`  ${usage}\n      ${summary}`);
}
