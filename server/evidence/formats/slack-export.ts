/** A Slack export: a zip or folder of channels, or a single day of one channel. */
import { cutText, type Format, type InputFile, type Reading, Unreadable } from './format.ts';
import { readEpoch } from './instant.ts';
import { elementSpans, memberSpan, rootSpan, valueAt, type Span } from './json-spans.ts';
import { slackText, withoutTokens, type SlackNames } from './slack-text.ts';
import { asArray, asObject, asText, firstText, type JsonObject } from './value.ts';

/** Files of an export that hold no messages. */
const directory =
	/(?:^|\/)(?:users|org_users|channels|groups|dms|mpims|integration_logs|canvases|huddle_transcripts|file_conversations|lists)\.json$/;
const isDay = (file: InputFile): boolean => /\.json$/i.test(file.path) && !directory.test(file.path);

export const slackExport: Format = {
	name: 'slack-export',
	title: 'Slack export',
	detect(files) {
		const days = files.filter(isDay);
		if (days.length === 0)
			return files.some((file) => /(?:^|\/)(?:users|channels)\.json$/.test(file.path)) ? 60 : 0;
		const looks = days.slice(0, 20).filter((file) => {
			const head = file.head.toString('utf8');
			return /^\uFEFF?\s*[[{]/.test(head) && /"ts"\s*:\s*"\d{8,11}\.\d{6}"/.test(head);
		}).length;
		if (looks === 0) return 0;
		return looks * 2 >= Math.min(days.length, 20) ? 90 : 50;
	},
	read(files, reading) {
		const names = readNames(files);
		const days = files.map((file, index) => ({ file, index })).filter(({ file }) => isDay(file));
		if (days.length === 0)
			throw new Unreadable(
				'There are no messages in this Slack export, only its lists of people and channels. Add the folder of a channel as well.',
			);
		const channels = new Set<string>();
		const seen = new Set<string>();
		const threads = new Map<string, number>();
		for (const { file, index } of days) {
			const channel = channelOf(file.path);
			if (channel !== undefined) channels.add(channel);
			readDay({ file, index, channel, names, reading, seen, threads });
		}
		// A thread whose first message is not in the export is still one.
		for (const roots of threads.values()) reading.tally('threads', Math.max(1, roots));
		const only = [...channels][0];
		if (channels.size === 1 && only !== undefined) reading.call(`#${only}`);
		else if (channels.size > 1) reading.tally('channels', channels.size);
	},
};

function channelOf(path: string): string | undefined {
	const parts = path.split('/');
	return parts.length > 1 ? parts[parts.length - 2] : undefined;
}

interface Names extends SlackNames {
	readonly bots: ReadonlySet<string>;
}

function readNames(files: readonly InputFile[]): Names {
	const users = new Map<string, string>();
	const channels = new Map<string, string>();
	const bots = new Set<string>();
	for (const file of files) {
		if (/(?:^|\/)(?:org_)?users\.json$/.test(file.path))
			for (const user of objects(file)) {
				const id = asText(user['id']);
				if (id === undefined) continue;
				const name = nameOf(user, asObject(user['profile']));
				if (name !== undefined) users.set(id, name);
				if (user['is_bot'] === true) bots.add(id);
			}
		else if (/(?:^|\/)(?:channels|groups)\.json$/.test(file.path))
			for (const channel of objects(file)) {
				const id = asText(channel['id']);
				const name = asText(channel['name']);
				if (id !== undefined && name !== undefined) channels.set(id, name);
			}
	}
	return { users, channels, bots };
}

function objects(file: InputFile): JsonObject[] {
	const bytes = file.whole();
	return asArray(valueAt(bytes, rootSpan(bytes)))
		.map(asObject)
		.filter((value) => value !== undefined);
}

/** A person's real name before their handle: stories name people. */
function nameOf(user: JsonObject, profile: JsonObject | undefined): string | undefined {
	return (
		firstText(profile, 'real_name') ??
		firstText(user, 'real_name') ??
		firstText(profile, 'display_name') ??
		firstText(user, 'name')
	);
}

interface Day {
	readonly file: InputFile;
	readonly index: number;
	readonly channel: string | undefined;
	readonly names: Names;
	readonly reading: Reading;
	readonly seen: Set<string>;
	/** How many first messages each thread has; two messages may carry one ts. */
	readonly threads: Map<string, number>;
}

function readDay(day: Day): void {
	const bytes = day.file.whole();
	const root = rootSpan(bytes);
	// `conversations.history` answers with the messages one level down.
	const list = bytes[root.start] === 0x5b ? root : memberSpan(bytes, root, 'messages');
	if (!list) throw new Unreadable(`${day.file.path} holds no list of Slack messages. Nothing was imported.`);
	let number = 0;
	for (const span of elementSpans(bytes, list)) {
		number++;
		readMessage(day, asObject(valueAt(bytes, span)), span, number, bytes);
	}
}

const notices = new Set([
	'channel_join',
	'channel_leave',
	'channel_topic',
	'channel_purpose',
	'channel_name',
	'channel_archive',
	'channel_unarchive',
	'group_join',
	'group_leave',
	'group_topic',
	'group_purpose',
	'group_name',
	'bot_add',
	'bot_remove',
	'bot_enable',
	'bot_disable',
	'pinned_item',
	'unpinned_item',
	'reminder_add',
	'tombstone',
	'huddle_thread',
	'channel_convert_to_private',
]);

function readMessage(
	day: Day,
	message: JsonObject | undefined,
	span: Span,
	number: number,
	bytes: Buffer,
): void {
	const { reading, index } = day;
	const refuse = (reason: string) =>
		reading.skip(
			index,
			number,
			reason,
			withoutTokens(bytes.toString('utf8', span.start, Math.min(span.end, span.start + 400))),
		);
	const ts = asText(message?.['ts']);
	const instant = ts === undefined ? undefined : readTs(ts);
	if (!message || ts === undefined || !instant) return refuse('it is not a Slack message with a time');
	const identity = JSON.stringify([
		day.channel ?? message['channel_name'],
		ts,
		message['user'],
		message['text'],
	]);
	// A reply that was also sent to the channel is written twice.
	if (day.seen.has(identity)) return refuse('the same message stands earlier in the export');
	day.seen.add(identity);
	const subtype = asText(message['subtype']);
	const isNotice = subtype !== undefined && notices.has(subtype);
	const who = authorOf(message, day.names);
	const thread = asText(message['thread_ts']);
	const isReply = thread !== undefined && thread !== ts;
	if (thread !== undefined) {
		const name = `${day.channel ?? ''}/${thread}`;
		day.threads.set(name, (day.threads.get(name) ?? 0) + (isReply ? 0 : 1));
	}
	count(reading, message, subtype, isNotice, who.kind, isReply);
	reading.emit({
		atUs: instant,
		atWritten: ts,
		precision: 'microsecond',
		author: who.name,
		authorKind: who.kind,
		kind: isNotice ? 'notice' : 'message',
		text: cutText(textOf(message, day.names)),
		file: index,
		line: number,
		byteOffset: span.start,
		byteLength: span.end - span.start,
		key: ts,
		thread: isReply ? thread : undefined,
		meta: metaOf(message, subtype, day, who.id),
	});
}

/** A Slack ts is a decimal of seconds; nine digits are the year 1974. */
function readTs(ts: string): number | undefined {
	return /^\d{8,11}\.\d{1,6}$/.test(ts) || /^\d{9,10}$/.test(ts) ? readEpoch(ts)?.atUs : undefined;
}

function authorOf(message: JsonObject, names: Names) {
	const user = asText(message['user']);
	const bot = asText(message['bot_id']);
	const isBot =
		message['subtype'] === 'bot_message' ||
		(bot !== undefined && user === undefined) ||
		(user !== undefined && names.bots.has(user));
	const profile = asObject(message['user_profile']);
	const name =
		(user === undefined ? undefined : (names.users.get(user) ?? (profile && nameOf(profile, undefined)))) ??
		firstText(message, 'username') ??
		firstText(asObject(message['bot_profile']), 'name') ??
		user ??
		bot;
	return {
		name,
		id: user ?? bot,
		kind: isBot ? ('bot' as const) : user === 'USLACKBOT' ? ('bot' as const) : ('person' as const),
	};
}

function count(
	reading: Reading,
	message: JsonObject,
	subtype: string | undefined,
	isNotice: boolean,
	kind: 'person' | 'bot',
	isReply: boolean,
): void {
	if (subtype === 'tombstone') reading.tally('deleted');
	else if (isNotice) reading.tally(subtype?.endsWith('_join') ? 'joins' : 'notices');
	else reading.tally(kind === 'bot' ? 'byBots' : 'byPeople');
	if (isReply) reading.tally('replies');
	if (message['edited'] !== undefined) reading.tally('edited');
	if (asArray(message['reactions']).length > 0) reading.tally('withReactions');
}

/** What it says: its text, else its blocks, its attachments, the names of its files. */
function textOf(message: JsonObject, names: Names): string {
	const parts = [slackText(asText(message['text']) ?? '', names)];
	for (const attachment of asArray(message['attachments']).map(asObject)) {
		const said = [
			firstText(attachment, 'pretext'),
			firstText(attachment, 'title'),
			firstText(attachment, 'text'),
		].filter(Boolean);
		const text = said.length > 0 ? said.join('\n') : (firstText(attachment, 'fallback') ?? '');
		const readable = slackText(text, names);
		if (readable !== '' && !parts.includes(readable)) parts.push(readable);
	}
	for (const file of [...asArray(message['files']), message['file']].map(asObject)) {
		const title = firstText(file, 'title', 'name');
		if (title !== undefined && !parts.some((part) => part.includes(title)))
			parts.push(`[file: ${withoutTokens(title)}]`);
	}
	return parts.filter((part) => part !== '').join('\n');
}

function metaOf(message: JsonObject, subtype: string | undefined, day: Day, user: string | undefined) {
	const meta: Record<string, unknown> = {};
	if (user !== undefined) meta['user'] = user;
	if (subtype !== undefined) meta['subtype'] = subtype;
	if (day.channel !== undefined) meta['channel'] = day.channel;
	if (message['edited'] !== undefined) meta['edited'] = true;
	const reactions = asArray(message['reactions'])
		.map(asObject)
		.map((reaction) => ({ name: asText(reaction?.['name']), count: Number(reaction?.['count'] ?? 0) }));
	if (reactions.length > 0) meta['reactions'] = reactions;
	return meta;
}
