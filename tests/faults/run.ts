/**
 * `npm run faults -- [--full] [--only convergence|anchors|authorship|kills] [--seed N] [--json]`: lets people edit one timeline in every
 * order and says what diverged; lets three write one narrative and says which threads lost their words, and which
 * letters their author; kills ours and a stock server, and says what each lost.
 */
import { parseArgs } from 'node:util';
import { holdAnchors } from '../convergence/anchors.ts';
import { holdAuthorship } from '../convergence/authorship.ts';
import { converge } from '../convergence/timeline.ts';
import { killRounds, type KillResult } from './kill.ts';

const { values } = parseArgs({
	options: {
		full: { type: 'boolean', default: false },
		only: { type: 'string' },
		seed: { type: 'string', default: String(Date.now() % 100_000) },
		json: { type: 'boolean', default: false },
	},
});
const seed = Number(values.seed);

const runs: number[] =
	values.only !== undefined && values.only !== 'convergence'
		? []
		: Array.from({ length: values.full ? 200 : 20 }, (_, n) => seed + n);
let operations = 0;
const diverging: string[] = [];
for (const each of runs) {
	const run = converge(each);
	operations += run.operations;
	if (run.wrong !== undefined) diverging.push(`seed ${each}, ${run.wrong}`);
}
if (runs.length > 0 && !values.json) {
	console.log(`timeline: ${runs.length} seeds, ${operations} operations, ${diverging.length} diverging`);
	for (const wrong of diverging) console.error(wrong);
}
const held = { seeds: 0, edits: 0, threads: 0, placed: 0, edited: 0, orphaned: 0 };
const misplaced: string[] = [];
if (values.only === undefined || values.only === 'anchors') {
	const scale = values.full
		? { edits: 6_000, threads: 50, every: 25 }
		: { edits: 300, threads: 20, every: 3 };
	for (let each = seed; each < seed + (values.full ? 100 : 10); each++) {
		const run = holdAnchors(each, scale);
		held.seeds++;
		held.edits += run.edits;
		held.threads += run.threads;
		held.placed += run.said.placed;
		held.edited += run.said.edited;
		held.orphaned += run.said.orphaned;
		if (run.wrong !== undefined) misplaced.push(`seed ${each}, ${run.wrong}`);
	}
	if (!values.json) {
		const { seeds, edits, threads, placed, edited, orphaned } = held;
		console.log(
			`anchors: ${seeds} seeds, ${edits} edits, ${threads} threads; ${placed} answers on their words, ${edited} edited, ${orphaned} gone, ${misplaced.length} wrong`,
		);
		for (const wrong of misplaced) console.error(wrong);
	}
}
if (values.only === 'anchors') {
	if (values.json) console.log(JSON.stringify({ seed, ...held, misplaced }));
	process.exit(misplaced.length === 0 ? 0 : 1);
}
if (values.only === 'convergence') {
	if (values.json) console.log(JSON.stringify({ seed, seeds: runs.length, operations, diverging }));
	process.exit(diverging.length === 0 ? 0 : 1);
}

const authored = { seeds: 0, edits: 0, letters: 0, astray: 0, lettersAsOne: 0, astrayAsOne: 0 };
const taken: string[] = [];
if (values.only === undefined || values.only === 'authorship') {
	for (let each = seed; each < seed + (values.full ? 100 : 5); each++)
		for (const staysOnline of [true, false]) {
			const scale = values.full ? { edits: 600, every: 200 } : { edits: 150, every: 50 };
			const { edits, letters, astray, wrong } = holdAuthorship(each, { ...scale, staysOnline });
			authored.edits += edits;
			// Only what came edit by edit can be known to the letter.
			const [exact, exactAstray] = staysOnline ? [letters.asSent, astray.asSent] : [0, 0];
			authored.letters += exact;
			authored.astray += exactAstray;
			authored.lettersAsOne += letters.asSent + letters.merged - exact;
			authored.astrayAsOne += astray.asSent + astray.merged - exactAstray;
			if (exactAstray > 0) taken.push(`seed ${each}, ${wrong ?? ''}`);
		}
	authored.seeds = values.full ? 100 : 5;
	const { seeds, edits, letters, astray, lettersAsOne, astrayAsOne } = authored;
	if (astrayAsOne > lettersAsOne / 50) taken.push('too much of what came as one row has another author');
	if (!values.json) {
		console.log(
			`authorship: ${seeds} seeds, ${edits} edits; edit by edit ${astray} of ${letters} letters astray, many as one ${astrayAsOne} of ${lettersAsOne}`,
		);
		for (const wrong of taken) console.error(wrong);
	}
}
if (values.only === 'authorship') {
	if (values.json) console.log(JSON.stringify({ seed, ...authored, taken }));
	process.exit(taken.length === 0 ? 0 : 1);
}

const ours = await killRounds({ subject: 'second-story', kills: values.full ? 20 : 3, seed });
const stock = await killRounds({ subject: 'hocuspocus', kills: values.full ? 5 : 1, seed });

if (values.json)
	console.log(
		JSON.stringify({
			seed,
			seeds: runs.length,
			operations,
			diverging,
			held,
			misplaced,
			authored,
			taken,
			rows: [ours, stock],
		}),
	);
else {
	console.log(`seed ${seed}`);
	for (const result of [ours, stock]) console.log(describe(result));
}
const areAuthorsKept = taken.length === 0;
const isSound = ours.lost === 0 && ours.refusals.length === 0 && ours.converged === ours.kills;
if (!isSound) console.error('Ours lost acknowledged edits, refused a survivor, or did not converge.');
// A harness that finds no loss where there is some proves nothing.
if (stock.lost === 0) console.error('The stock server lost nothing: this harness does not bite.');
process.exit(
	isSound && areAuthorsKept && stock.lost > 0 && diverging.length === 0 && misplaced.length === 0 ? 0 : 1,
);

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
