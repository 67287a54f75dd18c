import { expect, test } from 'vitest';
import { schemaVersion } from './documents.ts';
import { markNames, nodeNames } from './prose.ts';
import type { Collection, Fields } from './record.ts';

/**
 * What the documents of each schema version declare. A difference means that clients of different ages would read
 * each other's records differently: raise `schemaVersion` in documents.ts, write the migration, and put the new
 * declaration here under the new version. Until the first release, version 1 may be put right in its place.
 */
const collections = {
	claims: 'eventId personId? source? when',
	events:
		'certainty? descriptionProse* kind label? people{person/} rank? records{record/} systems{system/} title when',
	gaps: 'ask{person/} note? scope? span title',
	hypotheses: 'on{on/} raisedAt? raisedBy? state tested? testedAt? text',
	knowings: 'eventId personId? when',
	lanes: 'group? rank',
	merges: 'into',
	moments: 'hardProse* isSkipped? knewProse* sawProse* toldProse* wantedProse*',
	presences: 'certainty? personId span',
	questions: 'answer? answeredAt? answeredBy? on{on/} personId? raisedAt? raisedBy? text',
	themes: 'on{on/} raisedAt? raisedBy? rank? short? title',
};
const marks = 'bold italic strike code link';
const firstNodes =
	'paragraph heading bulletList orderedList listItem blockquote codeBlock horizontalRule hardBreak eventChip recordQuote accountQuote';
const declared: Readonly<Record<number, Readonly<Record<string, string>>>> = {
	1: { ...collections, prose: inOrder(`${firstNodes} ${marks}`) },
	2: {
		...collections,
		prose: inOrder(`${firstNodes} table tableRow tableCell picture ${marks} inference recollection`),
	},
};

const modules = import.meta.glob<Readonly<Record<string, unknown>>>(['./*.ts', '!./*.test.ts'], {
	eager: true,
});

function isCollection(value: unknown): value is Collection<string, Fields> {
	return (
		typeof value === 'object' && value !== null && 'fields' in value && 'observe' in value && 'name' in value
	);
}

function inOrder(names: string): string {
	return names.split(' ').toSorted().join(' ');
}

/** How fields are told: `title`, `title?` where a record may lack it, `people{person/}` for a set, `notesProse*` for shared text. */
function shapeOf(fields: Fields): string {
	return Object.entries(fields)
		.map(([key, field]) => {
			if (field.is === 'set') return `${key}{${field.prefix}/}`;
			if (field.is === 'prose') return `${key}*`;
			return 'missing' in field ? `${key}?` : key;
		})
		.toSorted()
		.join(' ');
}

test('[SV3] what documents declare is what the current schema version says', () => {
	const found: Record<string, string> = { prose: inOrder([...nodeNames, ...markNames].join(' ')) };
	for (const module of Object.values(modules))
		for (const value of Object.values(module))
			if (isCollection(value)) found[value.name] = shapeOf(value.fields);
	expect(found).toEqual(declared[schemaVersion]);
});
