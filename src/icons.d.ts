declare module '~icons/lucide/*' {
	const shape: import('#lib/ui/icon.ts').IconShape;
	export default shape;
}
