/** What `git log` prints, with whatever `--date`. Each commit is a record, at its author date. */
import { cutText, type Format, type InputFile, type Reading } from './format.ts';
import {
	offsetMinutes,
	readIso,
	secondUs,
	utcUs,
	ZoneClock,
	isWallClock,
	type ReadInstant,
} from './instant.ts';
import { headLines, linesOf, type Line } from './lines.ts';
import { monthOf } from './stamp.ts';

const commitLine = /^commit ([0-9a-f]{7,64})(?:\s|$)/;

export const gitLog: Format = {
	name: 'git-log',
	title: 'git log',
	detect(files) {
		const file = files[0];
		if (files.length !== 1 || !file) return 0;
		const lines = headLines(file, 12);
		return commitLine.test(lines[0] ?? '') && lines.some((line) => line.startsWith('Author: ')) ? 100 : 0;
	},
	read(files, reading) {
		files.forEach((file, index) => readFile(file, index, reading));
	},
};

interface Commit {
	readonly first: Line;
	readonly sha: string;
	end: number;
	author: string | undefined;
	date: string | undefined;
	isMerge: boolean;
	readonly said: string[];
}

function readFile(file: InputFile, index: number, reading: Reading): void {
	let commit: Commit | undefined;
	const close = () => {
		if (commit) emit(commit, index, reading);
		commit = undefined;
	};
	for (const line of linesOf(file)) {
		const sha = commitLine.exec(line.text)?.[1];
		if (sha !== undefined) {
			close();
			commit = {
				first: line,
				sha,
				end: line.offset + line.length,
				author: undefined,
				date: undefined,
				isMerge: false,
				said: [],
			};
			continue;
		}
		if (!commit) {
			if (line.text.trim() !== '')
				reading.skip(index, line.number, 'it stands before the first commit', line.text);
			continue;
		}
		if (line.text.trim() !== '') commit.end = line.offset + line.length;
		const header = /^(Author|AuthorDate|Date|Merge):\s*(.*)$/.exec(line.text);
		if (header?.[1] === 'Author') commit.author = header[2]?.replace(/\s*<[^>]*>\s*$/, '');
		else if (header?.[1] === 'Merge') commit.isMerge = true;
		else if (header) commit.date = header[2];
		else if (line.text.startsWith('    ') || line.text.trim() === '') commit.said.push(line.text.slice(4));
	}
	close();
}

function emit(commit: Commit, file: number, reading: Reading): void {
	const instant = commit.date === undefined ? undefined : readGitDate(commit.date);
	if (!instant) {
		reading.skip(
			file,
			commit.first.number,
			'the commit has no date that can be read',
			`commit ${commit.sha} ${commit.date ?? ''}`,
		);
		return;
	}
	if (commit.isMerge) reading.tally('merges');
	reading.emit({
		atUs: instant.atUs,
		atWritten: commit.date ?? '',
		precision: instant.precision,
		author: commit.author,
		authorKind: 'person',
		kind: 'commit',
		text: cutText(
			commit.said
				.join('\n')
				.replace(/\n{2,}/g, '\n')
				.trim(),
		),
		file,
		line: commit.first.number,
		byteOffset: commit.first.offset,
		byteLength: commit.end - commit.first.offset,
		key: commit.sha,
	});
}

const utc = new ZoneClock('UTC');
const plain =
	/^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:(\w{3}) (\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})|(\d{1,2}) (\w{3}) (\d{4}) (\d\d):(\d\d):(\d\d)) ([+-]\d{4})$/;

/** `--date` default, iso, iso-strict, rfc and raw. */
function readGitDate(text: string): ReadInstant | undefined {
	const iso = readIso(text.replace(/^(\d{4}-\d\d-\d\d) /, '$1T'), utc);
	if (iso) return iso.hasZone ? iso : undefined;
	const raw = /^(\d{9,11}) [+-]\d{4}$/.exec(text);
	if (raw) return { atUs: Number(raw[1]) * secondUs, precision: 'second', hasZone: true };
	const match = plain.exec(text);
	if (!match) return undefined;
	const wall = {
		year: Number(match[6] ?? match[9]),
		month: monthOf(match[1] ?? match[8] ?? ''),
		day: Number(match[2] ?? match[7]),
		hour: Number(match[3] ?? match[10]),
		minute: Number(match[4] ?? match[11]),
		second: Number(match[5] ?? match[12]),
		microsecond: 0,
	};
	const minutes = offsetMinutes(match[13] ?? '');
	if (!isWallClock(wall) || minutes === undefined) return undefined;
	return { atUs: utcUs(wall) - minutes * 60 * secondUs, precision: 'second', hasZone: true };
}
