/** The environment, read once (DESIGN §8). A bad value stops the start with one clear line. */
import { resolve } from 'node:path';

export interface Config {
	readonly port: number;
	readonly host: string;
	/** The public address, without a trailing slash. */
	readonly origin: string;
	readonly dataDir: string;
	/** Undefined: SQLite inside `dataDir`. */
	readonly databaseUrl: string | undefined;
	readonly trustedProxyHops: number;
	readonly importMaxBytes: number;
	readonly logLevel: LogLevel;
	/** Undefined: nothing is mailed. */
	readonly mail: MailConfig | undefined;
}

/** The mail server that takes our mail, and whom it comes from. */
export interface MailConfig {
	readonly host: string;
	readonly port: number;
	/** TLS from the first byte; else it begins plain and is raised where the server can. */
	readonly isSecure: boolean;
	readonly auth: { readonly user: string; readonly pass: string } | undefined;
	readonly from: string;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

/** Thrown by `readConfig`; its message is one line for the operator. */
export class ConfigError extends Error {}

/** Reads the environment. Throws `ConfigError` naming the variable, its value and what it should be. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
	const port = wholeNumber(env, 'PORT', 3000, 0, 65_535);
	const host = env['HOST'] || '127.0.0.1';
	return {
		port,
		host,
		origin: origin(env, `http://127.0.0.1:${port}`),
		dataDir: resolve(env['DATA_DIR'] || './data'),
		databaseUrl: databaseUrl(env),
		trustedProxyHops: wholeNumber(env, 'TRUSTED_PROXY_HOPS', 0, 0, 16),
		importMaxBytes: wholeNumber(env, 'IMPORT_MAX_BYTES', 2 ** 33, 1, Number.MAX_SAFE_INTEGER),
		logLevel: logLevel(env),
		mail: mail(env),
	};
}

function wholeNumber(
	env: Readonly<Record<string, string | undefined>>,
	name: string,
	fallback: number,
	least: number,
	most: number,
): number {
	const text = env[name];
	if (text === undefined || text === '') return fallback;
	const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
	if (!(value >= least && value <= most))
		throw new ConfigError(`${name} is "${text}"; it takes a whole number from ${least} to ${most}.`);
	return value;
}

function origin(env: Readonly<Record<string, string | undefined>>, fallback: string): string {
	const text = env['ORIGIN'];
	if (text === undefined || text === '') return fallback;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '')
		throw new ConfigError(
			`ORIGIN is "${text}"; it takes the public address people type, like https://story.example.org.`,
		);
	return url.origin;
}

function databaseUrl(env: Readonly<Record<string, string | undefined>>): string | undefined {
	const text = env['DATABASE_URL'];
	if (text === undefined || text === '') return undefined;
	if (!/^postgres(ql)?:\/\//.test(text))
		throw new ConfigError(
			'DATABASE_URL does not begin with postgres://; leave it out to keep SQLite files inside DATA_DIR.',
		);
	return text;
}

function logLevel(env: Readonly<Record<string, string | undefined>>): LogLevel {
	const text = env['LOG_LEVEL'] || 'info';
	const level = logLevels.find((known) => known === text);
	if (!level) throw new ConfigError(`LOG_LEVEL is "${text}"; it takes one of ${logLevels.join(', ')}.`);
	return level;
}

function mail(env: Readonly<Record<string, string | undefined>>): MailConfig | undefined {
	const text = env['SMTP_URL'];
	const from = env['MAIL_FROM'];
	if (text === undefined || text === '') return undefined;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const [user, pass] = [url?.username ?? '', url?.password ?? ''].map(decoded);
	// It may hold a password, so it is not said again.
	if (
		!url ||
		!/^smtps?:$/.test(url.protocol) ||
		url.hostname === '' ||
		user === undefined ||
		pass === undefined
	)
		throw new ConfigError(
			'SMTP_URL is no address of a mail server; it takes smtps://user:password@host:port, or smtp://host:port.',
		);
	if (from === undefined || !/^(?:[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/.test(from.trim()))
		throw new ConfigError(
			`MAIL_FROM is "${from ?? ''}"; with SMTP_URL it takes whom mail comes from, like "Second Story <story@example.org>".`,
		);
	const isSecure = url.protocol === 'smtps:';
	return {
		host: url.hostname.replace(/^\[|\]$/g, ''),
		port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port),
		isSecure,
		auth: user === '' ? undefined : { user, pass },
		from: from.trim(),
	};
}

function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}
