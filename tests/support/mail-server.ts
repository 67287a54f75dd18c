/** A real mail server on loopback, which keeps what it takes and answers as a test tells it to. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { MailConfig } from '#server/config.ts';

export interface TakenMail {
	readonly to: string;
	/** As it came: headers, an empty line, the text. */
	readonly raw: string;
	/** Its text, decoded. */
	readonly text: string;
}

export interface MailServer {
	readonly config: MailConfig;
	readonly taken: TakenMail[];
	/** What it says to the next messages instead of taking them: a code, or `hang`, which says nothing. */
	answers: (number | 'hang')[];
	close(): Promise<void>;
}

/** One that takes mail of whoever signs in as `story` with the password `secret`. */
export async function openMailServer(): Promise<MailServer> {
	const taken: TakenMail[] = [];
	const smtp = new SMTPServer({
		disabledCommands: ['STARTTLS'],
		disableReverseLookup: true,
		logger: false,
		// Plain words on loopback only.
		allowInsecureAuth: true,
		onAuth({ username, password }, _session, done) {
			if (username === 'story' && password === 'secret') done(null, { user: username });
			else done(new Error('no'));
		},
		onData(stream, session, done) {
			const parts: Buffer[] = [];
			stream.on('data', (part: Buffer) => parts.push(part));
			stream.on('end', () => {
				const answer = server.answers.shift();
				if (answer === 'hang') return;
				if (answer !== undefined) {
					done(Object.assign(new Error('not now'), { responseCode: answer }));
					return;
				}
				const raw = Buffer.concat(parts).toString('utf8');
				taken.push({ to: session.envelope.rcptTo[0]?.address ?? '', raw, text: textOf(raw) });
				done();
			});
		},
	});
	smtp.on('error', () => undefined);
	await new Promise<void>((resolve) => {
		smtp.listen(0, '127.0.0.1', () => resolve());
	});
	const server: MailServer = {
		config: configAt((smtp.server.address() as AddressInfo).port),
		taken,
		answers: [],
		close: () =>
			new Promise((resolve) => {
				smtp.close(() => resolve());
			}),
	};
	return server;
}

/** One that takes connections and never says a word. */
export async function openSilentServer(): Promise<{ config: MailConfig; close(): Promise<void> }> {
	const sockets = new Set<Socket>();
	const silent = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
	});
	await new Promise<void>((resolve) => {
		silent.listen(0, '127.0.0.1', () => resolve());
	});
	return {
		config: configAt((silent.address() as AddressInfo).port),
		close: () =>
			new Promise((resolve) => {
				for (const socket of sockets) socket.destroy();
				silent.close(() => resolve());
			}),
	};
}

function configAt(port: number): MailConfig {
	return {
		...{ host: '127.0.0.1', port, isSecure: false, from: 'Second Story <story@house.example>' },
		auth: { user: 'story', pass: 'secret' },
	};
}

/** The text of a mail of one part, whether it was sent as it is, quoted-printable or base64. */
function textOf(raw: string): string {
	const [head = '', ...rest] = raw.split('\r\n\r\n');
	const body = rest.join('\r\n\r\n');
	const encoding = /^content-transfer-encoding: (\S+)/im.exec(head)?.[1];
	if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
	if (encoding !== 'quoted-printable') return body;
	const bytes = body
		.replace(/=\r\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
