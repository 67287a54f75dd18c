import { expect, test } from 'vitest';
import { readFormat } from '#tests/support/read-format.ts';

test('[EV73] names and times on lines of their own, with furniture left out and names carried on', () => {
	const paste = `Wednesday, March 11th
Priya Raghunathan
  2:19 AM
Opening this for the flat ingestion graphs.
Call link in the topic. (edited)
:eyes: 2
3 replies
2:21
Starting a call.
LeadEng McInfraPants
  2:33 AM
I applied the broker change at 01:38. Could be mine.
I’m here.
`;
	const { told, records, assumptions, format } = readFormat({ 'paste.txt': paste }, { date: '2026-03-11' });
	expect(format).toBe('slack-paste');
	expect(told).toEqual([
		[
			'2026-03-11T02:19:00Z',
			'Priya Raghunathan',
			'Opening this for the flat ingestion graphs.\nCall link in the topic.',
		],
		['2026-03-11T02:21:00Z', 'Priya Raghunathan', 'Starting a call.'],
		[
			'2026-03-11T02:33:00Z',
			'LeadEng McInfraPants',
			'I applied the broker change at 01:38. Could be mine.\nI’m here.',
		],
	]);
	expect(records.every(({ precision }) => precision === 'minute')).toBe(true);
	expect(assumptions.map(({ what, value }) => [what, value])).toEqual([['zone', 'UTC']]);
});

test('[EV74] name and time on one line; past midnight is the next day; the date has to be said', () => {
	const paste =
		'Hana Sato  11:58 PM\nstill flat\n\nWei-Lin Chou  12:04 AM\nsee you at 10:25\n\nHana Sato  12:05 AM\nok\n';
	const { told } = readFormat({ 'paste.txt': paste }, { date: '2026-03-10', zone: 'America/Los_Angeles' });
	expect(told).toEqual([
		['2026-03-11T06:58:00Z', 'Hana Sato', 'still flat'],
		['2026-03-11T07:04:00Z', 'Wei-Lin Chou', 'see you at 10:25'],
		['2026-03-11T07:05:00Z', 'Hana Sato', 'ok'],
	]);
	expect(readFormat({ 'paste.txt': paste }).assumptions).toContainEqual({
		what: 'date',
		value: null,
		because: 'words copied from Slack carry times of day, and no date',
	});
});

test('[EV75] the HTML clipboard gives exact times, whoever copied it, and the bytes of each message', () => {
	const html = `<meta charset="utf-8"><div class="c-message_kit__background"><span class="c-message__sender"><button>Priya Raghunathan</button></span>&nbsp;<a class="c-link c-timestamp" data-ts="1773195571.169709" href="https://t.slack.com/archives/C08INC0142/p1773195571169709"><span class="c-timestamp__label">2:19 AM</span></a><br><div class="p-rich_text_section">Opening this &amp; that,<br>see <a href="https://x.example">graph</a></div><div class="c-reaction_bar"><button>👀 2</button></div></div><div><a class="c-timestamp" href="https://t.slack.com/archives/C08INC0142/p1773195606244609">2:20</a><div class="p-rich_text_section">Sänding</div><span class="c-message__edited_label">(edited)</span></div>`;
	const { told, raw, records, assumptions } = readFormat({ 'paste.html': html });
	expect(told).toEqual([
		['2026-03-11T02:19:31.169709Z', 'Priya Raghunathan', 'Opening this & that,\nsee graph'],
		['2026-03-11T02:20:06.244609Z', 'Priya Raghunathan', 'Sänding'],
	]);
	expect(records.map(({ key, meta }) => [key, meta])).toEqual([
		['1773195571.169709', undefined],
		['1773195606.244609', { edited: true }],
	]);
	expect(raw[0]).toContain('Opening this &amp; that');
	expect(raw[1]).toContain('Sänding');
	expect(assumptions).toEqual([]);
});
