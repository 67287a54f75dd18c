/** A picture with a time given by the person who adds it. The picture itself is the record. */
import { type Format, type InputFile } from './format.ts';

/** The media type of a picture that browsers show, told by its first bytes. */
export function pictureType(head: Uint8Array): string | undefined {
	const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 16));
	if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
		return 'image/png';
	if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
	if (/^GIF8[79]a/.test(bytes.toString('latin1', 0, 6))) return 'image/gif';
	if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
		return 'image/webp';
	return undefined;
}

export const screenshot: Format = {
	name: 'screenshot',
	title: 'Picture',
	detect(files) {
		return files.length > 0 && files.every((file) => pictureType(file.head) !== undefined) ? 100 : 0;
	},
	read(files, reading) {
		const { recordedFromUs } = reading.options;
		if (recordedFromUs === undefined)
			reading.assume({
				what: 'recordedFrom',
				value: null,
				because: 'a picture does not say when it was taken',
			});
		files.forEach((file, index) => {
			reading.emit({
				atUs: recordedFromUs ?? 0,
				atWritten: '',
				precision: 'second',
				kind: 'picture',
				text: nameOf(file),
				file: index,
				line: index + 1,
				byteOffset: 0,
				byteLength: file.bytes,
				meta: { type: pictureType(file.head) },
			});
		});
	},
};

const nameOf = (file: InputFile): string => file.path.split('/').at(-1) ?? file.path;
