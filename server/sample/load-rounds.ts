/** The round that is closed and the one that is open, with what the people asked in them answered. */
import { putRoundAnswer } from '#db/round.ts';
import { readNarrative } from '#lib/model/narrative.ts';
import type { Passage } from '#lib/model/prose.ts';
import type { PassageAnswer } from '../account/parts.ts';
import { ok, type Outcome } from '../refusal.ts';
import { ms, must, type Copy } from './copy.ts';
import type { SampleRound, SampleThread } from './files.ts';
import { beforeEdits } from './load-narrative.ts';

/** What a thread that somebody began on a passage says of it in the three plain answers. */
const answerOf: Readonly<Record<SampleThread['kind'], PassageAnswer>> = {
	question: 'missing',
	note: 'missing',
	correction: 'differs',
	differs: 'differs',
	agreement: 'yes',
};

/** Who opens and closes them. */
const opener = 'ines-caldeira';

/** Whose answers a round is still to be given, once there are threads for them to lead to. */
export interface LoadedRound {
	readonly id: string;
	readonly round: SampleRound;
	readonly asked: readonly {
		readonly slug: string;
		readonly shown: readonly { readonly passage: Passage; readonly thread: SampleThread | undefined }[];
	}[];
}

/** Opens a round on the narrative as it stands, as its lead would, and closes it if the sample says so. */
export async function loadRound(copy: Copy, number: number): Promise<Outcome<LoadedRound>> {
	const { services, sample, analysis, leadId, people, writers } = copy;
	const { core } = services.databases;
	const round = sample.rounds.find((one) => one.number === number);
	if (!round) throw new Error(`the sample has no round ${number}`);
	const proposal = await services.rounds.propose(leadId, analysis);
	if (!proposal.ok) return proposal;
	const passages = await services.collab.read({ analysis, kind: 'narrative' }, readNarrative);
	const asked = round.asked.map((slug) => {
		const personId = must(people, slug);
		const own = proposal.value.people.find((person) => person.personId === personId)?.passages ?? [];
		const named = new Set(own.map(({ passageId }) => passageId));
		const shown = passagesIn(passages, round, slug)
			.map((passage) => ({ passage, thread: threadOn(copy, round, slug, passage.text) }))
			.filter(({ passage, thread }) => named.has(passage.passageId) || thread !== undefined);
		return { slug, personId, shown };
	});
	const opened = await services.rounds.open({ id: leadId }, analysis, {
		people: asked.map(({ personId, shown }) => ({
			personId,
			passageIds: shown.map(({ passage }) => passage.passageId),
		})),
	});
	if (!opened.ok) return opened;
	const by = must(writers, opener);
	const { id, version_id } = await core
		.updateTable('round')
		.set({
			opened_by: by,
			opened_at: ms(round.opened),
			...(round.closed !== null && { closed_by: by, closed_at: ms(round.closed) }),
		})
		.where('analysis_id', '=', analysis)
		.where('number', '=', number)
		.returning(['id', 'version_id'])
		.executeTakeFirstOrThrow();
	await core
		.updateTable('version')
		.set({ made_by: by, made_at: ms(round.opened) })
		.where('id', '=', version_id)
		.execute();
	return ok({ id, round, asked });
}

/** Notes the answers of those who have read. */
export async function loadAnswers(copy: Copy, { id, round, asked }: LoadedRound): Promise<void> {
	const { services, sample, people, threads } = copy;
	for (const { slug, shown } of asked) {
		if (!round.read.includes(slug)) continue;
		for (const { passage, thread } of shown)
			await putRoundAnswer(services.databases.core, {
				round_id: id,
				person_id: must(people, slug),
				passage_id: passage.passageId,
				answer: thread ? answerOf[thread.kind] : 'yes',
				words: '',
				answered_at: ms(thread?.comments[0]?.at ?? round.closed ?? sample.manifest.asOf),
				// The thread is what they posted of it.
				thread_id: thread ? must(threads, thread.id) : null,
			});
	}
}

/** The thread somebody began on a passage in this round. */
function threadOn({ sample }: Copy, round: SampleRound, slug: string, text: string): SampleThread | undefined {
	return sample.threads.find(
		({ anchor, comments, round: begun }) =>
			anchor.kind === 'passage' &&
			begun === round.number &&
			comments[0]?.by === slug &&
			[anchor.quote, beforeEdits(sample, anchor.quote)].some((quote) => text.includes(quote)),
	);
}

/** The passages of the sections somebody is asked about. */
function passagesIn(passages: readonly Passage[], round: SampleRound, slug: string): readonly Passage[] {
	const sections = new Set(round.passages[slug]);
	let section = '';
	return passages.filter(({ kind, text }) => {
		if (kind === 'heading') section = text;
		return sections.has(section);
	});
}
