/**
 * Where to go after signing in: the path of `next` when it lies on this site, else home. Anything that could lead
 * elsewhere (another host, a scheme, a backslash that browsers read as a slash) is home.
 */
export function safeNext(next: string | null | undefined): string {
	if (!next || next.length > 2000 || !/^\/(?![/\\])/.test(next)) return '/';
	const here = 'http://here.invalid';
	if (!URL.canParse(next, here)) return '/';
	const url = new URL(next, here);
	if (url.origin !== here || url.pathname.startsWith('//')) return '/';
	return url.pathname + url.search + url.hash;
}
