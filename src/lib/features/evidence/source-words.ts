/** How sources are shown: their sign, and in a few words what they are and hold. */
import Bell from '~icons/lucide/bell';
import FileText from '~icons/lucide/file-text';
import GitBranch from '~icons/lucide/git-branch';
import Hash from '~icons/lucide/hash';
import Image from '~icons/lucide/image';
import Megaphone from '~icons/lucide/megaphone';
import Mic from '~icons/lucide/mic';
import SquareTerminal from '~icons/lucide/square-terminal';
import type { IconShape } from '#lib/ui/icon.ts';
import type { Source } from './evidence-api.ts';

interface FormatWords {
	readonly icon: IconShape;
	/** What it is: “Slack export”. */
	readonly title: string;
	/** What its records are called. */
	readonly records: string;
	/** What its authors are called, where they are people. */
	readonly authors?: string;
	/** Whose clock its times come from. */
	readonly clock: string;
}

const formats: Readonly<Record<string, FormatWords>> = {
	'slack-export': {
		icon: Hash,
		title: 'Slack export',
		records: 'messages',
		authors: 'people',
		clock: 'Slack’s server',
	},
	'slack-paste': {
		icon: Hash,
		title: 'Pasted from Slack',
		records: 'messages',
		authors: 'people',
		clock: 'Slack, to the minute',
	},
	jsonl: { icon: FileText, title: 'JSON lines', records: 'lines', clock: 'the machine that wrote it' },
	'text-log': { icon: FileText, title: 'Log', records: 'lines', clock: 'the machine that wrote it' },
	'plain-lines': {
		icon: SquareTerminal,
		title: 'Text without times',
		records: 'lines',
		clock: 'none: order only',
	},
	pagerduty: { icon: Bell, title: 'PagerDuty log', records: 'entries', clock: 'PagerDuty’s server' },
	alertmanager: { icon: Bell, title: 'Alertmanager', records: 'alerts', clock: 'Alertmanager' },
	webvtt: { icon: Mic, title: 'Transcript', records: 'cues', authors: 'speakers', clock: 'the recording' },
	screenshot: { icon: Image, title: 'Picture', records: 'pictures', clock: 'the time you gave' },
	'git-log': {
		icon: GitBranch,
		title: 'Git log',
		records: 'commits',
		authors: 'authors',
		clock: 'the committers’ machines',
	},
	statuspage: { icon: Megaphone, title: 'Status page', records: 'updates', clock: 'the status page' },
};
const unknown: FormatWords = {
	icon: FileText,
	title: 'File',
	records: 'records',
	clock: 'the machine that wrote it',
};

/** The words of a format; of a plain file when it is not known yet. */
export function formatWords(format: string | null): FormatWords {
	return (format === null ? undefined : formats[format]) ?? unknown;
}

/** `412 messages`, `1 entry`. */
export function counted(count: number, plural: string): string {
	const singular = plural === 'entries' ? 'entry' : plural === 'people' ? 'person' : plural.replace(/s$/, '');
	return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`;
}

/** `Slack export, 412 messages, 11 people`. */
export function sourceLine({
	format,
	counts,
}: Pick<Source, 'format'> & { counts: Pick<Source['counts'], 'records' | 'authors'> }): string {
	const { title, records, authors } = formatWords(format);
	const people = authors && counts.authors > 0 ? `, ${counted(counts.authors, authors)}` : '';
	return `${title}, ${counted(counts.records, records)}${people}`;
}

/** `4.2 GB`, `96 KB`, `412 bytes`. */
export function bytesOf(bytes: number): string {
	const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
	let amount = bytes;
	let unit = 0;
	while (amount >= 1000 && unit < units.length - 1) {
		amount /= 1000;
		unit++;
	}
	return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[unit]}`;
}

/** `about 3 min left`, from how long a share of the work took; empty while nobody can tell. */
export function timeLeft(share: number, elapsedMs: number): string {
	if (share < 0.02 || share >= 1 || elapsedMs < 1000) return '';
	const seconds = (elapsedMs / 1000 / share) * (1 - share);
	if (seconds < 10) return 'a few seconds left';
	if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} s left`;
	return `about ${Math.round(seconds / 60)} min left`;
}

/** `+2 min 30 s`, `−1 h`, `no correction`: how far a source's clock was set right. */
export function offsetWords(seconds: number): string {
	if (seconds === 0) return 'no correction';
	const size = Math.abs(seconds);
	const parts: [number, string][] = [
		[Math.floor(size / 3600), 'h'],
		[Math.floor(size / 60) % 60, 'min'],
		[Math.round((size % 60) * 1000) / 1000, 's'],
	];
	const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
	return `${seconds < 0 ? '−' : '+'}${words.join(' ')}`;
}

/** Reads an offset as people write it: `+2:30`, `-90`, `1h 5m`, `+00:02:30`. Undefined when it is none. */
export function parseOffset(text: string): number | undefined {
	const match = /^\s*([+\-−]?)\s*(.+?)\s*$/.exec(text);
	if (!match) return text.trim() === '' ? 0 : undefined;
	const sign = match[1] === '-' || match[1] === '−' ? -1 : 1;
	const body = match[2] ?? '';
	const clock = /^(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)$/.exec(body);
	if (clock) return sign * (Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]));
	if (/^\d+(?:\.\d+)?$/.test(body)) return sign * Number(body);
	const words = /^(?:(\d+)\s*h\w*)?\s*(?:(\d+)\s*m(?:in)?\w*)?\s*(?:(\d+(?:\.\d+)?)\s*s\w*)?$/.exec(body);
	if (!words) return undefined;
	return sign * (Number(words[1] ?? 0) * 3600 + Number(words[2] ?? 0) * 60 + Number(words[3] ?? 0));
}
