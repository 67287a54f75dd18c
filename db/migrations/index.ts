/** The order in which a schema grew. A migration that has been released is never edited; a new one is added. */
import type { Migration } from '../columns.ts';
import { migration as core001 } from './core/001-first.ts';
import { migration as core002 } from './core/002-rounds.ts';
import { migration as core003 } from './core/003-reactions.ts';
import { migration as core004 } from './core/004-mail.ts';
import { migration as core005 } from './core/005-pictures.ts';
import { migration as core006 } from './core/006-story-names.ts';
import { migration as core007 } from './core/007-activity.ts';
import { migration as evidence001 } from './evidence/001-first.ts';
import { migration as journal001 } from './journal/001-first.ts';
import { migration as journal002 } from './journal/002-reading.ts';
import { migration as journal003 } from './journal/003-schema-2.ts';

export const coreMigrations: Readonly<Record<string, Migration>> = {
	'core-001-first': core001,
	'core-002-rounds': core002,
	'core-003-reactions': core003,
	'core-004-mail': core004,
	'core-005-pictures': core005,
	'core-006-story-names': core006,
	'core-007-activity': core007,
};
export const journalMigrations: Readonly<Record<string, Migration>> = {
	'journal-001-first': journal001,
	'journal-002-reading': journal002,
	'journal-003-schema-2': journal003,
};
/** PostgreSQL only. */
export const evidenceMigrations: Readonly<Record<string, Migration>> = { 'evidence-001-first': evidence001 };
