import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, phone, test, type Account, type Person } from './support/test.ts';

interface Asked {
	readonly people: readonly {
		readonly name: string;
		readonly passages: readonly { readonly answer: string | null; readonly words: string }[];
	}[];
}

/** Writes lines at the end of the narrative. */
async function write(page: Page, analysis: string, lines: readonly string[]): Promise<void> {
	await page.goto(`/analysis/${analysis}/narrative`);
	await page.getByRole('textbox', { name: 'The narrative' }).click();
	await page.keyboard.press('ControlOrMeta+End');
	for (const [index, line] of lines.entries()) {
		if (index > 0) await page.keyboard.press('Enter');
		await page.keyboard.type(line);
	}
	await expect(page.getByText('Saved', { exact: true })).toBeVisible();
}

/** Opens a round as proposed. */
async function open(lead: Account, analysis: string): Promise<void> {
	const { people } = await lead.api<{
		people: readonly { personId: string; passages: readonly { passageId: string }[] }[];
	}>('GET', `/analyses/${analysis}/rounds/proposal`);
	await lead.api('POST', `/analyses/${analysis}/rounds`, {
		people: people.map(({ personId, passages }) => ({
			personId,
			passageIds: passages.map(({ passageId }) => passageId),
		})),
	});
}

/** Adds somebody who was there; a link to their part. */
async function invited(lead: Account, analysis: string, name: string): Promise<string> {
	const { id: personId } = await lead.api<{ id: string }>('POST', `/analyses/${analysis}/people`, { name });
	return (await lead.api<{ url: string }>('POST', `/analyses/${analysis}/invitations`, { personId })).url;
}

/** Ines at a narrative of these lines about Hana, who has a link to her part. */
async function written(
	person: (name: string) => Promise<Person>,
	analysis: (lead: Account, options: { readonly effort: 'standard' }) => Promise<string>,
	lines: readonly string[],
): Promise<{ readonly ines: Person; readonly id: string; readonly link: string }> {
	const ines = await person('Ines Caldeira');
	const id = await analysis(ines.account, { effort: 'standard' });
	const link = await invited(ines.account, id, 'Hana Sato');
	await write(ines.page, id, lines);
	return { ines, id, link };
}

async function enter(page: Page, link: string): Promise<void> {
	await page.goto(link);
	await page.getByRole('button', { name: 'Open my part' }).click();
	await page.waitForURL('**/part');
}

test('[RD14] an answer chosen offline is kept, sent once back, and sent by choosing it again', async ({
	person,
	analysis,
	visitor,
}) => {
	const { ines, id, link } = await written(person, analysis, ['Hana saw the boards go flat at 02:00.']);
	await open(ines.account, id);
	const answer = async () => {
		const { rounds } = await ines.account.api<{ rounds: readonly Asked[] }>('GET', `/analyses/${id}/rounds`);
		return rounds[0]?.people[0]?.passages[0]?.answer;
	};
	const page = await visitor(phone);
	await enter(page, link);
	const asked = page.getByRole('region', { name: 'What the draft says about you' });
	await expect(asked).toContainText('0 of 1 answered');

	await page.context().setOffline(true);
	await asked.getByRole('radio', { name: 'Something is missing' }).check();
	await expect(asked).toContainText('0 of 1 answered, 1 not sent yet');
	await expect(asked).toContainText('kept on this page and is sent as soon as it can be');
	await expect(asked.getByRole('alert')).toHaveCount(0);
	await page.context().setOffline(false);
	await expect(asked).toContainText('1 of 1 answered');
	await expect(asked).not.toContainText('not sent yet');
	await expect(asked).not.toContainText('kept on this page');
	expect(await answer()).toBe('missing');

	// The network is there, the server is not: nothing says when it is back but trying.
	const answers = '**/part/round/1/passages/*';
	await page.route(answers, (route) => route.fulfill({ status: 503, json: {} }));
	await asked.getByRole('radio', { name: 'Not mine to say' }).check();
	await expect(asked).toContainText('1 not sent yet');
	await page.unroute(answers);
	await asked.getByRole('radio', { name: 'Not mine to say' }).click();
	await expect(asked).not.toContainText('not sent yet');
	await expect.poll(answer).toBe('not_mine');
});

