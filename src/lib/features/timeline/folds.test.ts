import { afterEach, expect, test, vi } from 'vitest';
import { Folds } from './folds.svelte.ts';

afterEach(() => vi.unstubAllGlobals());

/** What a browser keeps, by name. */
function storage(kept: Record<string, string> = {}): Record<string, string> {
	vi.stubGlobal('localStorage', {
		getItem: (name: string) => kept[name] ?? null,
		setItem: (name: string, value: string) => (kept[name] = value),
	});
	return kept;
}

test('[LY22] what is folded is kept for its analysis and read again', () => {
	const kept = storage();
	const folds = new Folds('ana_1');
	folds.set(['group:person/Data', 'group:person/Infra'], true);
	folds.set(['group:person/Infra'], false);
	expect(kept).toEqual({ 'folded-lanes/ana_1': '["group:person/Data"]' });
	expect([...new Folds('ana_1').groups]).toEqual(['group:person/Data']);
	expect([...new Folds('ana_2').groups]).toEqual([]);
});

test('[LY22] what else lies there is ignored, and where nothing can be kept it holds for the page', () => {
	storage({
		'folded-lanes/a': '{"x":1}',
		'folded-lanes/b': 'no',
		'folded-lanes/c': '[1,"group:person/Data"]',
	});
	expect(['a', 'b', 'c'].map((id) => [...new Folds(id).groups])).toEqual([[], [], ['group:person/Data']]);
	vi.stubGlobal('localStorage', undefined);
	const folds = new Folds('a');
	folds.set(['group:person/Data'], true);
	expect([...folds.groups]).toEqual(['group:person/Data']);
});
