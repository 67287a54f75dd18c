/** The language lens on the command line, as people run it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'second-story-lens-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Said {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

function lens(words: readonly string[], input = ''): Promise<Said> {
	return new Promise((resolve) => {
		const child = spawn(
			process.execPath,
			['--disable-warning=ExperimentalWarning', 'server/cli/main.ts', 'lens', ...words],
			{ cwd: root, env: { ...process.env, DATA_DIR: join(folder, 'nothing'), npm_lifecycle_event: '' } },
		);
		let [out, err] = ['', ''];
		child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
		child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
		child.on('close', (code) => resolve({ code, out: out.trim(), err: err.trim() }));
		child.stdin.end(input);
	});
}

const draft = '# Draft\n\n🔥 At noon the\nfix was deployed.\n\nIt was human error.\n';

test('[LE11] findings of a file stand with line, column, reason and question, and it ends well', async () => {
	const file = join(folder, 'draft.md');
	writeFileSync(file, draft);
	const { code, out, err } = await lens([file]);
	expect([code, err]).toEqual([0, '']);
	const lines = out.split('\n');
	expect([lines[0], lines[3]]).toEqual([
		'3:12  passive-agentless  the fix was deployed',
		'6:8  blame  human error',
	]);
	expect(lines).toHaveLength(6);
	expect([lines[1], lines[4]].every((why) => /^ {4}\S.*\.$/.test(why ?? ''))).toBe(true);
	expect([lines[2], lines[5]].every((question) => /^ {4}\S.*\?$/.test(question ?? ''))).toBe(true);
});

test('[LE11] it reads the standard input, and answers machines in JSON', async () => {
	const { code, out } = await lens(['-', '--json'], draft);
	expect([code, JSON.parse(out)]).toEqual([
		0,
		{
			findings: [
				{
					kind: 'passive-agentless',
					start: 20,
					end: 40,
					text: 'the\nfix was deployed',
					why: expect.any(String),
					question: expect.any(String),
					line: 3,
					column: 12,
				},
				expect.objectContaining({ kind: 'blame', line: 6, column: 8 }),
			],
		},
	]);
	expect(await lens(['-'], 'Ana restarted it.')).toEqual({ code: 0, out: 'Nothing stood out.', err: '' });
});

test('[LE11] a file that is not there is one clear line', async () => {
	expect(await lens([join(folder, 'none.md')])).toEqual({
		code: 1,
		out: '',
		err: 'There is no file none.md.',
	});
});