test('[RD20] words whose round was closed before they arrived stay on the page to be copied, those of the last moment too', async ({
	person,
	analysis,
	visitor,
}) => {
	const { ines, id, link } = await written(person, analysis, [
		'Hana saw the boards go flat.',
		'Hana went home.',
	]);
	await open(ines.account, id);
	const page = await visitor(phone);
	await enter(page, link);
	const about = (text: string) => page.getByRole('listitem').filter({ hasText: text });
	for (const text of ['boards go flat', 'went home'])
		await about(text).getByRole('radio', { name: 'Not how I saw it' }).check();
	await expect(page.getByText('2 of 2 answered')).toBeVisible();

	await page.context().setOffline(true);
	await about('boards go flat').getByRole('textbox', { name: 'In your words' }).fill('It was half past.');
	await about('boards go flat').getByRole('textbox', { name: 'In your words' }).blur();
	await expect(page.getByText('2 of 2 answered, 1 not sent yet')).toBeVisible();
	await about('went home').getByRole('textbox', { name: 'In your words' }).fill('I stayed.');
	await ines.account.api('POST', `/analyses/${id}/rounds/1/close`);
	await page.context().setOffline(false);
	const refused = page.getByRole('alert').filter({ hasText: 'Nobody has read it' });
	const why = 'Round 1 was closed before this reached the server. Nobody has read it:';
	await expect(refused).toHaveText([
		new RegExp(`${why}.*Hana saw the boards go flat.*Not how I saw it.*It was half past`, 's'),
		new RegExp(`${why}.*Hana went home.*Not how I saw it.*I stayed`, 's'),
	]);
	await expect(page.getByRole('button', { name: 'Copy these words' })).toHaveCount(2);
	const wrong = await new AxeBuilder({ page }).include('.list').analyze();
	expect(wrong.violations).toEqual([]);
	const folder = process.env['ROUND_PICTURES'];
	if (folder !== undefined) await page.screenshot({ path: `${folder}/refused-390.png`, fullPage: true });
	await refused.first().getByRole('button', { name: 'Put this away' }).click();
	await expect(refused).toHaveText([/I stayed/]);
});

test('[RD21] whoever leaves the page or signs out while something is unsent is asked first', async ({
	person,
	analysis,
	visitor,
}) => {
	const { ines, id, link } = await written(person, analysis, ['Hana saw the boards go flat.']);
	await open(ines.account, id);
	const page = await visitor();
	await enter(page, link);
	const answers = '**/part/round/1/passages/*';
	await page.route(answers, (route) => route.fulfill({ status: 503, json: {} }));
	await page.getByRole('radio', { name: 'Not how I saw it' }).check();
	await expect(page.getByText('0 of 1 answered, 1 not sent yet')).toBeVisible();

	const asked = page.getByRole('dialog', { name: 'Leave without what was not sent?' });
	const leaves = [
		() => page.getByRole('link', { name: 'Second Story' }).click(),
		async () => {
			await page.getByRole('button', { name: 'Hana Sato' }).click();
			await page.getByRole('menuitem', { name: 'Sign out' }).click();
		},
	];
	for (const leave of leaves) {
		await leave();
		await expect(asked).toContainText(
			'One answer of yours is only on this page. It is lost when you leave it.',
		);
		await asked.getByRole('button', { name: 'Stay here' }).click();
		await expect(asked).toBeHidden();
		await expect(page).toHaveURL(/\/part$/);
	}
	// Words that were typed this moment count as well.
	await page.unroute(answers);
	await page.getByRole('radio', { name: 'Not how I saw it' }).click();
	await expect(page.getByText('1 of 1 answered')).toBeVisible();
	await page.route(answers, () => new Promise(() => {}));
	await page.getByRole('textbox', { name: 'In your words' }).fill('It was half past.');
	const prompt = page.waitForEvent('dialog');
	await page.close({ runBeforeUnload: true });
	const browsers = await prompt;
	expect(browsers.type()).toBe('beforeunload');
	await browsers.dismiss();

	// Asked once is enough: the browser does not ask again on the way to the door.
	await leaves[1]?.();
	await asked.getByRole('button', { name: 'Leave this page' }).click();
	await page.waitForURL('**/sign-in');
});

