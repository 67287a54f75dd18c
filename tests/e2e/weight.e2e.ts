/** What every page asks of a slow line before it shows anything, read from the build. */
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

/** gzipped. Editors, inspectors and dialogs are fetched later, each when it is wanted. */
const most = 200 * 1024;

const kit = fileURLToPath(new URL('../../.svelte-kit/', import.meta.url));
const client = join(kit, 'output/client');

interface Chunk {
	readonly file: string;
	readonly isEntry?: boolean;
	readonly imports?: readonly string[];
}

test('[UI12] no page needs more than 200 KiB of script to begin', async () => {
	const manifest = JSON.parse(await readFile(join(client, '.vite/manifest.json'), 'utf8')) as Readonly<
		Record<string, Chunk>
	>;
	const folder = 'generated/client-optimized/nodes';
	const nodes = await Promise.all(
		(await readdir(join(kit, folder))).map(async (name) => {
			const source = await readFile(join(kit, folder, name), 'utf8');
			const component =
				/from "[./]*src\/routes\/?(.*?)"/.exec(source.split('component').at(-1) ?? '')?.[1] ?? '';
			return { key: `.svelte-kit/${folder}/${name}`, component };
		}),
	);
	const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry && !key.includes('/nodes/'));
	const layouts = nodes.filter(({ component }) => component.endsWith('+layout.svelte'));
	const pages = nodes.filter(({ component }) => component.endsWith('+page.svelte'));
	expect([entries.length, layouts.length, pages.length > 10]).toEqual([2, 2, true]);

	const sizes = new Map<string, number>();
	for (const { file } of Object.values(manifest))
		if (file.endsWith('.js')) sizes.set(file, gzipSync(await readFile(join(client, file))).byteLength);
	const weightOf = (roots: readonly string[]): number => {
		const seen = new Set<string>();
		const visit = (key: string): void => {
			if (seen.has(key)) return;
			seen.add(key);
			for (const next of manifest[key]?.imports ?? []) visit(next);
		};
		for (const root of roots) visit(root);
		return [...seen].reduce((sum, key) => sum + (sizes.get(manifest[key]?.file ?? '') ?? 0), 0);
	};
	const weights = pages.map(({ key, component }) => {
		const around = layouts.filter((layout) =>
			component.startsWith(dirname(layout.component).replace(/^\.$/, '')),
		);
		return [component, weightOf([...entries, ...around.map((layout) => layout.key), key])] as const;
	});
	expect(Math.min(...weights.map(([, weight]) => weight))).toBeGreaterThan(30 * 1024);
	if (process.env['CI'] === undefined)
		for (const [page, weight] of weights) process.stdout.write(`${(weight / 1024).toFixed(1)} KiB ${page}\n`);
	expect(weights.filter(([, weight]) => weight > most)).toEqual([]);
});
