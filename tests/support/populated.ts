/** A DATA_DIR with one analysis, someone in every role, and every kind of document. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insertDocuments } from '#db/document.ts';
import { roles, type Role } from '#lib/model/access.ts';
import { subjectKinds, type DocumentRef } from '#lib/model/documents.ts';
import { newId, type AnalysisId, type EventId, type PersonId } from '#lib/model/ids.ts';
import { exactly } from '#lib/model/time.ts';
import { addEvent } from '#lib/model/timeline.ts';
import { readConfig } from '#server/config.ts';
import { createServices } from '#server/services.ts';
import { pageOrigin } from './front-process.ts';

export interface Populated {
	readonly dataDir: string;
	readonly analysis: AnalysisId;
	/** API tokens by role; `nobody` has an account and no part. */
	readonly tokens: Readonly<Record<Role | 'nobody', string>>;
	readonly userIds: Readonly<Record<Role | 'nobody', string>>;
	/** Who the member of each role is in the cast. */
	readonly people: Readonly<Record<Role, PersonId>>;
	readonly event: EventId;
	/** Removes the folder. */
	remove(): Promise<void>;
}

/** Subjects of documents that hang on rows later versions make: nobody holds these. */
export const others = {
	interview: 'int_other00000',
	aside: 'int_other00000',
	account: 'per_other00000',
	review: 'rev_other00000',
	stage: 'rev_other00000',
	floor: 'rev_other00000',
	console: 'rev_other00000',
} as const;

/** Fills a folder and closes it again; `also` may do more while the services are there. */
export async function populate(
	also: (
		services: Awaited<ReturnType<typeof createServices>>,
		analysis: AnalysisId,
		userId: string,
	) => Promise<void> = async () => {},
): Promise<Populated> {
	const dataDir = await mkdtemp(join(tmpdir(), 'second-story-'));
	const services = await createServices(
		readConfig({ DATA_DIR: dataDir, ORIGIN: pageOrigin, LOG_LEVEL: 'silent' }),
	);
	const { core, journal } = services.databases;
	const tokens: Record<string, string> = {};
	const userIds: Record<string, string> = {};
	const people: Record<string, PersonId> = {};
	for (const name of [...roles, 'nobody']) {
		const made = await services.accounts.create({
			email: `${name}@house.example`,
			name: `The ${name}`,
			password: 'a few words in a row',
		});
		if (!made.ok) throw new Error(made.refusal.message);
		userIds[name] = made.value.userId;
		tokens[name] = await services.sessions.makeToken(made.value.userId, 'test');
	}
	const lead = userIds['lead'] ?? '';
	const analysis = await services.analyses.create(lead, {
		title: 'A quiet night',
		subject: 'incident',
		effort: 'standard',
	});
	for (const role of roles) {
		const person = await services.people.add(lead, analysis, { name: `Person ${role}` });
		if (!person.ok) throw new Error(person.refusal.message);
		people[role] = person.value.id as PersonId;
		await core
			.insertInto('membership')
			.values({
				analysis_id: analysis,
				user_id: userIds[role] ?? '',
				role,
				person_id: person.value.id,
				added_by: lead,
				added_at: 1,
			})
			.onConflict((conflict) =>
				conflict.columns(['analysis_id', 'user_id']).doUpdateSet({ person_id: person.value.id }),
			)
			.execute();
	}
	const refs: DocumentRef[] = [
		...subjectKinds.map((kind) => ({ analysis, kind, subject: others[kind] })),
		...roles.map((role) => ({ analysis, kind: 'account' as const, subject: people[role] ?? '' })),
	];
	await insertDocuments(journal, refs, 1);
	const event = await services.collab.writeAs(lead, { analysis, kind: 'timeline' }, (doc, origin) =>
		addEvent(
			doc,
			{
				when: exactly(1_773_193_084_000_000),
				kind: 'change',
				title: 'Apply started',
				people: new Set([people['interviewee'] ?? newId('person')]),
			},
			origin,
		),
	);
	await also(services, analysis, lead);
	await services.close();
	return {
		dataDir,
		analysis,
		tokens: tokens as Populated['tokens'],
		userIds: userIds as Populated['userIds'],
		people: people as Populated['people'],
		event,
		remove: () => rm(dataDir, { recursive: true, force: true }),
	};
}
