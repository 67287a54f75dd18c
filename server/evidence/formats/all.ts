/** Every format, and which of them some files are. A new format is one file and one line here. */
import { alertmanager } from './alertmanager.ts';
import { Unreadable, type Format, type InputFile } from './format.ts';
import { gitLog } from './git-log.ts';
import { jsonl } from './jsonl.ts';
import { pagerduty } from './pagerduty.ts';
import { plainLines } from './plain-lines.ts';
import { screenshot } from './screenshot.ts';
import { slackExport } from './slack-export.ts';
import { slackPaste } from './slack-paste.ts';
import { statuspage } from './statuspage.ts';
import { textLog } from './text-log.ts';
import { webvtt } from './webvtt.ts';

export const formats: readonly Format[] = [
	slackExport,
	slackPaste,
	jsonl,
	textLog,
	pagerduty,
	webvtt,
	screenshot,
	alertmanager,
	gitLog,
	statuspage,
	plainLines,
];

/** The format of that name, or the one that is surest. Throws `Unreadable` with the sentence people see. */
export function chooseFormat(files: readonly InputFile[], name: string | undefined): Format {
	if (name !== undefined) {
		const named = formats.find((format) => format.name === name);
		if (named) return named;
		throw new Unreadable(
			`There is no format “${name}”. It can be one of ${formats.map((format) => format.name).join(', ')}; leave it out to have it recognised.`,
		);
	}
	refuseTheUnusable(files);
	let best: { format: Format; sure: number } | undefined;
	for (const format of formats) {
		const sure = format.detect(files);
		if (sure > 0 && sure > (best?.sure ?? 0)) best = { format, sure };
	}
	if (best) return best.format;
	throw new Unreadable(
		files.length > 1
			? 'These files are not of one kind that Second Story can read together. Nothing was imported; add them one by one.'
			: 'This is not a kind of file that Second Story can read. Nothing was imported; add it as text, JSON lines, a Slack export, a transcript or a picture.',
	);
}

function refuseTheUnusable(files: readonly InputFile[]): void {
	if (files.every((file) => file.bytes === 0))
		throw new Unreadable('The file is empty. Nothing was imported.');
	for (const { head, path } of files) {
		if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
			throw new Unreadable(
				`${path} is written in UTF-16. Save it as UTF-8 and add it again; nothing was imported.`,
			);
		const text = head.subarray(0, 512).toString('latin1').trimStart();
		if (/^(?:<!doctype html|<html[\s>])/i.test(text) && !/\.html?$/i.test(path))
			throw new Unreadable(
				`${path} is a web page, perhaps a sign-in page that was saved in place of the file. Download it again; nothing was imported.`,
			);
	}
}
