/** The sample's evidence as plain values, read here by hand: what checks the story must not lean on the importer. */
import { readFileSync } from 'node:fs';

export const read = (path: string) => readFileSync(new URL(`../../sample/${path}`, import.meta.url), 'utf8');
export const json = <T>(path: string) => JSON.parse(read(path)) as T;

/** Milliseconds of a time of that night, in UTC: `at('02:41:30')`. */
export const at = (clock: string) => Date.parse(`2026-03-11T${clock}Z`);
/** Whether an instant lies between two clock times, both included. */
export const within = (ms: number, from: string, to: string) => ms >= at(from) && ms <= at(to);

export interface Message {
	readonly at: number;
	readonly channel: string;
	/** A person's or a bot's name. */
	readonly by: string;
	readonly isPerson: boolean;
	readonly isJoin: boolean;
	readonly text: string;
	readonly reactions: readonly string[];
}

interface SlackUser {
	readonly id: string;
	readonly real_name?: string;
	readonly profile: { readonly real_name?: string };
}
interface SlackMessage {
	readonly ts: string;
	readonly user?: string;
	readonly username?: string;
	readonly subtype?: string;
	readonly text?: string;
	readonly reactions?: readonly { readonly users: readonly string[] }[];
}

const users = json<SlackUser[]>('evidence/slack-export/users.json');
const nameOf = new Map(users.map(({ id, real_name, profile }) => [id, real_name ?? profile.real_name ?? id]));
/** How Slack writes a mention of someone. */
export const mentionOf = (name: string) => `<@${users.find(({ id }) => nameOf.get(id) === name)?.id ?? name}>`;

export const messages: readonly Message[] = ['incident-142', 'data-platform', 'support-escalations']
	.flatMap((channel) =>
		json<SlackMessage[]>(`evidence/slack-export/${channel}/2026-03-11.json`).map((message) => ({
			at: Number(message.ts) * 1000,
			channel,
			by: nameOf.get(message.user ?? '') ?? message.username ?? '',
			isPerson: message.subtype === undefined && message.user !== undefined,
			isJoin: message.subtype === 'channel_join',
			text: message.text ?? '',
			reactions: (message.reactions ?? []).flatMap(({ users: who }) => who.map((id) => nameOf.get(id) ?? id)),
		})),
	)
	.toSorted((one, other) => one.at - other.at);

export interface Cue {
	readonly at: number;
	readonly until: number;
	readonly part: number;
	readonly number: number;
	readonly by: string;
	readonly text: string;
}

const starts = { 1: at('02:24:05'), 2: at('03:19:04') };
const offset = (clock: string) =>
	clock.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0) * 1000;

export const cues: readonly Cue[] = ([1, 2] as const).flatMap((part) =>
	read(`evidence/zoom-part-${part}.vtt`)
		.split('\n\n')
		.slice(1)
		.flatMap((block) => {
			const [number = '', span = '', ...lines] = block.trim().split('\n');
			const [from = '', to = ''] = span.split(' --> ');
			const [by = '', text = ''] = lines.join(' ').split(/: (.*)/s);
			return lines.length === 0
				? []
				: [{ at: starts[part] + offset(from), until: starts[part] + offset(to), part, number: Number(number), by, text }];
		}),
);

export interface Line {
	readonly at: number;
	readonly text: string;
}

export const terraform: readonly Line[] = read('evidence/terraform-apply.txt')
	.split('\n')
	.filter((line) => line !== '')
	.map((line) => ({ at: Date.parse(line.slice(0, 24)), text: line.slice(25) }));

export const broker: readonly Line[] = read('evidence/kafka-broker.log')
	.split('\n')
	.filter((line) => line.startsWith('['))
	.map((line) => ({ at: Date.parse(`${line.slice(1, 11)}T${line.slice(12, 20)}.${line.slice(21, 24)}Z`), text: line.slice(26) }));

export const gateway: readonly (Line & { readonly host: string })[] = read('evidence/ingest-gw.jsonl')
	.split('\n')
	.filter((line) => line !== '')
	.map((line) => {
		const { ts, host, msg } = JSON.parse(line) as { ts: string; host: string; msg: string };
		return { at: Date.parse(ts), host, text: msg };
	});

export const alerts: readonly Line[] = read('evidence/alertmanager-webhooks.jsonl')
	.split('\n')
	.filter((line) => line !== '')
	.map((line) => ({
		at: Date.parse((JSON.parse(line) as { receivedAt: string }).receivedAt),
		text: line,
	}));

export const pager = json<{
	log_entries: {
		created_at: string;
		type: string;
		agent: { summary: string };
		channel: { summary?: string } | null;
	}[];
}>('evidence/pagerduty-log-entries.json').log_entries.map((entry) => ({
	at: Date.parse(entry.created_at),
	type: entry.type,
	by: entry.agent.summary,
	text: entry.channel?.summary ?? '',
}));

export const notes = json<{ incident_updates: { created_at: string; body: string }[] }>(
	'evidence/statuspage-incident.json',
)
	.incident_updates.map(({ created_at, body }) => ({ at: Date.parse(created_at), text: body }))
	.toReversed();

export const commits = read('evidence/git-log.txt')
	.split(/^commit /m)
	.slice(1)
	.map((text) => ({
		date: /^Date:\s+(\S+)/m.exec(text)?.[1] ?? '',
		author: /^Author: (.*?) </m.exec(text)?.[1] ?? '',
		text,
	}));

/** Somebody said or wrote this, give or take capitals and quotation marks. */
export const said = (by: string, words: string, from = '00:00:00', to = '08:00:00') =>
	[...messages.filter(({ isPerson }) => isPerson), ...cues].some(
		(one) => one.by === by && within(one.at, from, to) && plain(one.text).includes(plain(words)),
	);
/** Somebody wrote this in a channel. */
export const wrote = (by: string, words: string, from = '00:00:00', to = '08:00:00') =>
	messages.some(
		(one) => one.by === by && one.isPerson && within(one.at, from, to) && plain(one.text).includes(plain(words)),
	);

/** Without what typing differs in: quotation marks, capitals, marks at the end. */
export const plain = (text: string) =>
	text
		.replace(/[“”"]/g, '')
		.replace(/[’‘]/g, "'")
		.toLowerCase()
		.replace(/[.,!?\s]+$/, '');
