/** A published story as Markdown (CommonMark): chips become “(02:14)”, sources become footnotes. */
import { markdownPicture, markdownTable } from '#lib/model/prose-print.ts';
import { meaningOf, waysUsed } from '#lib/model/said.ts';
import {
	plainText,
	rememberedDifferently,
	wayEndings,
	type StoryBlock,
	type StoryRun,
	type StorySnapshot,
} from '#lib/model/story.ts';

/** The whole story. `link` is where it can be read; `pictures` where its pictures are, each behind it by its id. */
export function renderMarkdown(story: StorySnapshot, link: string, pictures = ''): string {
	const used = new Used(pictures);
	const head = [
		`# ${escape(story.title)}`,
		facts(story),
		...(story.standfirst ? [`*${escape(story.standfirst)}*`] : []),
	];
	const body = story.blocks.map((block) => renderBlock(block, story, used));
	const differing = rememberedDifferently(story).map(
		({ sentence, passages }) =>
			`${sentence}\n\n${passages.map((words) => `- ${escape(oneLine(words))}`).join('\n')}`,
	);
	if (differing.length > 0) differing.unshift('## Remembered differently');
	const timeline =
		story.events.length > 0
			? ['## Timeline', story.events.map((_, index) => eventLine(story, index, used)).join('\n')]
			: [];
	const said = waysUsed(story.blocks).map((way) => `[^${way}]: ${meaningOf[way]}`);
	const notes = [...used]
		.toSorted((a, b) => a - b)
		.map((index) => `[^${index + 1}]: ${escape(sourceWords(story, index))}`);
	return `${[
		...head,
		...body,
		...differing,
		...timeline,
		[...notes, ...said].join('\n'),
		`[Read it as a story](${link})`,
	]
		.filter((part) => part !== '')
		.join('\n\n')}\n`;
}

/** The sources that were named so far, and where pictures are. */
class Used extends Set<number> {
	readonly pictures: string;
	constructor(pictures: string) {
		super();
		this.pictures = pictures;
	}
}

/** A short block to attach to a post-mortem that exists elsewhere: standfirst, timeline, and the way to the story. */
export function renderMarkdownBlock(story: StorySnapshot, link: string): string {
	const lines = [
		`### The second story: [${escape(story.title)}](${link})`,
		...(story.standfirst ? [`*${escape(story.standfirst)}*`] : []),
		story.events
			.map(
				({ time, title }, index) =>
					`- **${escape(time)}** ${escape(title)} ([source](${link}#event-${index + 1}))`,
			)
			.join('\n'),
		`How it made sense at the time, told by the people who were there: [read the story](${link}).`,
	];
	return `${lines.filter((line) => line !== '').join('\n\n')}\n`;
}

/** A passage as one line of a list. */
export function oneLine(words: string): string {
	return words.replace(/\s+/gu, ' ').trim();
}

/** Date, number and zone on one line. */
export function facts(story: StorySnapshot): string {
	return [story.date, story.number, `Times are ${story.zone}`].filter((fact) => fact !== null).join(' · ');
}

/** Where a source is, in words. */
export function sourceWords(story: StorySnapshot, index: number): string {
	const source = story.sources[index];
	if (!source) return '';
	return source.author === null ? source.label : `${source.author}, ${source.label}`;
}

function eventLine(story: StorySnapshot, index: number, used: Used): string {
	const event = story.events[index];
	if (!event) return '';
	for (const source of event.sources) used.add(source);
	const notes = event.sources.map((source) => `[^${source + 1}]`).join('');
	const people = event.people.length > 0 ? ` (${event.people.map(escape).join(', ')})` : '';
	return `- **${escape(event.time)}** ${escape(event.title)}${people}${notes}`;
}

function renderBlock(block: StoryBlock, story: StorySnapshot, used: Used): string {
	switch (block.is) {
		case 'heading':
			return `${'#'.repeat(block.level + 1)} ${renderRuns(block.runs, story)}`;
		case 'paragraph':
			return renderRuns(block.runs, story);
		case 'quote':
			return prefixed('> ', block.blocks.map((inner) => renderBlock(inner, story, used)).join('\n\n'));
		case 'list':
			return block.items
				.map((item, index) => {
					const bullet = block.ordered ? `${index + 1}. ` : '- ';
					const text = item.map((inner) => renderBlock(inner, story, used)).join('\n\n');
					return bullet + text.replaceAll('\n', `\n${' '.repeat(bullet.length)}`);
				})
				.join('\n');
		case 'code':
			return fenced(block.text);
		case 'rule':
			return '---';
		case 'picture': {
			const src =
				block.pictureId !== null && used.pictures !== '' ? used.pictures + block.pictureId : undefined;
			const said = block.blocks.map((inner) => renderBlock(inner, story, used)).filter((text) => text !== '');
			return [markdownPicture(block.alt, src), ...said].join('\n\n');
		}
		case 'table':
			return markdownTable(block, (inner) => renderBlock(inner, story, used));
		case 'record': {
			used.add(block.source);
			const words = block.mono ? fenced(block.text) : prefixed('> ', escape(block.text));
			return `${words}\n\n— ${escape(sourceWords(story, block.source))}[^${block.source + 1}]`;
		}
		case 'account':
			return block.text === null
				? `> *${accountPlaceholder(block)}*`
				: `${prefixed('> ', escape(block.text))}\n>\n> — ${escape(accountWords(block, story))}`;
		default:
			return block satisfies never;
	}
}

/** What stands where a person's words are not shown. */
export function accountPlaceholder({ state, by }: { readonly state: string; readonly by: string }): string {
	return state === 'waiting' ? `Quote waiting for ${by}` : 'Quote withdrawn';
}

/** Whose words they are, and what they tell of. */
export function accountWords(
	{ by, of }: { readonly by: string; readonly of?: number },
	story: Pick<StorySnapshot, 'events'>,
): string {
	const event = of === undefined ? undefined : story.events[of];
	return event ? `${by}, telling of ${event.time}` : `${by}, in their own account`;
}

function renderRuns(runs: readonly StoryRun[], story: StorySnapshot): string {
	const ends = wayEndings(runs);
	return runs
		.map((run, index) => {
			if ('event' in run) return `(${escape(plainText([run], story.events))})`;
			let text = run.marks?.includes('code') ? `\`${run.text.replaceAll('`', 'ˋ')}\`` : escape(run.text);
			// Emphasis may not begin or end with a space, or it stays a star.
			const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/u.exec(text) ?? [];
			if (inner !== '') {
				if (run.marks?.includes('bold')) text = `${before}**${inner}**${after}`;
				if (run.marks?.includes('italic')) text = `${before}*${text.trim()}*${after}`;
				if (run.marks?.includes('strike')) text = `${before}~~${text.trim()}~~${after}`;
			}
			if (run.href !== undefined) text = `[${text}](${run.href.replaceAll(')', '%29')})`;
			return ends[index] ? `${text}[^${ends[index]}]` : text;
		})
		.join('');
}

function prefixed(prefix: string, text: string): string {
	return text
		.split('\n')
		.map((line) => `${prefix}${line}`.trimEnd())
		.join('\n');
}

function fenced(text: string): string {
	// Longer than any run of backticks inside, so that evidence cannot close its own fence.
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}\n${text}\n${fence}`;
}

/** Text of people as text: nothing in it becomes Markdown or HTML. */
function escape(text: string): string {
	return text
		.replace(/[\\`*_[\]<>|~]/g, '\\$&')
		.replace(/^(\s*)([#+-]|\d+[.)])(?=\s)/gm, '$1\\$2')
		.replaceAll('&', '&amp;');
}
