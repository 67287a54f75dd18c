import { expect, test } from 'vitest';
import { readFormat } from '#tests/support/read-format.ts';

const day = (...messages: object[]) => ({ 'exp/general/2026-03-11.json': JSON.stringify(messages) });

test('[EV70] markup as people read it; tokens of the export reach no text', () => {
	const { told } = readFormat({
		'exp/users.json': '[{"id":"U1","real_name":"Hana Sato"}]',
		...day(
			{
				type: 'message',
				user: 'U1',
				text: '<@U1> see <#C1|data> &lt;b&gt; <https://x.example/a?t=xoxe-123-abc|file> <!here> <mailto:a@b.example|a@b.example>',
				ts: '1773194951.100109',
			},
			{
				type: 'message',
				user: 'U9',
				username: 'x',
				text: 'https://files.example/f?t=xoxe-999',
				ts: '1773194952.000000',
			},
		),
	});
	expect(told.map(([, author, text]) => [author, text])).toEqual([
		['Hana Sato', '@Hana Sato see #data <b> file (https://x.example/a) @here a@b.example'],
		['x', 'https://files.example/f'],
	]);
});

test('[EV71] bots’ words are in attachments, files have names, replies know their thread, a broadcast stands once', () => {
	const reply = {
		type: 'message',
		user: 'U1',
		text: 'yes',
		ts: '1773194953.000000',
		thread_ts: '1773194951.000000',
	};
	const { records, skipped, tallies } = readFormat(
		day(
			{
				type: 'message',
				subtype: 'bot_message',
				bot_id: 'B1',
				username: 'GitHub',
				text: '',
				attachments: [{ pretext: 'pushed', text: '<https://g.example/1|6b1806>: fix', fallback: 'no' }],
				ts: '1773194951.000000',
				thread_ts: '1773194951.000000',
			},
			{
				type: 'message',
				user: 'U1',
				text: '',
				files: [{ name: 'graph.png', title: 'Lag' }],
				ts: '1773194952.000000',
			},
			reply,
			{ ...reply, subtype: 'thread_broadcast' },
		),
	);
	expect(records.map(({ author, authorKind, text, thread }) => [author, authorKind, text, thread])).toEqual([
		['GitHub', 'bot', 'pushed\n6b1806 (https://g.example/1): fix', undefined],
		['U1', 'person', '[file: Lag]', undefined],
		['U1', 'person', 'yes', '1773194951.000000'],
	]);
	expect(skipped.map(({ reason }) => reason)).toEqual(['the same message stands earlier in the export']);
	expect(tallies).toMatchObject({ threads: 1, replies: 1, byBots: 1, byPeople: 2 });
});

test('[EV72] one day alone, an answer of the API, and messages that are none', () => {
	const messages = [
		{ ts: '1773194951.100109', text: 'hi', user: 'U1', type: 'message' },
		{ text: 'no ts' },
		7,
	];
	for (const content of [JSON.stringify(messages), JSON.stringify({ ok: true, messages })]) {
		const { format, records, skipped } = readFormat({ '2026-03-11.json': content });
		expect([format, records.length, skipped.length]).toEqual(['slack-export', 1, 2]);
	}
	expect(() => readFormat({ 'exp/users.json': '[]', 'exp/channels.json': '[]' })).toThrow(
		'There are no messages in this Slack export',
	);
	expect(() => readFormat({ '2026-03-11.json': JSON.stringify(messages).slice(0, -9) })).toThrow(
		'This JSON ends in the middle',
	);
});
