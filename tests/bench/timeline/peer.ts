/** The same night for vis-timeline, on a server that gives its page and its files and knows nothing else. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import type { Micros } from '#lib/model/instant.ts';
import { anchorOf } from '#lib/model/time.ts';
import { peers } from '#tests/bench/peers/install.ts';
import type { Seeded } from './night.ts';

const types: Readonly<Record<string, string>> = {
	'.html': 'text/html',
	'.css': 'text/css',
	'.js': 'text/javascript',
};

export interface Peer {
	readonly url: string;
	close(): void;
}

/** Serves a night, to be shown in a window. */
export async function servePeer(
	night: readonly Seeded[],
	window: { readonly from: Micros; readonly to: Micros },
): Promise<Peer> {
	const json = JSON.stringify({
		...itemsOf(night),
		window: { start: window.from / 1000, end: window.to / 1000 },
	});
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://peer');
		const send = (type: string, body: string | Buffer) =>
			response.writeHead(200, { 'content-type': type }).end(body);
		if (pathname === '/night.json') send('application/json', json);
		else
			readFile(new URL(`.${pathname}`, peers)).then(
				(body) => send(types[extname(pathname)] ?? 'application/octet-stream', body),
				() => response.writeHead(404).end(),
			);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (typeof address !== 'object' || !address) throw new Error('the peer has no address');
	return {
		url: `http://127.0.0.1:${address.port}/vis.html`,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}

/** One item on each lane an event is on, as our lanes have it. It knows no doubt: an event is where we anchor it. */
function itemsOf(night: readonly Seeded[]) {
	const groups = new Set<string>();
	const items = night.flatMap(({ id, draft }) => {
		const start = anchorOf(draft.when);
		const end = draft.when.end && anchorOf(draft.when.end);
		if (start === undefined) return [];
		const lanes = [...(draft.people ?? []), ...(draft.systems ?? [])];
		return lanes.map((group) => {
			groups.add(group);
			const item = { id: `${id} ${group}`, group, content: draft.label || draft.title, start: start / 1000 };
			return end === undefined ? item : { ...item, end: end / 1000 };
		});
	});
	return { items, groups: [...groups].map((id) => ({ id, content: id })) };
}
