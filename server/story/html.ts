/** A published story as one HTML file that needs nothing else: readable from disk, printable, without scripts. */
import { htmlPicture, htmlTable } from '#lib/model/prose-print.ts';
import { letterOf, meaningOf, nameOf, wayIn, waysUsed } from '#lib/model/said.ts';
import {
	plainText,
	rememberedDifferently,
	wayEndings,
	type StoryBlock,
	type StoryRun,
	type StorySnapshot,
} from '#lib/model/story.ts';
import { accountPlaceholder, accountWords, facts, oneLine, sourceWords } from './markdown.ts';

const style = `:root{color-scheme:light dark;--ink:light-dark(#211f1b,#ede8de);--quiet:light-dark(#666056,#a0998c);--paper:light-dark(#fbf9f4,#1d1b18);--rail:light-dark(#f4f0e7,#25231f);--rule:light-dark(#cfc7b7,#48443c);--accent:light-dark(#2c4a9a,#a3b8f5)}
body{margin:0;background:var(--paper);color:var(--ink);font:400 20px/1.6 Georgia,"Source Serif 4",serif}
main{max-width:660px;margin:0 auto;padding:56px 20px 80px}h1{font-size:46px;line-height:1.08;letter-spacing:-.02em;margin:0 0 16px}h2{font-size:30px;line-height:1.2;margin:52px 0 12px}h3{font-size:23px;margin:36px 0 8px}h4{font-size:20px;margin:28px 0 6px}
.standfirst{font-size:23px;line-height:1.42;color:var(--quiet)}.facts,footer,.by,.sources{font:400 14px/1.5 system-ui,sans-serif;color:var(--quiet)}
blockquote{margin:28px 0;padding-left:22px;border-left:4px solid var(--accent)}blockquote.account p{font-size:26px;line-height:1.3;font-style:italic}pre{background:var(--rail);border-radius:6px;padding:14px 18px;font:400 13.5px/1.7 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
a{color:var(--accent)}a.event{font:600 15px/1 system-ui,sans-serif;text-decoration:none;border:1px solid var(--rule);border-radius:4px;padding:2px 6px;white-space:nowrap}ol.timeline{list-style:none;padding:0}ol.timeline li{display:grid;grid-template-columns:110px 1fr;gap:12px;padding:8px 0;border-top:1px solid var(--rule);font-size:17px}ol.timeline time{font:600 14px/1.8 system-ui,sans-serif}
figure{margin:26px 0}figure img{display:block;max-width:100%;height:auto;border-radius:4px}figcaption,figcaption p{margin:8px 0 0;font:400 15px/1.45 system-ui,sans-serif;color:var(--quiet)}.table{overflow-x:auto;margin:24px 0}table{border-collapse:collapse;font-size:17px;line-height:1.45}th,td{border:1px solid var(--rule);padding:7px 10px;text-align:left;vertical-align:top;min-width:72px}th{background:var(--rail)}th p,td p{margin:0}td p+p{margin-top:8px}
span.way{text-decoration:underline dotted var(--rule);text-underline-offset:4px}sup a{text-decoration:none}.ways{font:400 14px/1.5 system-ui,sans-serif;color:var(--quiet)}
@media(max-width:700px){body{font-size:18px}h1{font-size:36px}}@media print{body{background:#fff;color:#000}}`;

/** Pictures as addresses that need no network, by their id; one that is not there leaves a line that says so. */
export type Inlined = ReadonlyMap<string, string>;

