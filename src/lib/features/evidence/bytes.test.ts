import { expect, test } from 'vitest';
import { decoded, hex, hexDump } from './bytes.ts';

test('[EP7] bytes are shown as they are, as text where they are text', () => {
	const bytes = new TextEncoder().encode('\uFEFF{"a":"é"}\r\n');
	expect(decoded(bytes)).toEqual({ text: '\uFEFF{"a":"é"}\r\n', isText: true });
	expect(decoded(Uint8Array.of(0x61, 0xff))).toEqual({ text: 'a\uFFFD', isText: false });
	expect(hex(Uint8Array.of(0, 255, 10))).toBe('00 ff 0a');
});

test('[EP7] the hex view names the place in the file', () => {
	expect(hexDump(new TextEncoder().encode('0123456789abcdefXé'), 0x1f0)).toBe(
		[
			'000001f0  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef',
			'00000200  58 c3 a9                                         X··',
		].join('\n'),
	);
});
