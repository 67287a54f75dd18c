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