test('[RD15] [RD16] [RD18] who posted is told of replies, reads the replies and answers them, also when the next round is asked first', async ({
	person,
	analysis,
	visitor,
}) => {
	const { ines, id, link } = await written(person, analysis, [
		'Hana saw the boards go flat at 02:00.',
		'Hana went home.',
	]);
	await open(ines.account, id);
	interface Thread {
		readonly id: string;
		readonly comments: readonly { readonly body: string; readonly author: { readonly name: string } }[];
	}
	const threads = async () =>
		(await ines.account.api<{ threads: readonly Thread[] }>('GET', `/analyses/${id}/threads`)).threads;
	const page = await visitor(phone);
	await enter(page, link);
	const asked = page.getByRole('region', { name: 'What the draft says about you' });
	const first = asked.getByRole('listitem').filter({ hasText: 'boards go flat' });
	await first.getByRole('radio', { name: 'Not how I saw it' }).check();
	await first.getByRole('textbox', { name: 'In your words' }).fill('It was half past.');
	await first.getByRole('button', { name: 'Post it for everyone who works on this' }).click();
	await expect(first).toContainText('Posted in your name');
	const [thread] = await threads();
	const say = (body: string) =>
		ines.account.api('POST', `/analyses/${id}/threads/${thread?.id ?? ''}/comments`, { body });

	await say('Which board was it?');
	await page.reload();
	await expect(page.getByText('Ines Caldeira replied to what you posted.')).toHaveCount(1);
	const replies = first.getByRole('list', { name: 'Replies' });
	await expect(replies.getByRole('listitem')).toHaveCount(1);
	await expect(replies).toContainText('Ines Caldeira');
	await expect(replies).toContainText('Which board was it?');
	await first.getByRole('textbox', { name: 'Your reply' }).fill('The left one.');
	await first.getByRole('button', { name: 'Post this reply' }).click();
	await expect(replies.getByRole('listitem')).toHaveText([/^Ines/, /^You.*The left one\.$/s]);
	await expect(first.getByRole('textbox', { name: 'Your reply' })).toHaveValue('');
	await expect(page.getByText('Ines Caldeira replied to what you posted.')).toHaveCount(0);
	expect((await threads())[0]?.comments.map(({ body, author }) => [author.name, body])).toEqual([
		['Hana Sato', 'It was half past.'],
		['Ines Caldeira', 'Which board was it?'],
		['Hana Sato', 'The left one.'],
	]);

	// Closed, the draft as it is now is asked about first; in the next round, that round is.
	await ines.account.api('POST', `/analyses/${id}/rounds/1/close`);
	await say('Thank you.');
	await page.reload();
	const closed = page.getByRole('group').filter({ hasText: 'Round 1, closed: what you answered' });
	for (const next of ['It is still being written', 'This is round 2']) {
		await expect(asked).toHaveCount(1);
		await expect(asked).toContainText(next);
		await expect(asked.getByRole('radio', { name: 'Not how I saw it' }).first()).toBeVisible();
		await expect(closed).toContainText('2 replies');
		await expect(closed.getByText('Thank you.')).toBeHidden();
		await expect(page.getByRole('heading', { level: 2 })).toHaveText([
			'What the draft says about you',
			'Round 1, closed: what you answered',
			'Tell it your way',
		]);
		if (next === 'This is round 2') break;
		await open(ines.account, id);
		await page.reload();
	}
	await closed.getByText('Round 1, closed: what you answered').click();
	await expect(closed.getByText('You answered “Not how I saw it”: It was half past.')).toBeVisible();
	await closed.getByRole('textbox', { name: 'Your reply' }).fill('Gladly.');
	await closed.getByRole('button', { name: 'Post this reply' }).click();
	await expect(closed.getByRole('list', { name: 'Replies' }).getByRole('listitem')).toHaveCount(4);
	const wrong = await new AxeBuilder({ page }).include('.list').analyze();
	expect(wrong.violations).toEqual([]);
	const folder = process.env['ROUND_PICTURES'];
	if (folder !== undefined) await page.screenshot({ path: `${folder}/replies-390.png`, fullPage: true });
});

