import { expect, phone, test } from './support/test.ts';

test('[PP1] a lead adds who was there, gives them a link, and lets them write for a while', async ({
	analysis,
	person,
	visitor,
}) => {
	const { account: ines, page } = await person('Ines Caldeira');
	const id = await analysis(ines, { date: '2026-03-11', summary: 'Ingestion went quiet for four hours.' });
	await page.goto(`/analysis/${id}/people`);
	await page.getByText('Nobody is here yet.').waitFor();
	await page.keyboard.press('n');
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Name', { exact: true }).fill('Marcus Bell');
	await dialog.getByLabel('Time zone').fill('Mars/Base');
	await dialog.getByRole('button', { name: 'Add them' }).click();
	await expect(dialog.getByRole('alert')).toContainText('is not a time zone');
	await dialog.getByLabel('Time zone').fill('America/Los_Angeles');
	await dialog.getByRole('button', { name: 'Add them' }).click();
	await expect(dialog).toBeHidden();
	const row = page.getByRole('row', { name: /Marcus Bell/ });
	await expect(row).toContainText('there now');
	await expect(row).toContainText('Not asked yet');

	await row.getByRole('button', { name: 'Invite Marcus Bell' }).click();
	const link = await page.locator('code').innerText();
	expect(link).toMatch(/\/invite#inv_\w+\.[\w-]{43}$/);
	await expect(row).toContainText('Link made, ends');

	const marcus = await visitor();
	await marcus.goto(link);
	await marcus.getByRole('button', { name: 'Open my part' }).click();
	await marcus.getByRole('textbox', { name: 'Tell it your way' }).waitFor();
	await expect(row).toContainText('Link opened');
	// Nobody is told whether anything is written.
	await marcus.getByRole('textbox', { name: 'Tell it your way' }).fill('A long story.');
	await expect(page.getByText('A long story.')).toHaveCount(0);

	await page.getByRole('button', { name: 'Start a group session…' }).click();
	await page.getByRole('checkbox', { name: /Marcus Bell/ }).check();
	await page.getByRole('button', { name: 'Let them write' }).click();
	await expect(page.getByText('Marcus Bell can write timeline, notes and narrative until')).toBeVisible();
	await marcus.goto(`/analysis/${id}/people`);
	await expect(marcus.getByText(/You can write here until \d\d:\d\d/)).toBeVisible();
	await page.getByRole('button', { name: 'End it now' }).click();
	await expect(marcus.getByText('The group session is over.')).toBeVisible();

	await page.getByRole('button', { name: 'Revoke…' }).click();
	await page.getByRole('button', { name: 'Revoke it now' }).click();
	await expect(row).toContainText('Link revoked');
});

test('[PP2] a list of people is shown as it is read before anyone is added', async ({ analysis, person }) => {
	const { account, page } = await person('Ines Caldeira');
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/people`);
	await page.getByRole('button', { name: 'From a list…' }).click();
	await page
		.getByLabel('Or paste it')
		.fill('name,email,tz\nHana Sato,hana@x.example,Asia/Tokyo\n,nobody@x.example,\n');
	await page.getByRole('button', { name: 'Show how it is read' }).click();
	await expect(page.getByText('1 people.')).toBeVisible();
	await expect(page.getByText('Line 3: it has no name.')).toBeVisible();
	await expect(page.getByRole('row', { name: /Hana Sato/ })).toHaveCount(0);
	await page.getByRole('button', { name: 'Add them' }).click();
	await expect(page.getByRole('row', { name: /Hana Sato/ })).toBeVisible();
});

test('[LK8] a lead invites somebody by link to read the draft and comment, and both are told what it opens', async ({
	analysis,
	person,
	visitor,
}) => {
	const { account: ines, page } = await person('Ines Caldeira');
	const id = await analysis(ines, { date: '2026-03-11', effort: 'standard' });
	await ines.api('POST', `/analyses/${id}/people`, { name: 'Hana Sato' });
	await page.goto(`/analysis/${id}/people`);
	const row = page.getByRole('row', { name: /Hana Sato/ });
	await expect(row).toBeVisible();
	const panel = page.getByRole('complementary', { name: 'Person' });
	await panel.getByLabel('To', { exact: true }).selectOption({ label: 'Read the draft and comment' });
	await expect(panel).toContainText('timeline, notes and evidence stay closed');
	await panel.getByRole('button', { name: 'Make a link' }).click();
	await expect(row).toContainText('Link to comment made, ends');
	await expect(panel).toContainText('Would you read the draft and say how it reads to you?');
	const link = await page.locator('code').innerText();
	const folder = process.env['PEOPLE_PICTURES'];
	if (folder !== undefined) await page.screenshot({ path: `${folder}/invite-to-comment-1440.png` });

	const hana = await visitor(phone);
	await hana.goto(link);
	await expect(hana.getByRole('heading', { level: 1 })).toHaveText('Hana, would you read our draft?');
	await expect(hana.getByText('Everyone who works on it reads yours,')).toBeVisible();
	if (folder !== undefined)
		await hana.screenshot({ path: `${folder}/invited-to-comment-390.png`, fullPage: true });
	await hana.getByRole('button', { name: 'Read the draft' }).tap();
	await hana.waitForURL(`/analysis/${id}/draft`);
	await expect(hana.getByText('No draft has been given out yet.')).toBeVisible();
	await expect(row).toContainText('Link to comment opened');
	// Renewed, it is still a link to comment.
	await panel.getByRole('button', { name: 'Renew the link' }).click();
	await expect(page.locator('code')).not.toHaveText(link);
	await expect(row).toContainText('Link to comment opened');
});
