/** How people are named in the story that goes out next: chosen by its lead, for everyone and for each. */
import { everyoneNamed, listChoices, listNames, putEveryoneNamed, putName } from '#db/story.ts';
import type { CoreDb } from '#db/open.server.ts';
import { can } from '#lib/model/access.ts';
import { hiddenFinder } from '#lib/model/hidden-names.ts';
import { fold, nameParts } from '#lib/model/name-forms.ts';
import type { Analyses } from '../analysis/analyses.ts';
import { standing } from '../analysis/standing.ts';
import type { User } from '../auth/caller.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { authorsOf, castOf } from './material.ts';
import type { Appearance, StoryPerson } from './names.ts';
import type { StoryPorts } from './ports.ts';

export type Naming = 'name' | 'role' | 'pseudonym';

/** Someone who appears in the story, and how they are named there. */
export interface NamedPerson {
	readonly personId: string;
	readonly name: string;
	readonly role: string;
	readonly naming: Naming;
	readonly pseudonym: string | null;
	/** What the story calls them as things stand; null when they are left out of it. */
	readonly named: string | null;
}

export interface StoryNaming {
	choose(
		user: User,
		analysisId: string,
		personId: string,
		naming: Naming,
		pseudonym: string | undefined,
	): Promise<Outcome<void>>;
	/** Everyone by name or by role, who joins later too. Who has a pseudonym keeps it. */
	chooseForEveryone(user: User, analysisId: string, everyone: 'name' | 'role'): Promise<Outcome<void>>;
}

export interface ChosenNames {
	readonly everyone: 'name' | 'role';
	of(personId: string): { readonly naming: Naming; readonly pseudonym: string | null };
}

const longestPseudonym = 60;

export function createStoryNaming(
	db: CoreDb,
	ports: Pick<StoryPorts, 'publish'>,
	analyses: Pick<Analyses, 'get'>,
	now: () => number = Date.now,
): StoryNaming {
	const entered = async (user: User, analysisId: string): Promise<Outcome<void>> => {
		const analysis = await analyses.get(user.id, analysisId);
		if (!analysis.ok) return analysis;
		return can(await standing(db, user.id, analysisId, now), 'publish', { is: 'story' })
			? ok(undefined)
			: forbidden('Only the lead decides how people are named in the story.');
	};
	return {
		async choose(user, analysisId, personId, naming, typed) {
			const entry = await entered(user, analysisId);
			if (!entry.ok) return entry;
			const cast = await castOf(db, analysisId, await authorsOf(db, analysisId));
			if (!cast.some(({ id }) => id === personId)) return notFound('person in this analysis');
			const pseudonym =
				naming === 'pseudonym' ? (typed ?? '').normalize('NFC').replaceAll(/\s+/gu, ' ').trim() : null;
			if (pseudonym !== null) {
				const problem = whyNot(pseudonym, personId, cast, await chosenNames(db, analysisId));
				if (problem !== undefined) return refuse('invalid', `${problem} Nothing was changed.`);
			}
			await putName(db, {
				...{ analysis_id: analysisId, person_id: personId, naming, pseudonym },
				...{ made_by: user.id, made_at: now() },
			});
			ports.publish(analysisId, 'stories');
			return ok(undefined);
		},
		async chooseForEveryone(user, analysisId, everyone) {
			const entry = await entered(user, analysisId);
			if (!entry.ok) return entry;
			await db
				.transaction()
				.execute((trx) =>
					putEveryoneNamed(trx, { analysis_id: analysisId, everyone, made_by: user.id, made_at: now() }),
				);
			ports.publish(analysisId, 'stories');
			return ok(undefined);
		},
	};
}

export async function chosenNames(db: CoreDb, analysisId: string): Promise<ChosenNames> {
	const everyone = await everyoneNamed(db, analysisId);
	const rows = new Map((await listNames(db, analysisId)).map((row) => [row.person_id, row]));
	return { everyone, of: (personId) => rows.get(personId) ?? { naming: everyone, pseudonym: null } };
}

/**
 * How each of the cast appears. What was chosen for people who had not seen their passages counts until they have;
 * `seen` are those.
 */
export async function appearances(
	db: CoreDb,
	analysisId: string,
	cast: readonly StoryPerson[],
	chosen: ChosenNames,
	seen: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Appearance>> {
	const choices = new Map((await listChoices(db, analysisId)).map((row) => [row.person_id, row.choice]));
	return new Map(
		cast.map(({ id }): [string, Appearance] => {
			const choice = seen.has(id) ? undefined : choices.get(id);
			if (choice === 'leave_out') return [id, 'left_out'];
			const { naming, pseudonym } = chosen.of(id);
			if (choice === 'role') return [id, 'role'];
			return [id, pseudonym === null ? (naming === 'name' ? 'name' : 'role') : { pseudonym }];
		}),
	);
}

/** A pseudonym that would be taken for somebody by now, in one sentence; undefined while there is none. */
export function pseudonymInTheWay(cast: readonly StoryPerson[], chosen: ChosenNames): string | undefined {
	for (const { id } of cast) {
		const { pseudonym } = chosen.of(id);
		const problem = pseudonym === null ? undefined : whyNot(pseudonym, id, cast, chosen);
		if (problem !== undefined) return problem;
	}
	return undefined;
}

/** Why somebody cannot be called so, in one sentence. */
function whyNot(
	pseudonym: string,
	personId: string,
	cast: readonly StoryPerson[],
	chosen: ChosenNames,
): string | undefined {
	if (fold(pseudonym) === '') return 'Write a pseudonym of at least one letter.';
	if (pseudonym.length > longestPseudonym) return `A pseudonym has at most ${longestPseudonym} characters.`;
	const words = new Set([fold(pseudonym), ...pseudonym.split(/[\s\-–]+/u).map(fold)]);
	const real = cast.find((person) => {
		const theirs = [person.name, person.accountName ?? '', ...(person.handles ?? [])];
		return (
			theirs.some((name) =>
				[fold(name), ...nameParts(name)].some((part) => part !== '' && words.has(part)),
			) || hiddenFinder([person], new Set([person.id]))(pseudonym).length > 0
		);
	});
	if (real)
		return `“${pseudonym}” is a name of ${real.name}, who is among the people; choose another pseudonym.`;
	const taken = cast.find(
		({ id }) => id !== personId && fold(chosen.of(id).pseudonym ?? '') === fold(pseudonym),
	);
	return taken && `“${pseudonym}” already stands for ${taken.name}; choose another pseudonym.`;
}
