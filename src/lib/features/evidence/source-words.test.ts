import { expect, test } from 'vitest';
import { bytesOf, counted, offsetWords, parseOffset, sourceLine, timeLeft } from './source-words.ts';

test('[EP6] a source says what it is and holds, in a few words', () => {
	expect(sourceLine({ format: 'slack-export', counts: { records: 412, authors: 11 } })).toBe(
		'Slack export, 412 messages, 11 people',
	);
	expect(sourceLine({ format: 'pagerduty', counts: { records: 1, authors: 4 } })).toBe(
		'PagerDuty log, 1 entry',
	);
	expect(counted(1, 'people')).toBe('1 person');
	expect([412, 96_400, 4_200_000_000].map(bytesOf)).toEqual(['412 bytes', '96.4 KB', '4.2 GB']);
});

test('[EP6] an offset is read as people write it, and said the same way back', () => {
	const written = ['+2:30', '-90', '1h 5m', '+00:02:30', '−1:00:00', '', '12.5 s'];
	const seconds = [150, -90, 3900, 150, -3600, 0, 12.5];
	expect(written.map(parseOffset)).toEqual(seconds);
	expect(parseOffset('soon')).toBeUndefined();
	expect(seconds.map(offsetWords)).toEqual([
		'+2 min 30 s',
		'−1 min 30 s',
		'+1 h 5 min',
		'+2 min 30 s',
		'−1 h',
		'no correction',
		'+12.5 s',
	]);
});

test('[EP6] time left is a rough word, and none while nobody can tell', () => {
	expect([
		timeLeft(0.01, 60_000),
		timeLeft(0.62, 300_000),
		timeLeft(0.5, 30_000),
		timeLeft(0.99, 60_000),
	]).toEqual(['', 'about 3 min left', 'about 30 s left', 'a few seconds left']);
});
