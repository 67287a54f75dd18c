import { expect, test } from 'vitest';
import { readFormat } from '#tests/support/read-format.ts';

const one = (object: unknown) => readFormat({ 'a.jsonl': `${JSON.stringify(object)}\n` });

test.each([
	[
		'bunyan',
		{ name: 'svc', hostname: 'h1', level: 50, msg: 'boom', time: '2012-02-08T22:56:50.856Z', v: 0 },
		'2012-02-08T22:56:50.856Z',
		'h1',
		'error',
	],
	[
		'pino',
		{ level: 30, time: 1531171074631, pid: 657, hostname: 'h2', msg: 'hello' },
		'2018-07-09T21:17:54.631Z',
		'h2',
		'info',
	],
	[
		'logstash',
		{ '@timestamp': '2026-03-11T02:14:07.000Z', host: { name: 'h3' }, message: 'hi', level: 'WARN' },
		'2026-03-11T02:14:07Z',
		'h3',
		'warn',
	],
	[
		'journald',
		{
			__REALTIME_TIMESTAMP: '1534860261221373',
			PRIORITY: '3',
			MESSAGE: [104, 105],
			_SYSTEMD_UNIT: 'gps.service',
		},
		'2018-08-21T14:04:21.221373Z',
		'gps.service',
		'error',
	],
] as const)('[EV60] %s', (_name, object, at, author, level) => {
	const { told, records } = one(object);
	expect([told[0]?.[0], told[0]?.[1], records[0]?.level]).toEqual([at, author, level]);
});

test('[EV61] numbers keep every digit they were written with, and the guessed unit is shown', () => {
	const read = readFormat({
		'zap.jsonl': '{"ts":1534860261.2213739,"level":"info","msg":"a"}\n{"ts" : 1534860261.000001,"msg":"b"}\n',
	});
	expect(read.records.map(({ atUs }) => atUs)).toEqual([1534860261221373, 1534860261000001]);
	expect(read.assumptions).toEqual([
		{ what: 'epoch', value: 'seconds', because: 'the numbers in “ts” have 10 digits' },
	]);
	expect(one({}).records).toEqual([]);
	expect(readFormat({ 'n.jsonl': '{"time":1534860261221373999,"msg":"ns"}\n' }).records[0]?.atUs).toBe(
		1534860261221373,
	);
});

test('[EV62] what is no JSON, or has no time, is left out and told; the rest is read', () => {
	const { told, skipped, raw } = readFormat({
		'a.jsonl':
			'starting up\n{"time":"2026-03-11T02:00:00Z","msg":"ok"}\n{"msg":"no time"}\n{"time":"2026-03-11T02:00:01Z","msg":"cut\n',
	});
	expect(told).toEqual([['2026-03-11T02:00:00Z', undefined, 'ok']]);
	expect(raw).toEqual(['{"time":"2026-03-11T02:00:00Z","msg":"ok"}']);
	expect(skipped.map(({ line, reason }) => [line, reason])).toEqual([
		[1, 'it is not a JSON object'],
		[3, 'it has no time that can be read'],
		[4, 'it is not a JSON object'],
	]);
});

test('[EV63] errors join the message; other fields are found; a key named __proto__ does nothing', () => {
	const { records } = readFormat({
		'a.jsonl':
			'{"time":"2026-03-11T02:00:00Z","msg":"failed","err":{"message":"no route"},"request":"4f1c","dur_ms":4,"__proto__":{"msg":"x"}}\n',
	});
	expect(records[0]).toMatchObject({
		text: 'failed error=no route',
		fields: 'err={"message":"no route"} request=4f1c',
	});
});

test('[EV64] lists of objects have the exact bytes of each', () => {
	const { raw, told } = readFormat({
		'a.json':
			'[\n {"time":"2026-03-11T02:00:00Z","msg":"é \\"]\\" {"},\n {"time":"2026-03-11T02:00:01Z","msg":"b"}\n]',
	});
	expect(raw).toEqual([
		'{"time":"2026-03-11T02:00:00Z","msg":"é \\"]\\" {"}',
		'{"time":"2026-03-11T02:00:01Z","msg":"b"}',
	]);
	expect(told.map(([, , text]) => text)).toEqual(['é "]" {', 'b']);
});
