/** Services, API and the command line's door on a free port, without pages; prints its origin. For tests that need a process to talk to or to kill. */
import { createServer } from 'node:http';
import { newSecret } from '#server/auth/secret.ts';
import { announceRunning, withdrawRunning } from '#server/cli/running.ts';
import { readConfig } from '#server/config.ts';
import { createFront } from '#server/http/front.ts';
import { createServices } from '#server/services.ts';

const config = readConfig(process.env);
const services = await createServices(config);
const secret = newSecret();
const front = createFront(services, secret);
const server = createServer((request, response) =>
	front(request, response, () => response.writeHead(404).end()),
);
server.on('upgrade', (request, socket, head) => {
	if (!services.upgrade(request, socket, head)) socket.destroy();
});
server.listen(config.port, config.host, () => {
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	announceRunning(config.dataDir, { pid: process.pid, host: config.host, port, secret });
	console.log(`http://${config.host}:${port}`);
});
process.on('SIGTERM', () => {
	server.close();
	server.closeAllConnections();
	void services.close().then(() => {
		withdrawRunning(config.dataDir, process.pid);
		process.exit(0);
	});
});
