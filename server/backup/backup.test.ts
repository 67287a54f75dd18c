/** A backup is a whole copy; a restore puts it back, raises every epoch and ends every session. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHouse, type House } from '#tests/support/house.ts';
import { readConfig } from '../config.ts';
import { createServices } from '../services.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import type { AnalysisId } from '#lib/model/ids.ts';

let house: House;
let folder = '';
beforeEach(async () => {
	house = await openHouse();
	folder = mkdtempSync(join(tmpdir(), 'second-story-backup-'));
});
afterEach(async () => {
	await house.close();
	rmSync(folder, { recursive: true, force: true });
});

const backedUp = (file: string) => makeBackup(house.services.databases, house.dataDir, file);

test('[BK1] what was there at the backup is there after the restore, and what came later is kept aside', async () => {
	const ines = await house.user('ines', { isAdmin: true });
	const { body } = await ines.post('/analyses', { title: 'Before' });
	const ref = { analysis: body.id as AnalysisId, kind: 'notes' } as const;
	await house.services.collab.writeAs(ines.userId, ref, (doc) => doc.getMap('kept').set('word', 'heron'));
	mkdirSync(join(house.dataDir, 'blob', 'ab'), { recursive: true });
	writeFileSync(join(house.dataDir, 'blob', 'ab', 'abcd'), 'bytes of a source');
	const file = join(folder, 'one.zip');
	expect(await backedUp(file)).toMatchObject({ ok: true });
	await ines.post('/analyses', { title: 'After' });

	const target = join(folder, 'data');
	mkdirSync(target);
	writeFileSync(join(target, 'core.db-old'), 'what was there');
	const restored = await restoreBackup({ dataDir: target, databaseUrl: undefined }, file);
	expect(restored).toEqual({
		ok: true,
		value: {
			madeAt: expect.stringMatching(/^\d{4}-/),
			documents: 5,
			keptAside: expect.stringContaining('before-restore-'),
		},
	});
	expect(readFileSync(join(target, 'blob', 'ab', 'abcd'), 'utf8')).toBe('bytes of a source');
	const aside = readdirSync(target).find((name) => name.startsWith('before-restore-')) ?? '';
	expect(readdirSync(join(target, aside))).toEqual(['core.db-old']);
	const services = await createServices(readConfig({ DATA_DIR: target, LOG_LEVEL: 'silent' }));
	try {
		expect((await services.analyses.list(ines.userId)).map(({ title }) => title)).toEqual(['Before']);
		expect(await services.collab.read(ref, (doc) => doc.getMap('kept').get('word'))).toBe('heron');
		const rows = await services.databases.journal.selectFrom('document').select('epoch').execute();
		expect(rows.map(({ epoch }) => epoch)).toEqual([2, 2, 2, 2, 2]);
		expect(await services.databases.core.selectFrom('session').select('id').execute()).toEqual([]);
	} finally {
		await services.close();
	}
});

test('[BK2] a backup overwrites nothing and leaves nothing behind', async () => {
	const file = join(folder, 'one.zip');
	writeFileSync(file, 'mine');
	expect(await backedUp(file)).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
	expect(readFileSync(file, 'utf8')).toBe('mine');
	expect(await backedUp(join(folder, 'no', 'where.zip'))).toMatchObject({
		ok: false,
		refusal: { code: 'invalid' },
	});
	expect(readdirSync(house.dataDir).filter((name) => name.startsWith('backup-'))).toEqual([]);
});

test('[BK3] a damaged backup is refused before anything is moved', async () => {
	await house.user('ines');
	const file = join(folder, 'one.zip');
	await backedUp(file);
	expect(await restoreBackup({ dataDir: join(folder, 'well'), databaseUrl: undefined }, file)).toMatchObject({
		ok: true,
	});
	const bytes = readFileSync(file);
	const target = join(folder, 'data');
	for (const at of [0.3, 0.6, 0.9]) {
		const damaged = Buffer.from(bytes);
		const place = Math.floor(bytes.length * at);
		damaged.writeUInt8(damaged.readUInt8(place) ^ 0xff, place);
		writeFileSync(file, damaged);
		const outcome = await restoreBackup({ dataDir: target, databaseUrl: undefined }, file);
		expect(outcome, `byte ${place}`).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
		expect(readdirSync(target)).toEqual([]);
	}
	writeFileSync(file, bytes.subarray(0, bytes.length / 2));
	expect(await restoreBackup({ dataDir: target, databaseUrl: undefined }, file)).toMatchObject({
		ok: false,
		refusal: { message: expect.stringContaining('not a whole zip file') },
	});
});
