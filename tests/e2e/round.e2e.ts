import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, phone, test, type Account } from './support/test.ts';

const text = (page: Page) => page.getByRole('textbox', { name: 'The narrative' });
const bar = (page: Page) => page.getByRole('status').filter({ hasText: /^Round|^No round/ });

/** What the server has of the newest round. */
async function answersOf(analyst: Account, id: string): Promise<unknown> {
	const { rounds } = await analyst.api<{
		rounds: readonly {
			people: readonly {
				name: string;
				state: string;
				passages: readonly { answer: string | null; words: string }[];
			}[];
		}[];
	}>('GET', `/analyses/${id}/rounds`);
	return rounds[0]?.people.map(({ name, state, passages }) => [
		name,
		state,
		...passages.map(({ answer, words }) => [answer, words]),
	]);
}

/** Pictures for people to look at, when a folder for them is named. */
async function picture(page: Page, name: string): Promise<void> {
	const folder = process.env['ROUND_PICTURES'];
	if (folder === undefined) return;
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true });
	}
	await page.emulateMedia({ colorScheme: 'light' });
}

test('[RD10] a round with two analysts and three people, to the list of no surprises and what each sees changed', async ({
	person,
	analysis,
	visitor,
}) => {
	test.setTimeout(180_000);
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await analysis(ines.account, { effort: 'standard' });
	await ines.account.api('POST', `/analyses/${id}/members`, { email: dev.account.email, role: 'analyst' });
	const links = new Map<string, string>();
	for (const name of ['Hana Sato', 'Sofia Brandt', 'Tomasz Wrona']) {
		const { id: personId } = await ines.account.api<{ id: string }>('POST', `/analyses/${id}/people`, {
			name,
		});
		const link = await ines.account.api<{ url: string }>('POST', `/analyses/${id}/invitations`, { personId });
		links.set(name, link.url);
	}
	const enter = async (name: string, options = {}) => {
		const page = await visitor(options);
		await page.goto(links.get(name) ?? '');
		await page.getByRole('button', { name: 'Open my part' }).click();
		await page.waitForURL(`/analysis/${id}/part`);
		return page;
	};

	await ines.page.goto(`/analysis/${id}/narrative`);
	await expect(bar(ines.page)).toContainText('No round yet');
	await text(ines.page).click();
	for (const [index, line] of [
		'Hana saw the boards go flat at 02:00.',
		'Tomasz took twenty-one minutes on every node.',
		'Sofia was asleep in London.',
	].entries()) {
		if (index > 0) await ines.page.keyboard.press('Enter');
		await ines.page.keyboard.type(line);
	}
	await expect(ines.page.getByText('Saved', { exact: true })).toBeVisible();

	// Dev opens the round; Ines sees it come.
	await dev.page.goto(`/analysis/${id}/narrative`);
	await dev.page.getByRole('button', { name: 'Open round 1' }).click();
	const opening = dev.page.getByRole('dialog', { name: 'Open round 1' });
	// Its content is fetched; Enter must not meet the cross meanwhile.
	await expect(opening.getByRole('button', { name: 'Close' })).not.toBeFocused();
	await expect(opening.getByRole('checkbox', { name: 'Sofia Brandt', exact: true })).toBeChecked();
	await picture(dev.page, 'open-1440');
	await opening.getByRole('button', { name: 'Ask 3 people' }).click();
	await expect(bar(ines.page)).toContainText('0 of 3 people have answered');
	// A round ends with the lead.
	await expect(dev.page.getByRole('button', { name: 'Remind Hana, Sofia and Tomasz' })).toBeVisible();
	await expect(dev.page.getByRole('button', { name: 'Close round 1' })).toHaveCount(0);

	// What Tomasz is shown can be read before he answers.
	await ines.page.getByRole('button', { name: 'Read as…' }).click();
	const reading = ines.page.getByRole('dialog', { name: /^As \w+ reads it$/ });
	await reading.getByRole('combobox', { name: 'Read as' }).selectOption('Tomasz Wrona');
	await expect(reading).toHaveAccessibleName('As Tomasz reads it');
	await expect(reading.getByRole('list', { name: 'Their passages' })).toHaveText(
		'Tomasz took twenty-one minutes on every node.',
	);
	await expect(reading.getByRole('list', { name: 'What they are asked' }).getByRole('listitem')).toHaveCount(
		3,
	);
	await picture(ines.page, 'read-as-1440');
	await ines.page.keyboard.press('Escape');
	await expect(reading).toBeHidden();

	// Hana differs, changes her mind on how to say it, and posts it.
	const hana = await enter('Hana Sato', phone);
	await expect(hana.getByText('0 of 1 answered')).toBeVisible();
	await hana.getByRole('radio', { name: 'Something is missing' }).check();
	await hana.getByRole('radio', { name: 'Not how I saw it' }).check();
	await hana.getByRole('textbox', { name: 'In your words' }).fill('I think it was closer to two thirty.');
	await expect
		.poll(() => answersOf(ines.account, id))
		.toEqual([
			['Hana Sato', 'answered', ['differs', 'I think it was closer to two thirty.']],
			['Sofia Brandt', 'silent', [null, '']],
			['Tomasz Wrona', 'silent', [null, '']],
		]);
	expect(await ines.account.api('GET', `/analyses/${id}/threads`)).toEqual({ threads: [] });
	await picture(hana, 'part-390');
	await hana.getByRole('button', { name: 'Post it for everyone who works on this' }).click();
	await expect(hana.getByText('Posted in your name, for everyone who works on this.')).toBeVisible();
	const wrong = await new AxeBuilder({ page: hana }).include('section[aria-labelledby="round"]').analyze();
	expect(wrong.violations).toEqual([]);

	// Tomasz corrects, for the analysts alone; it is there after a reload.
	const tomasz = await enter('Tomasz Wrona');
	await tomasz.getByRole('radio', { name: 'Something is missing' }).check();
	await tomasz.getByRole('textbox', { name: 'In your words' }).fill('About twenty, on the slowest node.');
	await expect
		.poll(() => answersOf(dev.account, id))
		.toContainEqual(['Tomasz Wrona', 'answered', ['missing', 'About twenty, on the slowest node.']]);
	await tomasz.reload();
	await expect(tomasz.getByRole('textbox', { name: 'In your words' })).toHaveValue(
		'About twenty, on the slowest node.',
	);
	await picture(tomasz, 'part-1440');

	// Sofia is silent: she is reminded, and finds it in her part.
	await expect(bar(ines.page)).toContainText('2 of 3 people have answered');
	await expect(bar(ines.page)).toContainText('one remembers it differently');
	await ines.page.getByRole('button', { name: 'Remind Sofia' }).click();
	const sofia = await enter('Sofia Brandt');
	await expect(sofia.getByText('Ines Caldeira would still like to hear')).toBeVisible();
	await ines.page.getByRole('button', { name: '2 of 3 people have answered' }).click();
	const answers = ines.page.getByRole('dialog', { name: 'Answers in round 1' });
	await expect(answers).toContainText('Something is missing: About twenty, on the slowest node.');
	await picture(ines.page, 'answers-1440');
	await ines.page.keyboard.press('Escape');
	await expect(answers).toBeHidden();

	// No surprises: the last round waits for a choice for Sofia.
	await ines.page.getByRole('button', { name: 'Close round 1' }).click();
	const closing = ines.page.getByRole('dialog', { name: 'Close round 1' });
	await closing.getByRole('radio', { name: 'This was the last one' }).check();
	await expect(closing.getByText('named in one passage')).toHaveCount(1);
	await expect(closing.getByRole('listitem')).toContainText('Sofia Brandt');
	await closing.getByRole('button', { name: 'Close the round' }).click();
	await expect(closing.getByRole('alert')).toContainText('Sofia Brandt has not seen all their passages.');
	await picture(ines.page, 'close-1440');
	// There will be another one after all.
	await closing.getByRole('radio', { name: 'Another round may follow' }).check();
	await closing.getByRole('button', { name: 'Close the round' }).click();
	await expect(bar(dev.page)).toContainText('Round 1 is closed');

	// Tomasz is taken at his word, and the next round shows him so.
	const second = text(ines.page).locator('p').nth(1);
	await second.click({ clickCount: 3 });
	await ines.page.keyboard.type('Tomasz took about twenty minutes on the slowest node.');
	await expect(ines.page.getByText('Saved', { exact: true })).toBeVisible();
	await expect(text(dev.page)).toContainText('about twenty minutes on the slowest node');
	await dev.page.getByRole('button', { name: 'Open round 2' }).click();
	await dev.page.getByRole('button', { name: 'Ask 3 people' }).click();
	await expect(bar(ines.page)).toContainText('What changed since round 1');
	await picture(ines.page, 'bar-1440');
	await ines.page.getByRole('button', { name: 'What changed since round 1' }).click();
	const changes = ines.page.getByRole('dialog', { name: 'What changed since round 1' });
	await expect(changes.getByRole('listitem')).toHaveCount(1);
	await expect(changes.locator('del')).toHaveText(['twenty-one', 'every']);
	await expect(changes.locator('ins')).toHaveText(['about twenty', 'the slowest']);
	await picture(ines.page, 'changes-1440');
	await ines.page.keyboard.press('Escape');

	await tomasz.reload();
	await expect(tomasz.getByText('Your comment changed this since round 1')).toBeVisible();
	await expect(tomasz.locator('ins')).toHaveText(['about twenty', 'the slowest']);
	await picture(tomasz, 'changed-1440');
	await hana.reload();
	await expect(hana.getByText('0 of 1 answered')).toBeVisible();
	await expect(hana.getByText('since round 1')).toHaveCount(0);
	await picture(hana, 'again-390');

	// Hana's disagreement is not settled: the story says that there is one, and not whose.
	await ines.page.goto(`/analysis/${id}/story`);
	await expect(ines.page.getByRole('region', { name: 'Remembered differently' })).toContainText(
		'Hana saw the boards go flat at 02:00.',
	);
	await expect(ines.page.getByText('closer to two thirty')).toHaveCount(0);
	await picture(ines.page, 'story-1440');
});

