/** Text without any times: only the order of its lines is known. All of them stand at the moment that is given. */
import { cutText, looksLikeJson, type Format } from './format.ts';
import { linesOf } from './lines.ts';

export const plainLines: Format = {
	name: 'plain-lines',
	title: 'Text',
	detect(files) {
		const file = files[0];
		if (files.length !== 1 || !file || file.bytes === 0 || looksLikeJson(file.head)) return 0;
		// Control characters do not occur in text; a program or a picture is full of them.
		const control = file.head
			.subarray(0, 4096)
			.filter((byte) => byte < 9 || (byte > 13 && byte < 27) || byte === 0x7f).length;
		return control === 0 ? 5 : 0;
	},
	read(files, reading) {
		const { recordedFromUs } = reading.options;
		if (recordedFromUs === undefined)
			reading.assume({ what: 'recordedFrom', value: null, because: 'no line of it has a time' });
		files.forEach((file, index) => {
			for (const line of linesOf(file)) {
				if (line.text.trim() === '') continue;
				reading.emit({
					atUs: recordedFromUs ?? 0,
					atWritten: '',
					precision: 'order',
					kind: 'log',
					text: line.isCut
						? `${line.text}… (cut here; the whole line is in the original)`
						: cutText(line.text),
					file: index,
					line: line.number,
					byteOffset: line.offset,
					byteLength: line.length,
				});
			}
		});
	},
};
