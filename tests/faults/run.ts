/** `npm run faults -- [--full] [--seed N] [--json]`: kills ours and a stock server, and says what each lost. */
import { parseArgs } from 'node:util';
import { killRounds, type KillResult } from './kill.ts';

const { values } = parseArgs({
	options: {
		full: { type: 'boolean', default: false },
		seed: { type: 'string', default: String(Date.now() % 100_000) },
		json: { type: 'boolean', default: false },
	},
});
const seed = Number(values.seed);
const ours = await killRounds({ subject: 'second-story', kills: values.full ? 20 : 3, seed });
const stock = await killRounds({ subject: 'hocuspocus', kills: values.full ? 5 : 1, seed });

if (values.json) console.log(JSON.stringify({ seed, rows: [ours, stock] }));
else {
	console.log(`seed ${seed}`);
	for (const result of [ours, stock]) console.log(describe(result));
}
const isSound = ours.lost === 0 && ours.refusals.length === 0 && ours.converged === ours.kills;
if (!isSound) console.error('Ours lost acknowledged edits, refused a survivor, or did not converge.');
// A harness that finds no loss where there is some proves nothing.
if (stock.lost === 0) console.error('The stock server lost nothing: this harness does not bite.');
process.exit(isSound && stock.lost > 0 ? 0 : 1);

function describe({
	subject,
	kills,
	acknowledged,
	lost,
	refusals,
	converged,
	slowestRestartMs,
}: KillResult): string {
	return `${subject}: ${kills} kills, ${acknowledged} edits acknowledged, ${lost} of them lost, ${converged} times converged, ${refusals.length} survivors refused, slowest restart ${Math.round(slowestRestartMs)} ms`;
}
