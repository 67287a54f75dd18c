import { expect, test } from './support/test.ts';

test('[TE15] the inspector tells who changed an event and keeps up; it is for analysts', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const cy = await person('Cy Osei');
	const id = await analysis(ines.account, { date: '2026-03-11' });
	for (const [{ account }, role] of [
		[dev, 'analyst'],
		[cy, 'contributor'],
	] as const)
		await ines.account.api('POST', `/analyses/${id}/members`, { email: account.email, role });
	const event = await ines.account.api<{ id: string }>('POST', `/analyses/${id}/events`, {
		...{ title: 'They decide to roll back', when: '02:40', kind: 'message' },
	});
	const one = `/analyses/${id}/events/${event.id}`;
	await dev.account.api('PATCH', one, { when: 'about 02:41', description: 'After the call.' });

	await ines.page.goto(`/analysis/${id}/timeline?event=${event.id}`);
	const button = ines.page.getByRole('button', { name: 'History', exact: true });
	await expect(button).toHaveAttribute('aria-expanded', 'false');
	await button.click();
	const entries = ines.page.getByRole('listitem').filter({ hasText: ' · ' });
	await expect(entries).toHaveText([
		/^Dev Banerjee changed the time from 02:40 to about 02:41 and changed the description\s+· (just now|\d+ min ago)$/,
		/^You added the event\s+· (just now|\d+ min ago)$/,
	]);
	await dev.account.api('PATCH', one, { kind: 'decision' });
	await expect(entries.first()).toHaveText(/^Dev Banerjee changed the kind from message to decision\s+·/);

	await cy.page.goto(`/analysis/${id}/timeline?event=${event.id}`);
	await expect(cy.page.getByRole('button', { name: 'Delete this event' })).toBeVisible();
	await expect(cy.page.getByRole('button', { name: 'History', exact: true })).toHaveCount(0);
});
