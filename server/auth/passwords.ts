/** Passwords: argon2id through Node's own crypto, kept as PHC strings so that the cost can be raised later. */
import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);
/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 50 ms, off the main thread. */
const memory = 19 * 1024;
const passes = 2;
const parallelism = 1;
const tagLength = 32;

export const shortestPassword = 10;
export const longestPassword = 200;

/** One clear sentence when the password cannot be taken, else undefined. */
export function passwordProblem(password: string): string | undefined {
	if (password.length < shortestPassword)
		return `A password needs at least ${shortestPassword} characters. A few words in a row work well.`;
	if (password.length > longestPassword) return `A password has at most ${longestPassword} characters.`;
	return undefined;
}

export async function hashPassword(password: string): Promise<string> {
	const nonce = randomBytes(16);
	const tag = await derive('argon2id', parameters(password, nonce, memory, passes, parallelism));
	const part = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
	return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${part(nonce)}$${part(tag)}`;
}

/** Whether the password is the one behind the PHC string; false for a string of another scheme. */
export async function passwordMatches(password: string, phc: string): Promise<boolean> {
	const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(phc);
	if (!match) return false;
	const [, m, t, p, nonce, tag] = match;
	const expected = Buffer.from(tag ?? '', 'base64');
	const given = await derive(
		'argon2id',
		parameters(password, Buffer.from(nonce ?? '', 'base64'), Number(m), Number(t), Number(p)),
	);
	return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
}

function parameters(
	message: string,
	nonce: Buffer,
	memory: number,
	passes: number,
	parallelism: number,
): Argon2Parameters {
	return { message: message.normalize('NFC'), nonce, parallelism, tagLength, memory, passes };
}
