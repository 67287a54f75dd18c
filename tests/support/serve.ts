/**
 * Our server as a process to be killed or measured: real services over a real `DATA_DIR`, without the pages.
 * `node serve.ts DATA_DIR USERS`; tells its parent `{port, analysis, tokens}`, the tokens only when it made them.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { newId, type UserId } from '#lib/model/ids.ts';
import { readConfig } from '#server/config.ts';
import { createServices, type Services } from '#server/services.ts';

export interface Ready {
	readonly port: number;
	readonly analysis?: string;
	readonly tokens?: readonly string[];
}

const [dataDir = '', users = '0'] = process.argv.slice(2);
const services = await createServices(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }));
const seeded = users === '0' ? {} : await seed(services, Number(users));
const http = createServer(stats);
http.on('upgrade', (request, socket, head) => {
	if (!services.upgrade(request, socket, head as Buffer)) socket.destroy();
});
http.listen(0, '127.0.0.1', () => {
	const address = http.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	process.send?.({ port, ...seeded } satisfies Ready);
});
process.on('disconnect', () => process.exit(0));

/** An analysis with a lead and analysts, and an API token for each of them. */
async function seed({ databases, sessions, analyses }: Services, count: number) {
	const userIds: UserId[] = Array.from({ length: count }, () => newId('user'));
	for (const [index, id] of userIds.entries())
		await databases.core
			.insertInto('user')
			.values({
				id,
				kind: 'account',
				email: `${index}@example.org`,
				name: `Person ${index}`,
				colour: (index % 6) + 1,
				is_admin: 0,
				created_at: 0,
				disabled_at: null,
			})
			.execute();
	const [lead, ...others] = userIds;
	if (lead === undefined) throw new Error('no users');
	const analysis = await analyses.create(lead, { title: 'Load', subject: 'incident', effort: 'standard' });
	for (const userId of others)
		await databases.core
			.insertInto('membership')
			.values({
				analysis_id: analysis,
				user_id: userId,
				role: 'analyst',
				person_id: null,
				added_by: lead,
				added_at: 0,
			})
			.execute();
	const tokens: string[] = [];
	for (const id of userIds) tokens.push(await sessions.makeToken(id, 'load'));
	return { analysis, tokens };
}

function stats(request: IncomingMessage, response: ServerResponse): void {
	if (request.url?.endsWith('gc')) globalThis.gc?.();
	const { user, system } = process.cpuUsage();
	const { rss, heapUsed } = process.memoryUsage();
	const { commits, rows, refused } = services.collab.stats();
	response.end(JSON.stringify({ rss, heapUsed, cpuMs: (user + system) / 1000, commits, rows, refused }));
}
