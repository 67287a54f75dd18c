/** The composition root: config → databases → services → SvelteKit's handler → listen → drain. */
import { createServer } from 'node:http';
import { newSecret } from './auth/secret.ts';
import { announceRunning, askRunning, findRunning, withdrawRunning } from './cli/running.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { createFront } from './http/front.ts';
import { createServices } from './services.ts';
import { fillSlot } from './slot.ts';

type Handler = (request: unknown, response: unknown, next?: () => void) => void;

function configOrExit(): Config {
	try {
		return readConfig(process.env);
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		console.error(error.message);
		process.exit(1);
	}
}

const config = configOrExit();
await refuseSecond();
const services = await createServices(config);
fillSlot(services);

// Kit reads its own environment when the handler is loaded; ours is the only one operators need to know.
process.env['ORIGIN'] = config.origin;
const build = new URL(`../${process.env['BUILD_DIR'] ?? 'build'}/handler.js`, import.meta.url);
const { handler } = (await import(build.href)) as { handler: Handler };

const commandSecret = newSecret();
const front = createFront(services, commandSecret);
const server = createServer((request, response) => {
	front(request, response, () =>
		handler(request, response, () => {
			response.statusCode = 404;
			response.end();
		}),
	);
});
server.on('upgrade', (request, socket, head) => {
	if (!services.upgrade(request, socket, head)) socket.destroy();
});
server.on('error', (error: NodeJS.ErrnoException) => {
	console.error(
		error.code === 'EADDRINUSE'
			? `Port ${config.port} on ${config.host} is taken. Stop what uses it, or set PORT.`
			: `The server could not listen: ${error.message}`,
	);
	process.exit(1);
});
server.listen(config.port, config.host, () => {
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : config.port;
	announceRunning(config.dataDir, { pid: process.pid, host: config.host, port, secret: commandSecret });
	void announce();
});

/** Two servers on the same files would each keep documents in memory that the other does not see. */
async function refuseSecond(): Promise<void> {
	const other = findRunning(config.dataDir);
	if (!other || other.pid === process.pid) return;
	// Its process id may have gone to someone else since; only who answers with the secret is one of ours.
	if (!(await askRunning(other, { command: 'ping', options: {}, files: [] }))) return;
	console.error(
		`A server (process ${other.pid}) runs on ${config.dataDir} already. Stop it, or set another DATA_DIR.`,
	);
	process.exit(1);
}

async function announce(): Promise<void> {
	console.log(`Second Story is at ${config.origin}`);
	const secret = await services.accounts.issueFirstRun();
	if (secret !== undefined)
		console.log(
			`Create the first account (this link works once, until the next start):\n${config.origin}/first-run#${secret}`,
		);
}

let draining = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void drain(signal));

/** Takes no more, lets what runs finish, commits what waits, and goes. */
async function drain(signal: string): Promise<void> {
	if (draining) return;
	draining = true;
	services.log.info({ signal }, 'draining');
	// Uploads in flight get a while; then the door is shut.
	const patience = setTimeout(() => server.closeAllConnections(), 10_000);
	server.close();
	server.closeIdleConnections();
	await services.close();
	withdrawRunning(config.dataDir, process.pid);
	clearTimeout(patience);
	process.exit(0);
}

// A last resort: no hook or request may take the others down with it.
process.on('unhandledRejection', (error) => services.log.error({ err: error }, 'an unhandled rejection'));
process.on('uncaughtException', (error) => services.log.error({ err: error }, 'an uncaught exception'));
