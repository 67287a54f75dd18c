/** Authors of records of whom nobody has said yet who they are. It says that they appear, never how much. */
import type { CoreDb } from '#db/open.server.ts';
import { listAuthorLinks, listCast } from '#db/person.ts';
import { can, type Actor } from '#lib/model/access.ts';
import { forbidden, notFound, ok, type Outcome } from '../refusal.ts';

export interface Suggestion {
	/** As the records write it. */
	readonly author: string;
	/** Someone of the cast with this name or address; null when there is none. */
	readonly personId: string | null;
}

/** The authors of an analysis' evidence, most telling kind first: people, never machines. */
export type AuthorsOf = (
	userId: string,
	analysisId: string,
) => Promise<Outcome<readonly { readonly name: string; readonly kind: string }[]>>;

/** By name. For those who may change the cast. */
export async function suggestPeople(
	db: CoreDb,
	authorsOf: AuthorsOf,
	actor: Actor,
	analysisId: string,
): Promise<Outcome<readonly Suggestion[]>> {
	if (!can(actor, 'read', { is: 'analysis' })) return notFound('analysis');
	if (!can(actor, 'write', { is: 'people' })) return forbidden();
	const authors = await authorsOf(actor.userId, analysisId);
	if (!authors.ok) return authors;
	const linked = new Set((await listAuthorLinks(db, analysisId)).map(({ author }) => author));
	const cast = await listCast(db, analysisId);
	const known = new Map<string, string>();
	for (const { id, name, email } of cast) {
		known.set(plain(name), id);
		if (email !== null) known.set(plain(email.split('@', 1)[0] ?? ''), id);
	}
	return ok(
		authors.value
			.filter(({ name, kind }) => kind === 'person' && !linked.has(name))
			.map(({ name }) => ({ author: name, personId: known.get(plain(name)) ?? null }))
			.toSorted((a, b) => a.author.localeCompare(b.author)),
	);
}

/** "Wei-Lin Chou" and "weilin.chou" are the same to a reader. */
function plain(name: string): string {
	return name
		.normalize('NFD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
}
