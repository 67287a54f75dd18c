import type { Page } from '@playwright/test';
import { text } from './support/narrative.ts';
import { expect, test } from './support/test.ts';

/** What a browser hands over when something is pasted. */
async function paste(page: Page, kinds: Readonly<Record<string, string>>): Promise<void> {
	await text(page).focus();
	await text(page).evaluate((element, data) => {
		const clipboardData = new DataTransfer();
		for (const [kind, value] of Object.entries(data)) clipboardData.setData(kind, value);
		element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	}, kinds);
}

/** The text as elements, without what the editor adds to them. */
function written(page: Page): Promise<string> {
	return text(page).evaluate((element) => {
		const copy = element.cloneNode(true) as Element;
		for (const one of copy.querySelectorAll('br.ProseMirror-trailingBreak, img')) one.remove();
		for (const one of copy.querySelectorAll('*'))
			for (const name of one.getAttributeNames()) if (name !== 'href') one.removeAttribute(name);
		return copy.innerHTML;
	});
}

const slack = `<meta charset='utf-8'><span class="c-message__sender c-message_kit__sender"><button class="c-link--button c-message__sender_button" data-message-sender="U02PRIYA" type="button">Priya Raman</button></span>&nbsp;&nbsp;<a class="c-link c-timestamp" href="https://brightwater.slack.com/archives/C0142/p1773196392" data-ts="1773196392.000100"><span class="c-timestamp__label">2:33 AM</span></a><br><div class="c-message_kit__blocks c-message_kit__blocks--rich_text"><div class="p-block_kit_renderer"><div class="p-rich_text_block" dir="auto"><div class="p-rich_text_section">Are we <b data-stringify-type="bold">sure</b> it is <code data-stringify-type="code" class="c-mrkdwn__code">ingest-gw-3</code>? <img data-stringify-emoji=":eyes:" alt=":eyes:" class="c-emoji c-emoji__medium" src="https://a.slack-edge.com/eyes.png"> <a class="c-link c-member_slug c-member_slug--link" data-member-id="U02DEV">@dev</a><span class="c-mrkdwn__br" data-stringify-type="paragraph-break"></span>I saw <a class="c-link" href="https://grafana.example.org/d/1" data-stringify-link="https://grafana.example.org/d/1">this board</a></div><ul class="p-rich_text_list p-rich_text_list__bullet" data-stringify-type="unordered-list" data-indent="0" data-border="0"><li data-stringify-indent="0">broker 1</li><li data-stringify-indent="0">broker 2</li></ul><ul class="p-rich_text_list p-rich_text_list__bullet" data-stringify-type="unordered-list" data-indent="1" data-border="0"><li data-stringify-indent="1">restarted</li></ul><pre class="c-mrkdwn__pre" data-stringify-type="pre">spill=on\naccepted=202</pre><span class="c-message__edited_label" dir="ltr">&nbsp;(edited)&nbsp;</span></div></div></div><div class="c-reaction_bar c-reaction_bar--light" data-qa="reaction_bar"><button class="c-reaction">3</button></div>`;

test('[EN16] a message of Slack is who, when and what, with its lists and code, and without its buttons', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	await page.goto(`/analysis/${await analysis(account)}/narrative`);
	await paste(page, { 'text/html': slack, 'text/plain': 'Priya Raman  2:33 AM' });
	await expect.poll(() => written(page)).toContain('broker 1');
	const html = await written(page);
	expect(html).toContain('<strong>Priya Raman</strong>');
	expect(html).toContain('<a href="https://brightwater.slack.com/archives/C0142/p1773196392">2:33 AM</a>');
	expect(html).toContain('Are we <strong>sure</strong> it is <code>ingest-gw-3</code>? :eyes: @dev</p>');
	expect(html).toContain('<p>I saw <a href="https://grafana.example.org/d/1">this board</a></p>');
	expect(html).toContain(
		'<ul><li><p>broker 1</p></li><li><p>broker 2</p><ul><li><p>restarted</p></li></ul></li></ul>',
	);
	expect(html).toContain('<pre><code>spill=on\naccepted=202</code></pre>');
	expect(html).not.toMatch(/edited|style|class|span|div|button/);
});

