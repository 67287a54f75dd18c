/** Slack's HTML clipboard: every time of a message is a link that holds its exact ts. */
import { Parser } from 'htmlparser2';
import { cutText, type InputFile, type Reading } from './format.ts';
import { readEpoch } from './instant.ts';
import { withoutTokens } from './slack-text.ts';

interface Message {
	readonly ts: string;
	readonly author: string | undefined;
	/** Characters into the HTML. */
	readonly start: number;
	end: number;
	text: string;
	isEdited: boolean;
}

const senderClass = /(?:^|[\s_])(?:message__sender|message_sender)(?:$|[\s_-])|c-message__sender|sender_link/;
const silentClass =
	/reaction|c-message__reply_bar|reply_count|c-message_actions|message_hover|c-button-unstyled c-message__|p-file_title/;
const blocks = new Set(['p', 'div', 'br', 'li', 'pre', 'blockquote', 'tr', 'h1', 'h2', 'h3']);

/** Reads the messages; false when the HTML has no such links, so that its text must be read as plain text. */
export function readPasteHtml(file: InputFile, index: number, reading: Reading): boolean {
	const html = file.whole().toString('utf8');
	const messages = messagesOf(html);
	if (messages.length === 0) return false;
	let characters = 0;
	let bytes = 0;
	const byteAt = (position: number): number => {
		bytes += Buffer.byteLength(html.slice(characters, position));
		characters = position;
		return bytes;
	};
	messages.forEach((message, position) => {
		const instant = readEpoch(message.ts);
		const from = byteAt(message.start);
		const until = byteAt(Math.max(message.start, message.end));
		if (!instant) {
			reading.skip(index, position + 1, 'its time cannot be read', message.text);
			return;
		}
		reading.emit({
			atUs: instant.atUs,
			atWritten: message.ts,
			precision: 'microsecond',
			author: message.author,
			authorKind: 'person',
			kind: 'message',
			text: cutText(withoutTokens(message.text)),
			file: index,
			line: position + 1,
			byteOffset: from,
			byteLength: until - from,
			key: message.ts,
			meta: message.isEdited ? { edited: true } : undefined,
		});
	});
	return true;
}

function messagesOf(html: string): Message[] {
	const messages: Message[] = [];
	let sender = '';
	let author: string | undefined;
	let senderStart: number | undefined;
	/** Depth at which a region began that is not speech. */
	let silentFrom: number | undefined;
	let senderFrom: number | undefined;
	let edited = false;
	let depth = 0;
	const current = () => messages.at(-1);
	const parser: Parser = new Parser(
		{
			onopentag(name, attributes) {
				depth++;
				const words = `${attributes['class'] ?? ''} ${attributes['data-qa'] ?? ''}`;
				const ts = tsOf(attributes);
				if (ts !== undefined) {
					const start = senderStart ?? parser.startIndex;
					if (sender.trim() !== '') author = sender.trim();
					messages.push({ ts, author, start, end: start, text: '', isEdited: false });
					sender = '';
					senderStart = undefined;
					silentFrom ??= depth;
				} else if (silentFrom !== undefined || senderFrom !== undefined) return;
				else if (senderClass.test(words)) {
					senderFrom = depth;
					senderStart = parser.startIndex;
					sender = '';
				} else if (/edited_label/.test(words)) {
					edited = true;
					silentFrom = depth;
				} else if (silentClass.test(words) || name === 'style' || name === 'script') silentFrom = depth;
				else if (name === 'img' && attributes['data-stringify-emoji'])
					append(attributes['data-stringify-emoji']);
				else if (blocks.has(name)) append('\n');
			},
			ontext(text) {
				if (senderFrom !== undefined) sender += text;
				else if (silentFrom === undefined) append(text);
			},
			onclosetag(name) {
				if (silentFrom === depth) {
					silentFrom = undefined;
					const message = current();
					if (edited && message) message.isEdited = true;
					edited = false;
				}
				if (senderFrom === depth) senderFrom = undefined;
				else if (blocks.has(name) && silentFrom === undefined && name !== 'br') append('\n');
				depth--;
			},
		},
		{ decodeEntities: true },
	);
	const append = (text: string) => {
		const message = current();
		if (!message) return;
		message.text += text;
		if (text.trim() !== '') message.end = parser.endIndex + 1;
	};
	parser.write(html);
	parser.end();
	for (const message of messages)
		message.text = message.text
			.replace(/[ \t\u00a0]+/g, ' ')
			.replace(/ ?\n[\n ]*/g, '\n')
			.trim();
	return messages;
}

/** The ts of a link to a message. */
function tsOf(attributes: Readonly<Record<string, string>>): string | undefined {
	const own = /^\d{9,11}\.\d{6}$/.exec(attributes['data-ts'] ?? '')?.[0];
	if (own !== undefined) return own;
	const link = /\/archives\/[A-Z0-9]+\/p(\d{9,11})(\d{6})(?:\?|$)/.exec(attributes['href'] ?? '');
	const isTimestamp = /timestamp/.test(attributes['class'] ?? '') || attributes['data-ts'] !== undefined;
	return link && isTimestamp ? `${link[1]}.${link[2]}` : undefined;
}
