import { getSchema } from '@tiptap/core';
import { expect, test } from 'vitest';
import { markNames, nodeNames } from '#lib/model/prose.ts';
import { proseExtensions } from './extensions.ts';

test('[PR1] the editor knows exactly the nodes, marks and attributes of the model', () => {
	const { nodes, marks } = getSchema(proseExtensions());
	expect(
		Object.keys(nodes)
			.filter((name) => name !== 'doc' && name !== 'text')
			.sort(),
	).toEqual([...nodeNames].sort());
	expect(Object.keys(marks).sort()).toEqual([...markNames].sort());
	const attributes = Object.fromEntries(
		Object.entries(nodes).map(([name, { spec }]) => [name, Object.keys(spec.attrs ?? {}).sort()]),
	);
	expect(attributes).toMatchObject({
		eventChip: ['eventId'],
		recordQuote: ['end', 'pull', 'recordId', 'start'],
		accountQuote: ['pull', 'quoteId'],
		heading: ['level'],
		table: ['header'],
		picture: ['alt', 'height', 'pictureId', 'width'],
		tableCell: ['colspan', 'rowspan'],
	});
});
