import { expect, phone, test, type Account } from './support/test.ts';

/** What somebody who was there needs: an analysis with two moments of theirs, and a link. */
async function invited(lead: Account, analysisId: string): Promise<string> {
	const base = `/analyses/${analysisId}`;
	const { id } = await lead.api<{ id: string }>('POST', `${base}/people`, {
		name: 'LeadEng McInfraPants',
		zone: 'America/Los_Angeles',
		location: 'Portland',
		isChosenName: true,
	});
	for (const [title, at, kind] of [
		['Apply started from your account', '2026-03-11T01:38:04Z', 'change'],
		['Writes in the incident channel', '2026-03-11T02:33:12Z', 'message'],
	])
		await lead.api('POST', `${base}/events`, { title, at, kind, people: [id] });
	const link = await lead.api<{ url: string }>('POST', `${base}/invitations`, { personId: id });
	return link.url;
}

interface SharedMoments {
	readonly accounts: readonly {
		readonly saw: string;
		readonly told: string;
		readonly eventId: string | null;
	}[];
}

test('[PT1] with a link and a phone one tells one’s part, shares one moment of two, takes it back, withdraws', async ({
	account,
	analysis,
	visitor,
}) => {
	const ines = await account('Ines Caldeira');
	const dev = await account('Dev Banerjee');
	const id = await analysis(ines, { date: '2026-03-11', summary: 'Ingestion went quiet for four hours.' });
	await ines.api('POST', `/analyses/${id}/members`, { email: dev.email, role: 'analyst' });
	const url = await invited(ines, id);
	const shared = async () =>
		(await dev.api<SharedMoments>('GET', `/analyses/${id}/accounts`)).accounts.map(({ saw, told }) => [
			saw,
			told,
		]);

	const page = await visitor(phone);
	await page.goto(url);
	await expect(
		page.getByRole('heading', { name: 'LeadEng, would you tell us how it looked from where you were?' }),
	).toBeVisible();
	await page.getByRole('button', { name: 'Open my part' }).click();
	await page.waitForURL(`/analysis/${id}/part`);
	await expect(page.getByRole('heading', { name: 'Your part in this story' })).toBeVisible();

	await page
		.getByRole('textbox', { name: 'Tell it your way' })
		.fill('An ordinary evening, and one box left.');
	await page.getByRole('button', { name: 'Open: Apply started from your account' }).click();
	await expect(page.getByText('Tuesday 10 March, 18:38 in Portland')).toBeVisible();
	await page.getByLabel('What were you seeing?').fill('The plan, in one terminal.');
	await expect(page.getByText('Saved', { exact: true })).toBeVisible();
	expect(await shared()).toEqual([]);

	await page.getByRole('button', { name: 'Share this moment with Ines and Dev' }).click();
	await expect(page.getByText('Ines and Dev can read this since')).toBeVisible();
	expect(await shared()).toEqual([['The plan, in one terminal.', '']]);

	await page.getByLabel('What were you seeing?').fill('The plan. It was short.');
	await page.getByRole('button', { name: 'Share what I changed' }).click();
	await expect(page.getByRole('button', { name: 'Share what I changed' })).toBeHidden();
	expect(await shared()).toEqual([['The plan. It was short.', '']]);

	await page.getByRole('button', { name: 'Take it back' }).click();
	await expect(page.getByRole('button', { name: 'Share this moment with Ines and Dev' })).toBeVisible();
	expect(await shared()).toEqual([]);

	// What was written is theirs still, and on every device that opens the link.
	const laptop = await visitor();
	await laptop.goto(url);
	await laptop.getByRole('button', { name: 'Open my part' }).click();
	await expect(laptop.getByRole('textbox', { name: 'Tell it your way' })).toHaveValue(
		'An ordinary evening, and one box left.',
	);
	await laptop.close();

	await page.getByText('More on who can read this').click();
	await page.getByRole('button', { name: 'Withdraw everything…' }).click();
	await page.getByRole('button', { name: 'Withdraw everything', exact: true }).click();
	await page.waitForURL(`/analysis/${id}/part?withdrawn`);
	await expect(page.getByRole('textbox', { name: 'Tell it your way' })).toHaveValue('');
	expect(await shared()).toEqual([]);
});

test('[PT2] two devices of one person write in one moment, and both keep their words', async ({
	account,
	analysis,
	visitor,
}) => {
	const ines = await account('Ines Caldeira');
	const id = await analysis(ines);
	const url = await invited(ines, id);
	const devices = [await visitor(phone), await visitor()] as const;
	for (const page of devices) {
		await page.goto(url);
		await page.getByRole('button', { name: 'Open my part' }).click();
	}
	const [one, other] = devices.map((page) => page.getByRole('textbox', { name: 'Tell it your way' }));
	await one?.fill('It began quietly.');
	await expect(other ?? devices[1].locator('html')).toHaveValue('It began quietly.');
	await other?.press('End');
	await other?.pressSequentially(' Then it didn’t.');
	await expect(one ?? devices[0].locator('html')).toHaveValue('It began quietly. Then it didn’t.');
	// Nobody is shown as here to anyone on this page.
	await expect(devices[0].getByLabel('Here now')).toHaveCount(0);
});

test('[PT3] a link that is revoked closes what it opened, and says what to do', async ({
	account,
	analysis,
	visitor,
}) => {
	const ines = await account('Ines Caldeira');
	const id = await analysis(ines);
	const url = await invited(ines, id);
	const page = await visitor(phone);
	await page.goto(url);
	await page.getByRole('button', { name: 'Open my part' }).click();
	await page.getByRole('textbox', { name: 'Tell it your way' }).fill('Mine.');
	await expect(page.getByText('Saved', { exact: true })).toBeVisible();
	const { invitations } = await ines.api<{ invitations: readonly { id: string }[] }>(
		'GET',
		`/analyses/${id}/invitations`,
	);
	await ines.api('DELETE', `/analyses/${id}/invitations/${invitations[0]?.id ?? ''}`);
	await expect(page.getByText('Your access to this has ended.')).toBeVisible();
	await page.goto(url);
	await expect(page.getByRole('alert')).toContainText('Ask whoever sent it for a new one');
});

test('[PT4] a page of the workspace is not for an interviewee, and leads back to their part', async ({
	account,
	analysis,
	visitor,
}) => {
	const ines = await account('Ines Caldeira');
	const id = await analysis(ines);
	const page = await visitor();
	await page.goto(await invited(ines, id));
	await page.getByRole('button', { name: 'Open my part' }).click();
	await page.getByRole('textbox', { name: 'Tell it your way' }).waitFor();
	for (const part of ['timeline', 'narrative', 'people', 'evidence']) {
		await page.goto(`/analysis/${id}/${part}`);
		await expect(page.getByRole('heading', { name: 'This one is still being written' })).toBeVisible();
		await expect(page.getByText('The night ingestion went quiet')).toHaveCount(0);
	}
	await page.getByRole('link', { name: 'Your part' }).click();
	await expect(page.getByRole('heading', { name: 'Your part in this story' })).toBeVisible();
});
