/**
 * What other programs put on the clipboard, as the few things a text here is made of. Works on an inert copy: nothing
 * of it is loaded or run. What a program means is told by its own marks; looks (fonts, colours, sizes) are dropped.
 */
import { safeHref } from '#lib/model/prose.ts';
import { asTables } from './paste-tables.ts';

/** Clipboard HTML with sensible elements only. What was copied here comes back as it is. */
export function cleaned(html: string): string {
	if (html.includes('data-pm-slice')) return html;
	const { body } = new DOMParser().parseFromString(quiet(html), 'text/html');
	for (const element of body.querySelectorAll(nothing)) element.remove();
	if (
		body.querySelector(
			'[data-stringify-type], .c-message_kit__blocks, .p-rich_text_section, [data-message-sender]',
		)
	)
		fromSlack(body);
	if (body.querySelector('[id^="docs-internal-guid-"]')) fromGoogleDocs(body);
	asTables(body);
	for (const element of body.querySelectorAll('h1, h2, h3, h4, h5, h6')) asHeading(element);
	for (const link of body.querySelectorAll('a[href]')) asLink(link);
	return body.innerHTML;
}

/** The page's policy would stop both, and complain of each. */
function quiet(html: string): string {
	return html
		.replace(/<style\b[^>]*>\s*(?:<!--)?[^<]*<\/style\s*>/gi, '')
		.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/[\s/]on[a-z]+\s*=/gi, ' data-gone='));
}

const nothing = 'script, style, meta, link, title, noscript, template, svg, iframe, object, [hidden]';

/**
 * A message is its sender, its time and what was written. Emoji are pictures, paragraphs are breaks, and lists within
 * lists are lists that say how deep they are.
 */
function fromSlack(body: HTMLElement): void {
	const aside =
		'.c-message__edited_label, .c-reaction_bar, [data-qa="reaction_bar"], .c-message_kit__gutter__left, .c-message_actions__container, .c-message__reply_bar, .c-avatar, [data-qa="message_attachment_default"]';
	for (const element of body.querySelectorAll(aside)) element.remove();
	for (const emoji of body.querySelectorAll('img[data-stringify-emoji], img.c-emoji')) {
		const name = emoji.getAttribute('data-stringify-emoji') ?? emoji.getAttribute('alt') ?? '';
		emoji.replaceWith(name === '' || name.startsWith(':') ? name : `:${name}:`);
	}
	for (const sender of body.querySelectorAll('[data-message-sender]')) {
		const name = document.createElement('strong');
		name.textContent = sender.textContent;
		sender.replaceWith(name);
	}
	for (const mention of body.querySelectorAll('.c-member_slug, [data-stringify-type="mention"]'))
		mention.replaceWith(mention.textContent ?? '');
	for (const section of body.querySelectorAll('.p-rich_text_section')) asParagraphs(section);
	const lists = [...body.querySelectorAll('[data-stringify-type$="-list"][data-indent]')];
	for (const list of lists) {
		const depth = Number(list.getAttribute('data-indent'));
		const above = lists
			.slice(0, lists.indexOf(list))
			.findLast((one) => Number(one.getAttribute('data-indent')) < depth);
		if (depth > 0 && above?.lastElementChild?.tagName === 'LI') above.lastElementChild.append(list);
	}
}

/** Slack writes what is between two paragraphs into one block. */
function asParagraphs(section: Element): void {
	const ends = [...section.querySelectorAll('[data-stringify-type="paragraph-break"], .c-mrkdwn__br')];
	if (ends.length === 0) return;
	const paragraphs = [document.createElement('p')];
	for (const child of [...section.childNodes]) {
		if (ends.includes(child as Element)) paragraphs.push(document.createElement('p'));
		else paragraphs.at(-1)?.append(child);
	}
	section.replaceWith(...paragraphs.filter(({ textContent }) => (textContent ?? '').trim() !== ''));
}

/** Everything is a styled span, in a `b` that is not bold; machine text is what is set in a machine's face. */
function fromGoogleDocs(body: HTMLElement): void {
	for (const span of body.querySelectorAll<HTMLElement>('span[style]')) {
		if (!/mono|courier|consolas|menlo/i.test(span.style.fontFamily)) continue;
		const code = document.createElement('code');
		code.append(...span.childNodes);
		span.replaceWith(code);
	}
	for (const end of body.querySelectorAll('br.Apple-interchange-newline')) end.remove();
	for (const line of body.querySelectorAll('b > br')) if (line.parentElement?.id) line.remove();
}

/** Sections begin at level 2, the title being the analysis’ own; a heading is heavy by itself. */
function asHeading(element: Element): void {
	const heading = document.createElement(/^H[12]$/.test(element.tagName) ? 'h2' : 'h3');
	heading.append(...element.childNodes);
	for (const child of heading.querySelectorAll('b, strong')) child.replaceWith(...child.childNodes);
	for (const child of heading.querySelectorAll<HTMLElement>('[style]')) child.removeAttribute('style');
	element.replaceWith(heading);
}

/** The page that a link is for, not the one that counts who follows it; what is no address is words. */
function asLink(link: Element): void {
	const href = link.getAttribute('href') ?? '';
	const meant = /^https:\/\/www\.google\.com\/url\?(?:[^#]*&)?q=/.test(href)
		? (new URL(href).searchParams.get('q') ?? href)
		: href;
	const safe = safeHref(meant);
	if (safe === undefined) link.replaceWith(...link.childNodes);
	else link.setAttribute('href', safe);
}
