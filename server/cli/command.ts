/** What a command of the command line is. */
import type { Config } from '../config.ts';
import type { Outcome } from '../refusal.ts';
import type { Services } from '../services.ts';

/** What was asked for, ready to be sent to a running server. Paths are absolute. */
export interface CommandRequest {
	readonly command: string;
	/** `--name value`, and `true` for a flag. */
	readonly options: Readonly<Record<string, string | true>>;
	/** Words first, as typed; then files, absolute; `-` stays what it is, the standard input. */
	readonly files: readonly string[];
}

/** What a success says: to people as text, to machines as JSON. */
export interface CommandAnswer {
	readonly text: string;
	readonly json: Readonly<Record<string, unknown>>;
}

interface Shape {
	/** `user create`. */
	readonly name: string;
	/** After `npm run cli --`. */
	readonly usage: string;
	readonly summary: string;
	/** Those that must be given come first in `usage`. */
	readonly required: readonly string[];
	readonly optional?: readonly string[];
	readonly flags?: readonly string[];
	/** How many words come before the files: an id. They are handed over with the files, as they are. */
	readonly words?: number;
	/** How many files it takes. */
	readonly files?: readonly [least: number, most: number];
	/** Options that name a file, made absolute where they were typed. */
	readonly paths?: readonly string[];
}

export type Command = Shape &
	(
		| {
				/** Inside a running server when there is one, else in this process. */
				readonly where: 'beside';
				run(services: Services, request: CommandRequest): Promise<Outcome<CommandAnswer>>;
		  }
		| {
				/** In this process, and only while no server runs on the data. */
				readonly where: 'alone';
				run(config: Config, request: CommandRequest): Promise<Outcome<CommandAnswer>>;
		  }
		| {
				/** In this process, on no data of ours at all. */
				readonly where: 'here';
				run(request: CommandRequest): Promise<Outcome<CommandAnswer>>;
		  }
	);

/** The value of an option that `required` demands. Throws when the command was run without the check. */
export function option({ options }: CommandRequest, name: string): string {
	const value = options[name];
	if (typeof value !== 'string') throw new Error(`--${name} was not checked`);
	return value;
}

/** The value of an option, if it was given. */
export function maybeOption({ options }: CommandRequest, name: string): string | undefined {
	const value = options[name];
	return typeof value === 'string' ? value : undefined;
}
