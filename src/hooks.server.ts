import { redirect, type Handle } from '@sveltejs/kit';
import { services } from '#server/slot.ts';

const themes = new Set(['light', 'dark']);

/** Pages that anyone may open; every other page of ours sends who is signed out to the door, and back afterwards. */
const open = /^\/(sign-in|first-run|set-password|mail-off|invite|story|s)(\/|$)/;

/** Puts who is asking and the services into `locals`, and the security headers on every page. */
export const handle: Handle = async ({ event, resolve }) => {
	const { locals, request, cookies } = event;
	locals.services = services();
	// Every change goes through /api/v1, which never reaches Kit; nothing here may be posted to from another site.
	const isSafe = request.method === 'GET' || request.method === 'HEAD';
	if (!isSafe && request.headers.get('origin') !== locals.services.config.origin)
		return new Response('This came from another site, so nothing was changed.', { status: 403 });
	const caller = await locals.services.identify(request.headers);
	locals.caller = caller;
	if (!caller && event.route.id !== null && !open.test(event.url.pathname)) {
		const next = event.url.pathname + event.url.search;
		redirect(303, next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`);
	}
	const theme = cookies.get('theme') ?? '';
	const response = await resolve(event, {
		// Set here rather than by a script, so that a dark page never flashes white.
		transformPageChunk: ({ html }) =>
			html.replace('%theme%', themes.has(theme) ? `data-theme="${theme}"` : ''),
	});
	response.headers.set('referrer-policy', 'no-referrer');
	response.headers.set('x-content-type-options', 'nosniff');
	response.headers.set('cross-origin-opener-policy', 'same-origin');
	response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
	if (locals.services.config.origin.startsWith('https:'))
		response.headers.set('strict-transport-security', 'max-age=31536000');
	return response;
};
