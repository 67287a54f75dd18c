import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { replayAuthorship, type AuthoredRow } from './authorship.ts';

const fragmentOf = (doc: Y.Doc) => doc.getXmlFragment('x');

/** Some people, each of whom has what the others did before they go on, and what the replay of it costs. */
function together(people: number) {
	const docs = Array.from({ length: people }, () => new Y.Doc());
	const rows: AuthoredRow[] = [];
	for (const [who, doc] of docs.entries())
		doc.on('update', (bytes: Uint8Array, origin: unknown) => {
			if (origin === 'other') return;
			rows.push({ userId: `${who}`, at: rows.length, bytes });
			for (const other of docs) if (other !== doc) Y.applyUpdate(other, bytes, 'other');
		});
	const edit = (who: number, act: (block: Y.XmlElement) => void) => {
		const doc = docs[who] as Y.Doc;
		doc.transact(() => act(fragmentOf(doc).get(0) as Y.XmlElement));
	};
	const begin = (...content: (Y.XmlText | Y.XmlElement)[]) => {
		const paragraph = new Y.XmlElement('paragraph');
		paragraph.insert(0, content);
		fragmentOf(docs[0] as Y.Doc).insert(0, [paragraph]);
	};
	const replay = () => {
		const work = { touched: 0, compared: 0 };
		replayAuthorship(undefined, rows, fragmentOf, work);
		return work;
	};
	return { begin, edit, replay };
}
const textIn = (block: Y.XmlElement, index = 0) => block.get(index) as Y.XmlText;
const story = 'words of a story '.repeat(60);

// All of the block in each of its views would be 200 million letters.
test('[AU5] what somebody writes over a word is compared with little more than that word, however many wrote beside it', () => {
	const { begin, edit, replay } = together(3);
	begin(new Y.XmlText(story));
	for (let each = 0; each < 300; each++)
		edit(each % 3, (block) => {
			const text = textIn(block);
			const at = (each * 37) % (text.length - 8);
			text.delete(at, 5);
			text.insert(at, `wrot${'abc'.charAt(each % 3)}`);
		});
	const { touched, compared } = replay();
	expect(touched / 300).toBeLessThan(60);
	expect(compared / 300).toBeLessThan(600);
});
test('[AU5] what has no like among the letters it takes out is compared with nothing', () => {
	const { begin, edit, replay } = together(2);
	begin(new Y.XmlText(story));
	for (let each = 0; each < 100; each++)
		edit(each % 2, (block) => {
			textIn(block).delete(each, 1);
			textIn(block).insert(each, 'Q');
		});
	expect(replay().compared).toBe(0);
});
test('[AU5] typing before a chip does not read the text behind it in each of its views', () => {
	const { begin, edit, replay } = together(2);
	begin(new Y.XmlText('At '), new Y.XmlElement('eventChip'), new Y.XmlText(story));
	for (let each = 0; each < 200; each++)
		edit(each % 2, (block) => textIn(block, each % 2 === 0 ? 0 : 2).insert(each % 3, 'e'));
	const { touched, compared } = replay();
	expect(touched / 200).toBeLessThan(story.length);
	expect(compared).toBe(0);
});
