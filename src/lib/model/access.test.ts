import { expect, test } from 'vitest';
import { columns, letters, matrix } from '#tests/support/access-matrix.ts';
import { can, roles, type Action, type Actor, type Resource, type Role } from './access.ts';
import { plainKinds, subjectKinds } from './documents.ts';

const actions = Object.keys(letters) as Action[];

function resourceOf(name: string): Resource {
	const [kind = '', subject] = name.replace('=', '').split('/');
	if (name.startsWith('=part')) return { is: 'part', personId: subject ?? '' };
	if (name.startsWith('=')) return { is: kind } as Resource;
	return { is: 'document', kind, subject } as Resource;
}

/** Someone who holds the interview, the review and the person called `mine`. */
const actorOf = (role: Role | undefined): Actor => ({
	userId: 'usr_me',
	role,
	personId: 'mine',
	interviews: new Set(['mine']),
	reviews: new Set(['mine']),
});

test('[AX1] every role may do to every document and resource exactly what the table says', () => {
	const judged = matrix.map(([name = '']) => [
		name,
		...columns.map((column) => {
			const actor = actorOf(roles.find((role) => role === column));
			const may = actions.filter((action) => can(actor, action, resourceOf(name)));
			return may.map((action) => letters[action]).join('') || '-';
		}),
	]);
	expect(judged).toEqual(matrix);
});

test('[AX2] the table speaks of every role and every kind of document', () => {
	expect(columns).toEqual([...roles, 'nobody']);
	const kinds = new Set(
		matrix.map(([name = '']) => name.split('/', 1)[0]).filter((name) => !name?.startsWith('=')),
	);
	expect(kinds).toEqual(new Set([...plainKinds, ...subjectKinds]));
});

test('[AX3] who is nobody of the cast, holds no interview and leads no review, has none of their own', () => {
	const bare = (role: Role): Actor => ({ userId: 'usr_me', role, personId: undefined });
	const own = ['interview/mine', 'aside/mine', 'account/mine', 'console/mine', '=part/mine'];
	const opened = roles.flatMap((role) =>
		own.filter((name) => actions.some((action) => can(bare(role), action, resourceOf(name)))),
	);
	expect(opened).toEqual([]);
	// A document of that kind about nobody, or about an undefined person, is nobody's.
	expect(can(bare('interviewee'), 'read', { is: 'document', kind: 'account' })).toBe(false);
	expect(can({ ...bare('lead'), personId: '' }, 'read', { is: 'part', personId: '' })).toBe(false);
});
