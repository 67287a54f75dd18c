import { expect, test } from 'vitest';
import { isWriting } from './citing.ts';

test('[EN19] what is typed behind a sign is writing once it can be no search', () => {
	expect(isWriting('@', '', 0)).toBe(false);
	expect(isWriting('@', 'Tomm', 0)).toBe(false);
	expect(isWriting('@', 'Tomm ', 0)).toBe(true);
	expect(isWriting('@', 'green app', 2)).toBe(false);
	expect(isWriting('@', ' ', 3)).toBe(true);
	expect(isWriting('"', 'Is it', undefined)).toBe(false);
	expect(isWriting('"', 'Is it this?"', 4)).toBe(true);
	// A button asked: these are words to look for, and nobody wrote them into the text.
	expect(isWriting('', 'no such words', 0)).toBe(false);
});
