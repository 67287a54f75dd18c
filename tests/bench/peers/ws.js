// The floor: every message to everybody else, as it came. No documents, no acknowledgement, nothing kept.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { stats } from './stats.js';

const http = createServer(stats);
const sockets = new Map();
new WebSocketServer({ server: http, perMessageDeflate: false, clientTracking: false }).on(
	'connection',
	(ws, { url }) => {
		const room = sockets.get(url) ?? new Set();
		sockets.set(url, room.add(ws));
		ws.on('message', (data) => {
			for (const other of room) if (other !== ws && other.readyState === 1) other.send(data);
		});
		ws.on('close', () => room.delete(ws));
		ws.on('error', () => {});
	},
);
http.listen(0, '127.0.0.1', () => process.send?.({ port: http.address().port }));
process.on('disconnect', () => process.exit(0));
