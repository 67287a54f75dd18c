/**
 * What `Icon` draws. Import one as `import Check from '~icons/lucide/check'`. It is written into the page as markup:
 * nothing but what comes from that package may become one.
 */
export interface IconShape {
	readonly paths: string;
}
