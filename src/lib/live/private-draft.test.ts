import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newId } from '#lib/model/ids.ts';
import { draftName, forgetDrafts, keepDraft, readDraft } from './private-draft.ts';

const ref = { analysis: newId('analysis'), kind: 'narrative' } as const;

beforeEach(() => {
	// As browsers have it: what is kept are properties of its own.
	class Store {
		getItem(name: string): string | null {
			return (this as unknown as Record<string, string>)[name] ?? null;
		}
		setItem(name: string, value: string): void {
			(this as unknown as Record<string, string>)[name] = value;
		}
		removeItem(name: string): void {
			Reflect.deleteProperty(this, name);
		}
	}
	vi.stubGlobal('localStorage', new Store());
});
afterEach(() => vi.unstubAllGlobals());

test('[PD1] a draft is its writer’s and its document’s, and is forgotten when it is empty or at sign-out', () => {
	const ines = draftName('usr_ines', ref);
	const dev = draftName('usr_dev', ref);
	const notes = draftName('usr_ines', { ...ref, kind: 'notes' });
	expect(keepDraft(ines, 'They closed the laptop.')).toBe(true);
	expect([ines, dev, notes].map(readDraft)).toEqual(['They closed the laptop.', '', '']);
	keepDraft(dev, 'Mine');
	keepDraft(dev, '');
	expect(Object.keys(localStorage)).toEqual([ines]);
	localStorage.setItem('single-keys', 'off');
	forgetDrafts();
	expect(Object.keys(localStorage)).toEqual(['single-keys']);
});

test('[PD1] a browser that keeps nothing says so', () => {
	vi.stubGlobal('localStorage', undefined);
	expect(keepDraft('a', 'words')).toBe(false);
	expect(readDraft('a')).toBe('');
	forgetDrafts();
});
