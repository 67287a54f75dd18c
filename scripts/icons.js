// `import check from '~icons/lucide/check'`: what one icon of Lucide is drawn with, read from the one file that holds them all.
import { readFileSync } from 'node:fs';

const name = /^~icons\/lucide\/([a-z0-9-]+)$/;

/**
 * A plugin of Vite. An icon that is not there stops the build; an icon's older names are not known.
 * @returns {import('vite').Plugin}
 */
export function icons() {
	/** @type {Record<string, { body: string }> | undefined} */
	let known;
	return {
		name: 'icons',
		resolveId: { filter: { id: name }, handler: (id) => `\0${id}.js` },
		load: {
			filter: { id: /^\0~icons\/lucide\// },
			handler(id) {
				known ??= JSON.parse(
					readFileSync(new URL(import.meta.resolve('@iconify-json/lucide/icons.json')), 'utf8'),
				).icons;
				const icon = id.slice('\0~icons/lucide/'.length, -'.js'.length);
				const body = known?.[icon]?.body;
				if (body === undefined) this.error(`Lucide has no icon "${icon}".`);
				// Its weight goes with its size and is said on the whole icon (`Icon.svelte`).
				return `export default { paths: ${JSON.stringify(body.replaceAll(' stroke-width="2"', ''))} };`;
			},
		},
	};
}
