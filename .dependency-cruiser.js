// The import rules of the house: which room may know of which.
const test = '\\.test\\.ts$|^tests/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
	forbidden: [
		{
			name: 'no-cycles',
			severity: 'error',
			// A component that draws a tree draws itself.
			from: { path: '(.+)' },
			to: { pathNot: '^$1$', circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
		},
		{
			name: 'model-is-pure',
			comment: 'The model runs anywhere: Yjs, lib0 and Temporal only.',
			severity: 'error',
			from: { path: '^src/lib/model', pathNot: test },
			to: { pathNot: ['^src/lib/model', 'node_modules/(yjs|lib0|temporal-polyfill|y-protocols)/'] },
		},
		{
			name: 'lens-is-pure',
			comment: 'The lens runs anywhere, on text alone: its NLP library and nothing else.',
			severity: 'error',
			from: { path: '^src/lib/lens', pathNot: test },
			to: { pathNot: ['^src/lib/lens', 'node_modules/compromise/'] },
		},
		{
			name: 'nlp-in-the-lens-only',
			comment:
				'Its lexicon is 120 KiB: whoever wants findings asks the lens, and loads it when it is wanted.',
			severity: 'error',
			from: { pathNot: '^src/lib/lens' },
			to: { path: 'node_modules/compromise/' },
		},
		{
			name: 'ui-knows-no-domain',
			severity: 'error',
			from: { path: '^src/lib/ui' },
			to: { path: '^(src/lib/(model|live|reference|features|lens)|src/routes|server|db)' },
		},
		{
			name: 'live-below-features',
			severity: 'error',
			from: { path: '^src/lib/(live|reference)' },
			to: { path: '^(src/lib/(features|lens)|src/routes)' },
		},
		{
			name: 'features-do-not-import-each-other',
			severity: 'error',
			from: { path: '^src/lib/features/([^/]+)/' },
			to: { path: '^src/lib/features/([^/]+)/', pathNot: '^src/lib/features/$1/' },
		},
		{
			name: 'client-imports-server-types-only',
			severity: 'error',
			from: { path: '^src', pathNot: '\\.server\\.ts$|^src/app\\.d\\.ts$|\\.test\\.ts$' },
			to: { path: '^(server|db)/', dependencyTypesNot: ['type-only'] },
		},
		{
			name: 'pages-reach-services-through-the-slot',
			severity: 'error',
			from: { path: '^src/.*\\.server\\.ts$' },
			to: { path: '^(server|db)/', pathNot: '^server/slot\\.ts$', dependencyTypesNot: ['type-only'] },
		},
		{
			name: 'server-knows-no-pages',
			severity: 'error',
			from: { path: '^server' },
			to: { path: '^src/(routes|lib/(features|live|ui|reference))' },
		},
		{
			name: 'db-is-lowest',
			severity: 'error',
			from: { path: '^db', pathNot: test },
			to: { path: '^(server|src/(routes|lib/(features|live|ui|reference)))' },
		},
		{
			name: 'nothing-imports-tests',
			severity: 'error',
			from: { path: '^(src|server|db)', pathNot: '\\.test\\.ts$' },
			to: { path: '^tests/|\\.test\\.ts$' },
		},
		{
			name: 'not-to-unresolvable',
			severity: 'error',
			from: {},
			to: {
				couldNotResolve: true,
				// Icons are made by a plugin of ours (scripts/icons.js), which says itself when there is none of a name.
				pathNot: '^\\$(app|env)/|/\\$types$|^\\./\\$types|^~icons/lucide/',
			},
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'import', 'types', 'node', 'default'],
		},
		exclude: { path: '^tests/bench/peers|\\.svelte-kit|^build' },
	},
};
