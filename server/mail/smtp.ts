/** One mail to one address, through the operator's mail server. Never rejects, and never waits for ever. */
import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailConfig } from '../config.ts';

export interface OutgoingMail {
	/** The same at each attempt: whoever receives it twice can tell. */
	readonly messageId: string;
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	readonly headers: Readonly<Record<string, string>>;
}

/**
 * `later`: it surely did not arrive, and may be tried again. `refused`: it surely did not, and never will. `unknown`:
 * the words were handed over and no answer came.
 */
export interface Delivery {
	readonly is: 'sent' | 'later' | 'refused' | 'unknown';
	/** For the operator's log: what the mail server said, without the mail. */
	readonly why?: string | undefined;
	/** The mail server could not be worked with at all: others need not be tried now. */
	readonly isDown?: boolean;
}

export interface MailTransport {
	send(mail: OutgoingMail): Promise<Delivery>;
	/** Ends what is under way. */
	close(): void;
}

export interface Patience {
	/** To connect, and for the first word, in ms. */
	readonly greet: number;
	/** Between two words. */
	readonly idle: number;
	/** For all of it. */
	readonly whole: number;
}

const usual: Patience = { greet: 10_000, idle: 20_000, whole: 60_000 };

type SmtpError = Error & { readonly responseCode?: number | undefined; readonly code?: string | undefined };

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

export function createSmtp(config: MailConfig, patience: Patience = usual): MailTransport {
	const stops = new Set<() => void>();
	let isClosed = false;

	return {
		async send({ messageId, to, subject, text, headers }) {
			const message = new MailComposer({
				...{ from: config.from, to, subject, text, messageId, headers: { ...headers } },
				...{ disableFileAccess: true, disableUrlAccess: true },
			}).compile();
			const bytes = await message.build();
			const { from, to: receivers } = message.getEnvelope();
			if (isClosed) return { is: 'later', why: 'the server stops' };
			const connection = new SMTPConnection({
				...{ host: config.host, port: config.port, secure: config.isSecure },
				// A password and names of people do not cross a network in the open.
				requireTLS: !config.isSecure && !loopback.test(config.host),
				...{ connectionTimeout: patience.greet, greetingTimeout: patience.greet },
				...{ dnsTimeout: patience.greet, socketTimeout: patience.idle, socketCloseTimeout: 0 },
			});
			let isHandedOver = false;
			// Read when the server has said that it takes the message: before that nothing can have arrived.
			const body = new Readable({
				read() {
					isHandedOver = true;
					this.push(bytes);
					this.push(null);
				},
			});
			return new Promise<Delivery>((resolve) => {
				let isOver = false;
				const end = (delivery: Delivery) => {
					if (isOver) return;
					isOver = true;
					clearTimeout(timer);
					stops.delete(stop);
					connection.close();
					resolve(delivery);
				};
				const giveUp = (why: string) => end({ is: isHandedOver ? 'unknown' : 'later', why, isDown: true });
				const stop = () => giveUp('the server stops');
				const fail = (error: SmtpError, isDown: boolean) => {
					const why = error.responseCode === undefined ? error.code : String(error.responseCode);
					if (error.responseCode !== undefined && error.responseCode >= 500 && !isDown)
						end({ is: 'refused', why });
					else if (isHandedOver && error.responseCode === undefined) end({ is: 'unknown', why });
					else end({ is: 'later', why, isDown });
				};
				const timer = setTimeout(() => giveUp('it took too long'), patience.whole);
				stops.add(stop);
				const send = () =>
					connection.send({ from, to: receivers, size: bytes.byteLength }, body, (error) => {
						if (error) fail(error, error.responseCode === undefined);
						else end({ is: 'sent' });
					});
				connection.on('error', (error: SmtpError) => fail(error, true));
				connection.on('end', () => fail(new Error('the connection ended'), true));
				connection.connect((failure) => {
					if (failure) return fail(failure, true);
					if (!config.auth) return send();
					connection.login(config.auth, (error) => {
						if (error) fail(error, true);
						else send();
					});
				});
			});
		},
		close() {
			isClosed = true;
			for (const stop of stops) stop();
		},
	};
}
