import adapter from '@sveltejs/adapter-node';

// A second checkout, or a test run beside a dev server, builds into a folder of its own.
const out = process.env.BUILD_DIR ?? 'build';

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter({ out }),
		// Resolved by package.json already; said again because svelte-check finds components' types by paths only.
		alias: { '#lib/*': 'src/lib/*' },
		// Our own hook demands an Origin on cookie-authenticated unsafe methods (DESIGN §6); Kit's check would refuse API calls without one.
		csrf: { trustedOrigins: ['*'] },
		csp: {
			mode: 'nonce',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self'],
				// Positions of events, carets and rows are style attributes; nothing else inline is allowed.
				'style-src-attr': ['unsafe-inline'],
				'img-src': ['self', 'data:', 'blob:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none'],
			},
		},
	},
};
