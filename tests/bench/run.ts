/** `npm run bench -- [NAME] [--json]`: runs one benchmark, or all, peers in the same run. */
import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';

/** What a benchmark found: one row per subject and scale, figures in ms, % and MiB. */
export interface Report {
	readonly bench: string;
	readonly rows: readonly Readonly<Record<string, string | number>>[];
}
/** What `tests/bench/<name>.ts` exports by default. Progress goes to stderr. */
export type Bench = () => Promise<Report>;

const { values, positionals } = parseArgs({
	options: { json: { type: 'boolean', default: false } },
	allowPositionals: true,
});
const files = await readdir(import.meta.dirname);
const known = files
	.filter((file) => file.endsWith('.ts') && !file.includes('.test.') && file !== 'run.ts')
	.map((file) => file.slice(0, -'.ts'.length));
const asked = positionals.length > 0 ? positionals : known;
const unknown = asked.find((name) => !known.includes(name));
if (unknown !== undefined) {
	console.error(`There is no benchmark "${unknown}". There are: ${known.join(', ')}.`);
	process.exit(1);
}
for (const name of asked) {
	const module = (await import(`./${name}.ts`)) as { default: Bench };
	const report = await module.default();
	if (values.json) console.log(JSON.stringify(report));
	else {
		console.log(report.bench);
		console.table(report.rows);
	}
}
process.exit(0);