test('[RD11] on a phone the bar of the round is read whole', async ({ person, analysis }) => {
	const ines = await person('Ines Caldeira', phone);
	const id = await analysis(ines.account, { effort: 'standard' });
	for (const name of ['Hana Sato', 'Sofia Brandt'])
		await ines.account.api('POST', `/analyses/${id}/people`, { name });
	await ines.page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await ines.page.keyboard.type('Hana asked in the channel. Sofia was asleep in London.');
	await expect(ines.page.locator('[data-is="saved"]')).toBeVisible();
	const { people } = await ines.account.api<{
		people: { personId: string; passages: { passageId: string }[] }[];
	}>('GET', `/analyses/${id}/rounds/proposal`);
	await ines.account.api('POST', `/analyses/${id}/rounds`, {
		people: people.map(({ personId, passages }) => ({
			personId,
			passageIds: passages.map(({ passageId }) => passageId),
		})),
	});
	await expect(bar(ines.page)).toContainText('0 of 2 people have answered');
	const tools = bar(ines.page).locator('xpath=..');
	expect(await tools.evaluate((node) => node.scrollWidth - node.clientWidth)).toBeLessThanOrEqual(0);
	const close = ines.page.getByRole('button', { name: 'Close round 1' });
	await expect(close).toBeInViewport({ ratio: 1 });
	await picture(ines.page, 'bar-390');
});
