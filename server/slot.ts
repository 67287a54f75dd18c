/**
 * Where SvelteKit finds the services. Kit bundles whatever its hooks import, so a direct import would make a
 * second database and a second Hocuspocus; one slot on `globalThis` holds the one object instead. `main.ts` (or,
 * in development, the Vite plugin) fills it before Kit's handler is loaded.
 */
import type { Services } from './services.ts';

const slot = Symbol.for('second-story.services');
type WithSlot = typeof globalThis & { [slot]?: Services };

export function fillSlot(services: Services): void {
	(globalThis as WithSlot)[slot] = services;
}

/** The services of this process. Throws when nothing has filled the slot: the server was started some other way. */
export function services(): Services {
	const filled = (globalThis as WithSlot)[slot];
	if (!filled)
		throw new Error('The services are not there: start the server with "npm start" or "npm run dev".');
	return filled;
}