test('[RD19] words posted outside of a round stand on the page, and so does what is said to them', async ({
	person,
	analysis,
	visitor,
}) => {
	const { ines, id, link } = await written(person, analysis, ['Hana saw the boards go flat at 02:00.']);
	const page = await visitor(phone);
	await enter(page, link);
	const asked = page.getByRole('region', { name: 'What the draft says about you' });
	await asked.getByRole('radio', { name: 'Not how I saw it' }).check();
	await asked.getByRole('textbox', { name: 'In your words' }).fill('It was half past.');
	await asked.getByRole('button', { name: 'Answer, and post my words' }).click();
	const posted = page.getByRole('region', { name: 'What you posted' });
	await expect(posted.getByRole('listitem')).toContainText(['It was half past.']);
	const { threads } = await ines.account.api<{ threads: readonly { readonly id: string }[] }>(
		'GET',
		`/analyses/${id}/threads`,
	);
	const body = { body: 'By whose clock?' };
	await ines.account.api('POST', `/analyses/${id}/threads/${threads[0]?.id ?? ''}/comments`, body);
	await page.reload();
	await expect(page.getByText('Ines Caldeira replied to what you posted.')).toHaveCount(1);
	await expect(posted.getByRole('list', { name: 'Replies' })).toContainText('By whose clock?');
	await posted.getByRole('textbox', { name: 'Your reply' }).fill('The one on the wall.');
	await posted.getByRole('button', { name: 'Post this reply' }).click();
	await expect(posted.getByRole('list', { name: 'Replies' }).getByRole('listitem')).toHaveText([
		/^Ines/,
		/^You.*The one on the wall\.$/s,
	]);
	const wrong = await new AxeBuilder({ page }).include('.list').analyze();
	expect(wrong.violations).toEqual([]);
	const folder = process.env['ROUND_PICTURES'];
	if (folder !== undefined) await page.screenshot({ path: `${folder}/posted-390.png`, fullPage: true });
});

test('[RD5] one reminder a day goes out, and is gone from the page with “not this time”', async ({
	person,
	analysis,
	visitor,
}) => {
	const { ines, id, link } = await written(person, analysis, ['Hana saw the boards go flat at 02:00.']);
	await open(ines.account, id);
	await ines.page.getByRole('button', { name: 'Remind Hana' }).click();
	await expect(ines.page.getByRole('button', { name: 'Reminded today' })).toBeDisabled();
	await expect(ines.page.getByRole('button', { name: 'Remind Hana' })).toHaveCount(0);

	const page = await visitor(phone);
	await enter(page, link);
	const reminder = page.getByText('Ines Caldeira would still like to hear');
	await expect(reminder).toHaveCount(1);
	await page.getByRole('button', { name: 'Not this time' }).click();
	await expect(page.getByText('You said “not this time”')).toBeVisible();
	await expect(reminder).toHaveCount(0);
});

test('[RD17] [RD23] whom the last round waits for is listed with how many of their passages they have seen', async ({
	person,
	analysis,
	visitor,
}) => {
	const { ines, id, link } = await written(person, analysis, [
		'Hana saw the boards go flat.',
		'Hana went home.',
		'Hana came back.',
	]);
	await open(ines.account, id);
	const page = await visitor(phone);
	await enter(page, link);
	for (const passage of ['boards go flat', 'went home'])
		await page
			.getByRole('listitem')
			.filter({ hasText: passage })
			.getByRole('radio', { name: 'Yes, this is right' })
			.check();
	await expect(page.getByText('2 of 3 answered')).toBeVisible();
	await expect(ines.page.getByText('0 of 1 person has answered, 1 has begun')).toBeVisible();
	await ines.page.getByRole('button', { name: 'Close round 1' }).click();
	const closing = ines.page.getByRole('dialog', { name: 'Close round 1' });
	await closing.getByRole('radio', { name: 'This was the last one' }).check();
	await expect(closing.getByRole('listitem')).toContainText('named in 3 passages, has seen 2 of 3');
});

test('[PA16] once the story is published the page of who came by a link says so, and leads to it', async ({
	person,
	analysis,
	visitor,
}) => {
	const { ines, id, link } = await written(person, analysis, ['Hana saw the boards go flat at 02:00.']);
	const page = await visitor(phone);
	await enter(page, link);
	const passages = page.getByRole('region', { name: 'What the draft says about you' });
	await expect(passages).toContainText('It is still being written.');
	await passages.getByRole('radio', { name: 'Yes, this is right' }).check();
	await passages.getByRole('button', { name: 'Send this answer' }).click();
	await expect(passages).toContainText('You answered “Yes, this is right”');
	await ines.account.api('POST', `/analyses/${id}/stories`, { audience: 'members' });
	await page.reload();
	await expect(passages).toContainText('The story is published.');
	await expect(passages).not.toContainText('still being written');
	await passages.getByRole('link', { name: 'The story is published.' }).click();
	await page.waitForURL('**/story/*');
	await expect(page.getByText('Hana saw the boards go flat at 02:00.')).toBeVisible();
});
