import { expect, test } from 'vitest';
import type { Actor, Role } from '#lib/model/access.ts';
import { partsFor } from './parts.ts';

const as = (role: Role | undefined, personId?: string): Actor => ({ userId: 'usr_1', role, personId });
const names = (actor: Actor) => partsFor(actor, 'ana_1').map(({ name }) => name);

test('[UI2] the top bar leads only where someone may go', () => {
	expect(names(as('analyst'))).toEqual(['evidence', 'timeline', 'people', 'notes', 'narrative', 'story']);
	expect(names(as('contributor', 'per_1'))).toEqual([
		'evidence',
		'timeline',
		'people',
		'notes',
		'narrative',
		'part',
		'story',
	]);
	expect(names(as('interviewee', 'per_1'))).toEqual(['part', 'story']);
	expect(names(as('commenter'))).toEqual(['draft', 'story']);
	expect(names(as('reader'))).toEqual(['story']);
	expect(names(as(undefined))).toEqual([]);
});