const docs = `<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-2f1c7a5e-7fff-1c1e"><h1 dir="ltr" style="line-height:1.38;margin-top:20pt;"><span style="font-size:20pt;font-family:Arial,sans-serif;color:#000000;font-weight:400;">The night</span></h1><p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-family:Arial,sans-serif;font-weight:400;font-style:normal;">It was </span><span style="font-size:11pt;font-weight:700;font-style:normal;">quiet</span><span style="font-size:11pt;font-weight:400;font-style:italic;"> and late</span><span style="font-weight:400;">; see </span><a href="https://www.google.com/url?q=https://example.org/runbook&amp;sa=D&amp;source=editors" style="text-decoration:none;"><span style="color:#1155cc;font-weight:400;text-decoration:underline;">the runbook</span></a><span style="font-family:'Roboto Mono',monospace;font-weight:400;"> acks=all</span></p><br><ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" style="line-height:1.38;" role="presentation"><span style="font-weight:400;">one</span></p></li><ul style="margin-top:0;"><li dir="ltr" style="list-style-type:circle;" aria-level="2"><p dir="ltr" role="presentation"><span style="font-weight:400;">deeper</span></p></li></ul></ul></b><br class="Apple-interchange-newline">`;

test('[EN16] a piece of Google Docs keeps its headings, lists, emphasis and links, and none of its looks', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	await page.goto(`/analysis/${await analysis(account)}/narrative`);
	await paste(page, { 'text/html': docs, 'text/plain': 'The night' });
	await expect
		.poll(() => written(page))
		.toBe(
			'<h2>The night</h2><p>It was <strong>quiet</strong><em> and late</em>; see <a href="https://example.org/runbook">the runbook</a><code> acks=all</code></p><ul><li><p>one</p><ul><li><p>deeper</p></li></ul></li></ul>',
		);
});

test('[EN16] what could run or load is nothing, and what is no address is words', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	await page.goto(`/analysis/${await analysis(account)}/narrative`);
	const asked: string[] = [];
	page.on('request', (request) => asked.push(request.url()));
	await paste(page, {
		'text/html':
			'<h4>Deep</h4><p onclick="alert(1)">A <a href="javascript:alert(1)">press</a><img src="https://tracker.example/x.png" onerror="alert(1)"><script>alert(1)</script><style>p{}</style></p>',
	});
	await expect.poll(() => written(page)).toBe('<h3>Deep</h3><p>A press</p>');
	expect(asked.filter((url) => url.includes('tracker'))).toEqual([]);
});

test('[EN17] Markdown becomes what it says; a log with dashes stays lines, and so does Markdown pasted with Shift', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	await page.goto(`/analysis/${await analysis(account)}/narrative`);
	const markdown =
		'# What the plan showed\n\nIt said **three** changes, see [the diff](https://example.org/d).\n\n- one\n- two\n\n```\n# not a heading\n```\n';
	await paste(page, { 'text/plain': markdown });
	const understood =
		'<h2>What the plan showed</h2><p>It said <strong>three</strong> changes, see <a href="https://example.org/d">the diff</a>.</p><ul><li><p>one</p></li><li><p>two</p></li></ul><pre><code># not a heading</code></pre>';
	await expect.poll(() => written(page)).toBe(understood);
	await page.keyboard.press('Control+a');
	await paste(page, {
		'text/plain': markdown,
		'text/html': '<div style="color: #fff"><span># What the plan showed</span></div>',
		'vscode-editor-data': '{"version":1,"mode":"markdown"}',
	});
	await expect.poll(() => written(page)).toBe(understood);
	await page.keyboard.press('Control+a');
	await page.keyboard.press('Delete');
	await paste(page, { 'text/plain': '01:43:07 gw-3 spill=on\n- retry\n01:43:09 gw-3 accepted=202' });
	await expect
		.poll(() => written(page))
		.toBe('<p>01:43:07 gw-3 spill=on</p><p>- retry</p><p>01:43:09 gw-3 accepted=202</p>');
});
