// The reference server of y-websocket, as its README starts it, keeping nothing.
import { createServer } from 'node:http';
import { setupWSConnection } from '@y/websocket-server/utils';
import { WebSocketServer } from 'ws';
import { stats } from './stats.js';

const http = createServer(stats);
new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (ws, request) => {
	setupWSConnection(ws, request);
});
http.listen(0, '127.0.0.1', () => process.send?.({ port: http.address().port }));
process.on('disconnect', () => process.exit(0));
