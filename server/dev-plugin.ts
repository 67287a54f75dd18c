/** `npm run dev`: the same services and sockets as in production, inside Vite's own server. */
import type { Plugin } from 'vite';

/** Opens the services when Vite serves (never when it builds or tests), fills the slot, and takes the upgrades that are ours. */
export function serverInDev(): Plugin {
	return {
		name: 'second-story-server',
		apply: 'serve',
		async configureServer(vite) {
			const { httpServer } = vite;
			if (!httpServer || process.env['VITEST']) return;
			// Imported here, not above: building must not open a database.
			const [{ readConfig }, { createServices }, { fillSlot }, { createFront }, running, { newSecret }] =
				await Promise.all([
					import('./config.ts'),
					import('./services.ts'),
					import('./slot.ts'),
					import('./http/front.ts'),
					import('./cli/running.ts'),
					import('./auth/secret.ts'),
				]);
			const port = vite.config.server.port ?? 5173;
			const config = readConfig({ PORT: String(port), LOG_LEVEL: 'warn', ...process.env });
			const services = await createServices(config);
			fillSlot(services);
			const secret = newSecret();
			vite.middlewares.use(createFront(services, secret));
			httpServer.on('listening', () =>
				running.announceRunning(config.dataDir, { pid: process.pid, host: config.host, port, secret }),
			);
			httpServer.on('upgrade', (request, socket, head) => {
				// Not ours: Vite's own socket for hot reload.
				services.upgrade(request, socket, head as Buffer);
			});
			httpServer.on('close', () => {
				running.withdrawRunning(config.dataDir, process.pid);
				void services.close();
			});
			const first = await services.accounts.issueFirstRun();
			if (first !== undefined) console.log(`Create the first account: ${config.origin}/first-run#${first}`);
		},
	};
}
