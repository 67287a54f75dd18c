/**
 * The round that is open, with what its people answered so far. Of the one before, the sample tells who was asked and
 * not how the text read, so it is left out rather than shown as if nothing had changed since.
 */
import { putRoundAnswer } from '#db/round.ts';
import type { PassageAnswer } from '../account/parts.ts';
import { readNarrative } from '#lib/model/narrative.ts';
import type { Passage } from '#lib/model/prose.ts';
import { ok, type Outcome } from '../refusal.ts';
import { ms, must, type Copy } from './copy.ts';
import type { SampleRound, SampleThread } from './files.ts';

/** What a thread that somebody began on a passage says of it in the three plain answers. */
const answerOf: Readonly<Record<SampleThread['kind'], PassageAnswer>> = {
	question: 'missing',
	note: 'missing',
	correction: 'differs',
	differs: 'differs',
	agreement: 'yes',
};

/** Opens the round as its lead would, and notes the answers of those who have read. */
export async function loadRounds(copy: Copy): Promise<Outcome<void>> {
	const { services, sample, analysis, leadId, people, writers } = copy;
	const { core } = services.databases;
	const round = sample.rounds.find(({ closed }) => closed === null);
	if (!round) return ok(undefined);
	const proposal = await services.rounds.propose(leadId, analysis);
	if (!proposal.ok) return proposal;
	const passages = await services.collab.read({ analysis, kind: 'narrative' }, readNarrative);
	/** How somebody answered a passage: by the thread they began on it. */
	const threadOn = (slug: string, text: string) =>
		sample.threads.find(
			({ anchor, comments }) =>
				anchor.kind === 'passage' && text.includes(anchor.quote) && comments[0]?.by === slug,
		);
	const asked = round.asked.map((slug) => {
		const personId = must(people, slug);
		const own = proposal.value.people.find((person) => person.personId === personId)?.passages ?? [];
		const named = new Set(own.map(({ passageId }) => passageId));
		const shown = passagesIn(passages, round, slug).filter(
			({ passageId, text }) => named.has(passageId) || threadOn(slug, text) !== undefined,
		);
		return { slug, personId, shown };
	});
	const opened = await services.rounds.open({ id: leadId }, analysis, {
		people: asked.map(({ personId, shown }) => ({
			personId,
			passageIds: shown.map(({ passageId }) => passageId),
		})),
	});
	if (!opened.ok) return opened;
	const { id, version_id } = await core
		.updateTable('round')
		.set({ number: round.number, opened_by: must(writers, 'ines-caldeira'), opened_at: ms(round.opened) })
		.where('analysis_id', '=', analysis)
		.returning(['id', 'version_id'])
		.executeTakeFirstOrThrow();
	await core
		.updateTable('version')
		.set({ name: `Round ${round.number}`, made_by: must(writers, 'ines-caldeira'), made_at: ms(round.opened) })
		.where('id', '=', version_id)
		.execute();
	for (const { slug, personId, shown } of asked) {
		if (!round.read.includes(slug)) continue;
		for (const { passageId, text } of shown) {
			const said = threadOn(slug, text);
			await putRoundAnswer(core, {
				round_id: id,
				person_id: personId,
				passage_id: passageId,
				answer: said ? answerOf[said.kind] : 'yes',
				words: '',
				answered_at: ms(said?.comments[0]?.at ?? sample.manifest.asOf),
				// The thread is what they posted of it.
				thread_id: said ? must(copy.threads, said.id) : null,
			});
		}
	}
	return ok(undefined);
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
