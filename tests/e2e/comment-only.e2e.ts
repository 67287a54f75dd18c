import { AxeBuilder } from '@axe-core/playwright';
import { expect, phone, test } from './support/test.ts';

test('[CO5] a person who may comment and not write reads the frozen text, comments, is answered, and changes nothing', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const wei = await person('Wei-Lin Chua');
	const id = await analysis(ines.account, { effort: 'standard' });
	await ines.account.api('POST', `/analyses/${id}/members`, { email: wei.account.email, role: 'commenter' });
	await ines.account.api('POST', `/analyses/${id}/people`, { name: 'Hana Sato' });

	// Before anything was frozen there is one sentence.
	await wei.page.goto(`/analysis/${id}`);
	await wei.page.waitForURL(`/analysis/${id}/draft`);
	await expect(wei.page.getByText('No draft has been given out yet.')).toBeVisible();

	await ines.page.goto(`/analysis/${id}/narrative`);
	const text = ines.page.getByRole('textbox', { name: 'The narrative' });
	await text.click();
	await ines.page.keyboard.type('Hana closed the laptop and made dinner.');
	await ines.page.keyboard.press('Enter');
	await ines.page.keyboard.type('Nothing was wrong anywhere anyone could look.');
	await expect(ines.page.getByText('Saved', { exact: true })).toBeVisible();
	await ines.page.getByRole('button', { name: 'Open round 1' }).click();
	await ines.page.getByRole('button', { name: 'Ask one person' }).click();

	// The draft comes by itself; what is written since does not.
	const draft = wei.page.getByRole('article', { name: 'The draft' });
	await expect(draft).toContainText('Hana closed the laptop');
	await expect(wei.page.getByRole('textbox')).toHaveCount(0);
	await text.click();
	await ines.page.keyboard.press('Control+Home');
	await ines.page.keyboard.type('At first, ');

	// A selection, as a hand makes it.
	const words = draft.getByText('Nothing was wrong anywhere anyone could look.');
	await words.evaluate((node) => {
		const inside = node.firstChild as Text;
		const range = document.createRange();
		range.setStart(inside, 0);
		range.setEnd(inside, 'Nothing was wrong'.length);
		const selection = document.getSelection();
		selection?.removeAllRanges();
		selection?.addRange(range);
	});
	await wei.page.getByRole('button', { name: /^Comment (Ctrl|⌘)/ }).click();
	const form = wei.page.getByRole('region', { name: 'New thread' });
	await expect(form).toContainText('“Nothing was wrong”');
	await form.getByLabel('What would you like to know?').fill('Did anyone have the disk graph open?');
	await form.getByRole('button', { name: 'Post' }).click();
	await expect(form).toBeHidden();
	// Another on a whole passage, without a pointer.
	await draft.getByRole('button', { name: /^Comment on “Hana closed/ }).focus();
	await wei.page.keyboard.press('Enter');
	await form.getByText('Agreement', { exact: true }).click();
	await form.getByLabel('What is right about this?').fill('That is what that evening was like.');
	await form.getByLabel('What is right about this?').press('Control+Enter');
	await expect(form).toBeHidden();

	// Ines sees it on her text, where the words are now, and answers; Wei-Lin sees that at once.
	const question = ines.page.getByRole('article', { name: 'Question' });
	await expect(question).toContainText('disk graph');
	await expect(text.locator('.thread', { hasText: 'Nothing was wrong' })).toBeVisible();
	await question.getByRole('button', { name: 'Reply' }).click();
	await question.getByRole('textbox', { name: 'Reply' }).fill('Nobody, until twenty past two.');
	await question.getByRole('textbox', { name: 'Reply' }).press('Control+Enter');
	const own = wei.page.getByRole('article', { name: 'Question' });
	await expect(own).toContainText('Nobody, until twenty past two.');
	await expect(own.getByRole('button', { name: 'Reply' })).toBeVisible();
	await expect(own.getByRole('button', { name: 'Resolve' })).toHaveCount(0);
	await expect(draft).not.toContainText('At first');
	expect((await new AxeBuilder({ page: wei.page }).analyze()).violations).toEqual([]);

	// Typing at it changes nothing, here or there.
	await words.first().click();
	await wei.page.keyboard.type('No!');
	await expect(text).toContainText('At first, Hana closed the laptop and made dinner.');
	await expect(text).not.toContainText('No!');
	await expect(draft).not.toContainText('No!');

	const folder = process.env['COMMENT_PICTURES'];
	if (folder !== undefined)
		for (const colorScheme of ['light', 'dark'] as const) {
			await wei.page.emulateMedia({ colorScheme });
			await wei.page.screenshot({ path: `${folder}/draft-1440-${colorScheme}.png` });
		}
});

test('[CO5] on a phone the draft is read and commented on by touch', async ({ person, analysis }) => {
	const ines = await person('Ines Caldeira');
	const wei = await person('Wei-Lin Chua', phone);
	const id = await analysis(ines.account, { effort: 'standard' });
	await ines.account.api('POST', `/analyses/${id}/members`, { email: wei.account.email, role: 'commenter' });
	await ines.account.api('POST', `/analyses/${id}/people`, { name: 'Hana Sato' });
	await ines.page.goto(`/analysis/${id}/narrative`);
	await ines.page.getByRole('textbox', { name: 'The narrative' }).click();
	await ines.page.keyboard.type('Hana closed the laptop and made dinner.');
	await expect(ines.page.getByText('Saved', { exact: true })).toBeVisible();
	await ines.page.getByRole('button', { name: 'Open round 1' }).click();
	await ines.page.getByRole('button', { name: 'Ask one person' }).click();
	await wei.page.goto(`/analysis/${id}/draft`);
	await wei.page.getByRole('button', { name: /^Comment on “Hana/ }).tap();
	const form = wei.page.getByRole('region', { name: 'New thread' });
	await form.getByLabel('What would you like to know?').fill('Whose laptop?');
	await form.getByRole('button', { name: 'Post' }).tap();
	await expect(ines.page.getByRole('article', { name: 'Question' })).toContainText('Whose laptop?');
	const sideways = await wei.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	expect(sideways).toBeLessThanOrEqual(0);
	const folder = process.env['COMMENT_PICTURES'];
	if (folder !== undefined) {
		await wei.page.screenshot({ path: `${folder}/draft-390-threads.png` });
		await wei.page.keyboard.press('Escape');
		await wei.page.screenshot({ path: `${folder}/draft-390.png` });
	}
});
