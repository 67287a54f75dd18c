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
			const [{ readConfig }, { createServices }, { fillSlot }, { createFront }] = await Promise.all([
				import('./config.ts'),
				import('./services.ts'),
				import('./slot.ts'),
				import('./http/front.ts'),
			]);
			const port = vite.config.server.port ?? 5173;
			const config = readConfig({ PORT: String(port), LOG_LEVEL: 'warn', ...process.env });
			const services = await createServices(config);
			fillSlot(services);
			vite.middlewares.use(createFront(services));
			httpServer.on('upgrade', (request, socket, head) => {
				// Not ours: Vite's own socket for hot reload.
				services.upgrade(request, socket, head as Buffer);
			});
			httpServer.on('close', () => void services.close());
			const secret = await services.accounts.issueFirstRun();
			if (secret !== undefined) console.log(`Create the first account: ${config.origin}/first-run#${secret}`);
		},
	};
}
