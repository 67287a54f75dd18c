import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
	clearAccount,
	isBlank,
	missingMoments,
	moments,
	momentText,
	momentWords,
	openMoments,
	parseMomentKey,
	sameWords,
	skipMoment,
} from './account.ts';
import { newId } from './ids.ts';

const origin = { source: 'local', userId: 'usr_me' } as const;
const apply = newId('event');

test('[AC1] a moment is made with all its texts, and opening it again loses nothing', () => {
	const doc = new Y.Doc();
	openMoments(doc, ['whole', apply], origin);
	momentText(doc, apply, 'saw')?.insert(0, 'The plan, in one terminal.');
	expect(missingMoments(doc, ['whole', apply])).toEqual([]);
	openMoments(doc, ['whole', apply], origin);
	expect(momentWords(doc, apply)).toEqual({
		told: '',
		saw: 'The plan, in one terminal.',
		knew: '',
		wanted: '',
		hard: '',
	});
	expect(momentWords(doc, newId('event'))).toBeUndefined();
});

test('[AC2] two devices that write in one moment both keep their words', () => {
	const server = new Y.Doc();
	openMoments(server, ['whole'], origin);
	const phone = new Y.Doc();
	const laptop = new Y.Doc();
	for (const doc of [phone, laptop]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(server));
	momentText(phone, 'whole', 'told')?.insert(0, 'phone ');
	momentText(laptop, 'whole', 'told')?.insert(0, 'laptop ');
	Y.applyUpdate(phone, Y.encodeStateAsUpdate(laptop));
	Y.applyUpdate(laptop, Y.encodeStateAsUpdate(phone));
	const told = momentWords(phone, 'whole')?.told ?? '';
	expect([told.includes('phone'), told.includes('laptop')]).toEqual([true, true]);
	expect(momentWords(laptop, 'whole')?.told).toBe(told);
});

test('[AC3] a moment that is left out keeps its words', () => {
	const doc = new Y.Doc();
	openMoments(doc, [apply], origin);
	momentText(doc, apply, 'hard')?.insert(0, 'Nothing felt hard.');
	expect(skipMoment(doc, apply, true, origin)).toBe(true);
	expect(moments.get(doc, apply)).toMatchObject({ isSkipped: true, hardProse: 'Nothing felt hard.' });
	expect(skipMoment(doc, 'whole', true, origin)).toBe(false);
});

test('[AC4] a cleared account holds no word in its bytes', () => {
	const doc = new Y.Doc();
	openMoments(doc, ['whole'], origin);
	momentText(doc, 'whole', 'told')?.insert(0, 'canary');
	clearAccount(doc, origin);
	const fresh = new Y.Doc();
	Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc));
	expect(Buffer.from(Y.encodeStateAsUpdate(fresh)).includes('canary')).toBe(false);
	expect(moments.all(fresh)).toEqual({ records: [], skipped: 0 });
});

test('[AC5] blank and same look past white space', () => {
	const blank = { told: ' ', saw: '\n', knew: '', wanted: '', hard: '' };
	expect(isBlank(blank)).toBe(true);
	expect(isBlank({ ...blank, saw: 'x' })).toBe(false);
	expect(sameWords({ ...blank, saw: 'x ' }, { ...blank, saw: 'x' })).toBe(true);
	expect([parseMomentKey('whole'), parseMomentKey(apply), parseMomentKey('per_x')]).toEqual([
		'whole',
		apply,
		undefined,
	]);
});
