import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, type Client, type House } from '#tests/support/house.ts';
import { readPeople } from './csv.ts';

let house: House;
let ines: Client;
let analysis: string;
beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('ines');
	const made = await ines.post('/analyses', { title: 'A quiet night', subject: 'incident' });
	analysis = `/analyses/${made.body.id}`;
});
afterAll(() => house.close());

test('[PE1] a person is known to the whole house, and has a part in one analysis', async () => {
	const made = await ines.post(`${analysis}/people`, {
		name: 'Tomasz Wilk',
		email: 'Tomasz@House.example ',
		team: 'Infra',
		zone: 'America/Toronto',
		part: 'read the plan',
		authors: ['U02'],
	});
	expect(made.status).toBe(201);
	expect((await ines.get(`${analysis}/people`)).body).toEqual({
		people: [
			{
				id: made.body.id,
				name: 'Tomasz Wilk',
				email: 'tomasz@house.example',
				title: null,
				team: 'Infra',
				zone: 'America/Toronto',
				location: null,
				part: 'read the plan',
				isChosenName: false,
				userId: null,
				authors: ['U02'],
			},
		],
	});
	const other = await ines.post('/analyses', { title: 'Another night' });
	const again = await ines.post(`/analyses/${other.body.id}/people`, {
		name: 'T. Wilk',
		email: 'tomasz@house.example',
	});
	expect(again.body.id).toBe(made.body.id);
	const offered = await ines.get(`/analyses/${other.body.id}/people/others?q=tom`);
	expect(offered.body).toEqual({ people: [] });
});

test('[PE2] what is wrong with a person is said in one sentence, and nothing is created', async () => {
	const before = (await ines.get(`${analysis}/people`)).body;
	const answers = await Promise.all([
		ines.post(`${analysis}/people`, { name: '' }),
		ines.post(`${analysis}/people`, { name: 'X', zone: 'Mars/Base' }),
		ines.post(`${analysis}/people`, { name: 'X', email: 'nonsense' }),
		ines.post(`${analysis}/people`, { personId: 'per_nobody00000000000000' }),
	]);
	expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual([
		[400, 'invalid'],
		[400, 'invalid'],
		[400, 'invalid'],
		[404, 'not_found'],
	]);
	expect((await ines.get(`${analysis}/people`)).body).toEqual(before);
});

test('[PE3] a list is read whatever the order of its columns; what cannot be used is skipped with its reason', () => {
	const list = readPeople(
		'\uFEFFname;E-mail;tz;manager\r\n"Sato; Hana";hana@x.example;Asia/Tokyo;\r\n;b@x.example;;\r\nWei;;Nowhere/At all;\r\n',
	);
	expect(list).toEqual({
		people: [
			{
				name: 'Sato; Hana',
				email: 'hana@x.example',
				title: undefined,
				team: undefined,
				location: undefined,
				zone: 'Asia/Tokyo',
			},
			{
				name: 'Wei',
				email: undefined,
				title: undefined,
				team: undefined,
				location: undefined,
				zone: undefined,
			},
		],
		skipped: [
			{ line: 3, reason: 'it has no name', text: ';b@x.example;;'.replaceAll(';', ',') },
			{
				line: 4,
				reason: '“Nowhere/At all” is not a time zone; the person was taken without it',
				text: 'Wei,,Nowhere/At all,',
			},
		],
		columns: { name: 'name', 'E-mail': 'email', tz: 'zone' },
		ignored: ['manager'],
	});
});

test('[PE4] the same list a second time changes nothing, and a preview takes nobody', async () => {
	const csv = 'name,email,tz\nHana Sato,hana@house.example,Asia/Tokyo\nOluwaseun,,\n';
	const preview = await ines.post(`${analysis}/people/import`, { csv, preview: true });
	expect([preview.status, preview.body.people.length, preview.body.added]).toEqual([200, 2, 0]);
	const first = await ines.post(`${analysis}/people/import`, { csv });
	const second = await ines.post(`${analysis}/people/import`, { csv });
	expect([first.body.added, first.body.known, second.body.added, second.body.known]).toEqual([2, 0, 0, 2]);
	const nothing = await ines.post(`${analysis}/people/import`, { csv: 'just some words' });
	expect([nothing.status, nothing.body.error.code]).toEqual([400, 'invalid']);
});

test('[PE5] a system is made once, whatever the case it is written in', async () => {
	const made = await ines.post(`${analysis}/systems`, { name: 'kafka-main' });
	const again = await ines.post(`${analysis}/systems`, { name: 'Kafka-Main' });
	expect(again.body.id).toBe(made.body.id);
	expect((await ines.get(`${analysis}/systems`)).body).toEqual({
		systems: [{ id: made.body.id, name: 'kafka-main' }],
	});
});
