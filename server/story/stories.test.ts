import { expect, test } from 'vitest';
import type { AnalysisId, RecordId } from '#lib/model/ids.ts';
import { appendBlocks, quoteRecord } from '#lib/model/narrative.ts';
import { openHouse } from '#tests/support/house.ts';

test('[ST8] whose words are quoted, and who is nobody of the cast, keeps a story from going out', async () => {
	const house = await openHouse();
	const ines = await house.user('ines');
	const analysis = (await ines.post('/analyses', { title: 'A quiet night' })).body.id as AnalysisId;
	const base = `/analyses/${analysis}`;
	const html =
		'<div class="c-message_kit__message"><button class="c-message__sender_button">Priya R</button>' +
		'<a class="c-timestamp" href="https://tidewell.slack.com/archives/C0142/p1773196392004100"><span>2:33 AM</span></a>' +
		'<div class="p-rich_text_section">What changed?</div></div>';
	await ines.post(`${base}/sources/paste`, { html, text: 'Priya R\n  2:33 AM\nWhat changed?' });
	const records = async () => (await ines.get(`${base}/records`)).body.records as { id: RecordId }[];
	await expect.poll(records, { timeout: 20_000 }).toHaveLength(1);
	const [record] = await records();
	await house.services.collab.writeAs(ines.userId, { analysis, kind: 'narrative' }, (doc, origin) => {
		const content = [{ is: 'text', text: 'Nobody had looked.', marks: [] }] as const;
		appendBlocks(doc, [{ is: 'paragraph', content }], origin);
		if (record) quoteRecord(doc, record.id, origin);
	});

	expect((await ines.get(`${base}/stories/before`)).body).toMatchObject({ people: [], unknown: ['Priya R'] });
	const refused = await ines.post(`${base}/stories`, { audience: 'link' });
	expect([refused.status, refused.body.error.message]).toEqual([
		409,
		'Priya R is quoted and not among the people yet. Say on the People page who they are, so that it can be chosen how they appear. Nothing was published.',
	]);

	const added = await ines.post(`${base}/people`, { name: 'Priya Raghunathan', authors: ['Priya R'] });
	expect((await ines.get(`${base}/stories/before`)).body).toMatchObject({
		people: [{ personId: added.body.id, why: ['quoted'], seen: false, choice: null }],
		unknown: [],
	});
	await ines.call('PUT', `${base}/stories/choices/${added.body.id}`, { choice: 'role' });
	expect((await ines.post(`${base}/stories`, { audience: 'link' })).status).toBe(201);
	await house.close();
});