/** The whole story. `link` is where it can be read. */
export function renderHtml(story: StorySnapshot, link: string, pictures: Inlined = new Map()): string {
	const used = new Used(pictures);
	const body = story.blocks.map((block) => renderBlock(block, story, used)).join('\n');
	const timeline =
		story.events.length > 0
			? `<h2>Timeline</h2>\n<ol class="timeline">${story.events.map((_, index) => eventItem(story, index, used)).join('')}</ol>`
			: '';
	const differing = rememberedDifferently(story).map(
		({ sentence, passages }) =>
			`<p>${sentence}</p>\n<ul>${passages.map((words) => `<li>${escape(oneLine(words))}</li>`).join('')}</ul>`,
	);
	if (differing.length > 0) differing.unshift('<h2>Remembered differently</h2>');
	const said = waysUsed(story.blocks)
		.map(
			(way) => `<p class="ways" id="said-${way}"><sup>${letterOf[way]}</sup> ${escape(meaningOf[way])}</p>`,
		)
		.join('\n');
	const sources = [...used]
		.toSorted((a, b) => a - b)
		.map(
			(index) =>
				`<li id="source-${index + 1}" value="${index + 1}">${escape(sourceWords(story, index))}</li>`,
		)
		.join('');
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escape(story.title)}</title><style>${style}</style></head>
<body><main>
<h1>${escape(story.title)}</h1>
<p class="facts">${escape(facts(story))}</p>
${story.standfirst ? `<p class="standfirst">${escape(story.standfirst)}</p>` : ''}
${body}
${said}
${differing.join('\n')}
${timeline}
${sources ? `<h2>Where this comes from</h2>\n<ol class="sources">${sources}</ol>` : ''}
<footer><p><a href="${escape(link)}">Read it where it was published</a></p></footer>
</main></body></html>
`;
}

/** The sources that were named so far, and what there is to show. */
class Used extends Set<number> {
	readonly pictures: Inlined;
	constructor(pictures: Inlined) {
		super();
		this.pictures = pictures;
	}
}

/** A block to paste into a post-mortem that exists elsewhere. */
export function renderHtmlBlock(story: StorySnapshot, link: string): string {
	const items = story.events
		.map(
			({ time, title }, index) =>
				`<li><strong>${escape(time)}</strong> ${escape(title)} (<a href="${escape(link)}#event-${index + 1}">source</a>)</li>`,
		)
		.join('');
	return [
		`<section><h3>The second story: <a href="${escape(link)}">${escape(story.title)}</a></h3>`,
		story.standfirst ? `<p><em>${escape(story.standfirst)}</em></p>` : '',
		items ? `<ul>${items}</ul>` : '',
		`<p>How it made sense at the time, told by the people who were there: <a href="${escape(link)}">read the story</a>.</p></section>`,
	]
		.filter((part) => part !== '')
		.join('\n')
		.concat('\n');
}

function eventItem(story: StorySnapshot, index: number, used: Used): string {
	const event = story.events[index];
	if (!event) return '';
	for (const source of event.sources) used.add(source);
	const notes = event.sources.map(sourceLink).join('');
	const people = event.people.length > 0 ? ` <span class="by">${escape(event.people.join(', '))}</span>` : '';
	return `<li id="event-${index + 1}"><time${event.at === null ? '' : ` datetime="${escape(event.at)}"`}>${escape(event.time)}</time><span>${escape(event.title)}${people}${notes}</span></li>`;
}

const sourceLink = (index: number) => `<sup><a href="#source-${index + 1}">${index + 1}</a></sup>`;

function renderBlock(block: StoryBlock, story: StorySnapshot, used: Used): string {
	switch (block.is) {
		case 'heading':
			return `<h${block.level + 1} id="${escape(block.id)}">${renderRuns(block.runs, story)}</h${block.level + 1}>`;
		case 'paragraph':
			return `<p>${renderRuns(block.runs, story)}</p>`;
		case 'quote':
			return `<blockquote>${block.blocks.map((inner) => renderBlock(inner, story, used)).join('')}</blockquote>`;
		case 'list': {
			const items = block.items
				.map((item) => `<li>${item.map((inner) => renderBlock(inner, story, used)).join('')}</li>`)
				.join('');
			return block.ordered ? `<ol>${items}</ol>` : `<ul>${items}</ul>`;
		}
		case 'code':
			return `<pre>${escape(block.text)}</pre>`;
		case 'rule':
			return '<hr>';
		case 'picture': {
			const caption = block.blocks.map((inner) => renderBlock(inner, story, used)).join('');
			return htmlPicture(block, used.pictures.get(block.pictureId ?? ''), caption);
		}
		case 'table': {
			const cell = (blocks: readonly StoryBlock[]) =>
				blocks.map((inner) => renderBlock(inner, story, used)).join('');
			return `<div class="table" tabindex="0" role="group" aria-label="Table">${htmlTable(block, cell)}</div>`;
		}
		case 'record': {
			used.add(block.source);
			const by = `<p class="by">${escape(sourceWords(story, block.source))}${sourceLink(block.source)}</p>`;
			return block.mono
				? `<pre>${escape(block.text)}</pre>${by}`
				: `<blockquote><p>${escape(block.text)}</p>${by}</blockquote>`;
		}
		case 'account':
			return block.text === null
				? `<blockquote><p class="by">${escape(accountPlaceholder(block))}</p></blockquote>`
				: `<blockquote class="account"><p>${escape(block.text)}</p><p class="by">${escape(accountWords(block, story))}${block.of === undefined ? '' : ` <a href="#event-${block.of + 1}">→</a>`}</p></blockquote>`;
		default:
			return block satisfies never;
	}
}

const tags = { bold: 'strong', italic: 'em', code: 'code', strike: 's' } as const;

function renderRuns(runs: readonly StoryRun[], story: StorySnapshot): string {
	const ends = wayEndings(runs);
	return runs
		.map((run, index) => {
			if ('event' in run)
				return `<a class="event" href="#event-${run.event + 1}">${escape(plainText([run], story.events))}</a>`;
			let html = escape(run.text);
			for (const mark of run.marks ?? [])
				html =
					wayIn([mark]) === undefined
						? `<${tags[mark as keyof typeof tags]}>${html}</${tags[mark as keyof typeof tags]}>`
						: `<span class="way">${html}</span>`;
			if (run.href !== undefined) html = `<a href="${escape(run.href)}" rel="noreferrer">${html}</a>`;
			const way = ends[index];
			return way === undefined
				? html
				: `${html}<sup><a href="#said-${way}" aria-label="${nameOf[way]}">${letterOf[way]}</a></sup>`;
		})
		.join('');
}

function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
}
