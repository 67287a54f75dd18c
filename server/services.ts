/** The services of one process: what use cases exist. `createServices` is the one place that knows how they hang together. */
import { join } from 'node:path';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { sql } from 'kysely';
import { pino, type Logger } from 'pino';
import { insertDocuments } from '#db/document.ts';
import type { Databases } from '#db/open.server.ts';
import { openDatabases } from '#db/open.server.ts';
import type { Actor } from '#lib/model/access.ts';
import { documentName, plainKinds } from '#lib/model/documents.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { events } from '#lib/model/timeline.ts';
import type { AccountPorts } from './account/ports.ts';
import { createParts, type Parts } from './account/parts.ts';
import { createSharing, type Sharing } from './account/sharing.ts';
import { createActivity, type Activity } from './activity/activity.ts';
import { ActivityLog } from './activity/activity-log.ts';
import { createRecordActivity } from './activity/record-activity.ts';
import { tellSources } from './activity/tell-evidence.ts';
import { tellSharing } from './activity/tell-sharing.ts';
import {
	tellAnalyses,
	tellGroupSessions,
	tellInvitations,
	tellMembers,
	tellPeople,
} from './activity/tellers.ts';
import { createAnalyses, type Analyses } from './analysis/analyses.ts';
import { createGroupSessions, type GroupSessions } from './analysis/group-sessions.ts';
import { createMembers, type Members } from './analysis/members.ts';
import { standing } from './analysis/standing.ts';
import { createWorkspaces, type Workspaces } from './analysis/workspace.ts';
import { createAccounts, type Accounts } from './auth/accounts.ts';
import type { Caller } from './auth/caller.ts';
import { tokenFrom } from './auth/cookie.ts';
import { createInvitations, type Invitations } from './auth/invitations.ts';
import { createSessions, type Sessions } from './auth/sessions.ts';
import { createUsers, type Users } from './auth/users.ts';
import { createCollab, type Collab } from './collab/collab.ts';
import { createDrafts, type Drafts } from './calibration/drafts.ts';
import { findFrozen } from './calibration/find-frozen.ts';
import { hasSourceOf } from './calibration/has-source.ts';
import { createOwnRounds, type OwnRounds } from './calibration/own-round.ts';
import { createOwnThreads, type OwnThreads } from './calibration/own-threads.ts';
import { createReactions, type Reactions } from './calibration/reactions.ts';
import type { RoundPorts } from './calibration/round-ports.ts';
import { createRounds, type Rounds } from './calibration/rounds.ts';
import type { ThreadPorts } from './calibration/ports.ts';
import { createTakeEdit, type TakeEdit } from './calibration/take-edit.ts';
import { createThreads, type Threads } from './calibration/threads.ts';
import { createVersions, type Versions } from './calibration/versions.ts';
import type { Config } from './config.ts';
import { createExports, type Exports } from './story/export.ts';
import { createStoryNaming, type StoryNaming } from './story/naming.ts';
import { createStories, type Stories } from './story/stories.ts';
import { addressOf } from './http/web.ts';
import type { Announcer } from './live.ts';
import { ok } from './refusal.ts';
import { createNotifications, type Notifications } from './notifications/notifications.ts';
import { createMailWishes, type MailWishes } from './mail/choices.ts';
import { createMailer, type Mailer } from './mail/mailer.ts';
import { createSmtp } from './mail/smtp.ts';
import { createOrganisation, type Organisation } from './organisation/organisation.ts';
import { createSamples, type Samples } from './sample/samples.ts';
import { createAuthorships, type Authorships } from './narrative/authorship.ts';
import { createNarratives, type Narratives } from './narrative/narrative.ts';
import { wordingOf } from './narrative/wording.ts';
import { createPeople, type People } from './people/people.ts';
import { createEvents, type Events } from './timeline/events.ts';
import { createEventHistory, type EventHistory } from './timeline/history.ts';
import { createTimelineImport, type TimelineImport } from './timeline/take-in.ts';
import { BlobStore } from './evidence/blob-store.ts';
import { createEvidence, type Evidence } from './evidence/evidence.ts';
import { createPictures, type Pictures } from './picture/pictures.ts';

export interface Services {
	readonly config: Config;
	readonly log: Logger;
	readonly databases: Databases;
	readonly sessions: Sessions;
	readonly accounts: Accounts;
	readonly organisation: Organisation;
	readonly samples: Samples;
	readonly analyses: Analyses;
	readonly activity: Activity;
	readonly workspaces: Workspaces;
	readonly members: Members;
	readonly groupSessions: GroupSessions;
	readonly invitations: Invitations;
	readonly people: People;
	readonly users: Users;
	readonly events: Events;
	readonly eventHistory: EventHistory;
	readonly timelineImport: TimelineImport;
	readonly parts: Parts;
	readonly stories: Stories;
	readonly storyNaming: StoryNaming;
	readonly exports: Exports;
	readonly pictures: Pictures;
	readonly sharing: Sharing;
	readonly threads: Threads;
	readonly reactions: Reactions;
	readonly takeEdit: TakeEdit;
	readonly notifications: Notifications;
	readonly mailWishes: MailWishes;
	/** Undefined when the operator has set no mail server. */
	readonly mailer: Mailer | undefined;
	readonly drafts: Drafts;
	readonly rounds: Rounds;
	readonly ownRounds: OwnRounds;
	readonly ownThreads: OwnThreads;
	readonly versions: Versions;
	readonly narratives: Narratives;
	readonly authorships: Authorships;
	readonly evidence: Evidence;
	/** Who sent these headers: by bearer token, else by session cookie. */
	identify(headers: Headers): Promise<Caller | undefined>;
	/** How a user stands towards an analysis now. */
	standing(userId: string, analysisId: string): Promise<Actor>;
	/** Documents that several people edit at once: written and read by the server, closed, erased. */
	readonly collab: Collab;
	/** Takes an upgrade to a socket of ours; false when it is none. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
	/** Whether the stores answer. */
	ready(): Promise<boolean>;
	/** Ends what runs, flushes what waits, closes the stores. */
	close(): Promise<void>;
}

export async function createServices(config: Config): Promise<Services> {
	const log = pino({ level: config.logLevel });
	const databases = await openDatabases({ dataDir: config.dataDir, url: config.databaseUrl });
	const db = databases.core;
	const { origin } = config;
	const sessions = createSessions(db);
	const accounts = createAccounts(db);
	const analyses = createAnalyses(databases.core, (analysis) =>
		insertDocuments(
			databases.journal,
			plainKinds.map((kind) => ({ analysis, kind })),
			Date.now(),
		),
	);
	const activityLog = new ActivityLog({
		db,
		publish: (analysisId) => live.publish(analysisId, 'activity'),
		log,
	});
	const recordActivity = createRecordActivity({
		activity: activityLog,
		zoneOf: (analysisId) => analysisField(analysisId, 'zone'),
		log,
	});
	const collab = createCollab({
		databases,
		log,
		onEdit: (edit) => recordActivity.onEdit(edit),
		addressOf: (request) => addressOf(request, config.trustedProxyHops),
		isOwnOrigin: (origin) => origin === config.origin,
		async identify({ cookie, token }) {
			const secret = token ?? tokenFrom(config, new Headers({ cookie: cookie ?? '' }));
			const caller = secret === undefined ? undefined : await sessions.prove(secret);
			if (!caller) return undefined;
			const { id, name, colour } = caller.user;
			return { userId: id, name, colour, proof: caller.proof };
		},
		stands: (proof) => sessions.stands(proof),
		standing: (userId, analysisId) => standing(databases.core, userId, analysisId),
	});
	const settleActivity = async (): Promise<void> => {
		await recordActivity.settle();
		await activityLog.flush();
	};
	const live: Announcer = {
		publish: (analysisId, topic) => collab.notices.publish(analysisId as AnalysisId, topic),
		close: (which, reason) => collab.close(which, reason),
	};
	const notifications = createNotifications({
		db,
		standing: (userId, analysisId) => standing(db, userId, analysisId),
		publish: (analysisId) => live.publish(analysisId, 'notifications'),
	});
	const threadPorts: ThreadPorts = {
		standing: (userId, analysisId) => standing(db, userId, analysisId),
		read: (ref, reader) => collab.read(ref, reader),
		hasEvent: (analysis, event) =>
			collab.read({ analysis, kind: 'timeline' }, (doc) => events.has(doc, event)),
		hasRecord: (analysis, record) => hasSourceOf(db, analysis, record),
		frozen: (analysis, round) => findFrozen(db, analysis, round),
		notify: (comment) => notifications.commented(comment),
		publish: (analysisId) => live.publish(analysisId, 'threads'),
	};
	const threads = createThreads(db, threadPorts);
	const mailer = config.mail && createMailer({ db, transport: createSmtp(config.mail), log, origin });
	const groupSessions = createGroupSessions({ db, live });
	const evidence = await createEvidence({
		databases,
		dataDir: config.dataDir,
		importMaxBytes: config.importMaxBytes,
		standing: (userId, analysisId) => standing(databases.core, userId, analysisId),
		onChange: ({ analysisId }) => live.publish(analysisId, 'evidence'),
		onBug: (error, sourceId) => log.error({ err: error, sourceId }, 'an import met a bug'),
	});
	const accountPorts: AccountPorts = {
		databases,
		live,
		read: (ref, reader) => collab.read(ref, reader),
		writeAs: (userId, ref, verb) => collab.writeAs(userId, ref, verb),
		erase: (ref, remove) => collab.erase(ref, remove),
		traces: async (analysisId, ids) =>
			(await evidence.records.find(analysisId, ids)).map(({ id, sourceName, at, author, kind, text }) => ({
				id,
				source: sourceName,
				at,
				author,
				kind,
				text,
			})),
		takeThread: (analysisId, thread) => threads.take(analysisId, thread),
	};
	const parts = createParts(accountPorts);
	const sharing = createSharing(accountPorts);
	const pictures = createPictures({
		db,
		blobs: new BlobStore(join(config.dataDir, 'blob')),
		standing: (userId, analysisId) => standing(db, userId, analysisId),
	});
	const stories = createStories(
		db,
		{
			read: accountPorts.read,
			traces: accountPorts.traces,
			readers: (analysisId) => parts.readers(analysisId),
			async people(userId, analysisId) {
				const authors = await evidence.records.authors(userId, analysisId);
				const people = authors.ok ? authors.value.filter(({ kind }) => kind === 'person') : [];
				return new Set(people.map(({ name }) => name));
			},
			publish: live.publish,
		},
		analyses,
		origin,
	);
	const roundPorts: RoundPorts = {
		...accountPorts,
		async freeze(analysis) {
			const ref = { analysis, kind: 'narrative' } as const;
			const document = documentName(ref);
			const row = await collab.journal.find(document);
			const bytes = row && (await collab.state(ref, row.epoch));
			return bytes && { document, seq: row.head, schemaVersion: row.schemaVersion, bytes };
		},
		reply: ({ analysisId, threadId, ...comment }) => threads.add(analysisId, threadId, comment),
		async before(user, analysisId) {
			const before = await stories.before(user, analysisId);
			return before.ok ? { ok: true, value: before.value.people } : before;
		},
	};
	const people = createPeople({ db, live });
	const rounds = createRounds(roundPorts);
	const samples = createSamples({
		...{ analyses, people, evidence, collab, sharing, threads, rounds, databases },
		quietly: (analysisId, work) =>
			activityLog.quietly(analysisId, async () => {
				const done = await work();
				await recordActivity.settle();
				return done;
			}),
		onBug: (error) => log.error({ err: error }, 'the sample met a bug'),
	});
	await samples.recover();

	const analysisField = async (id: string, field: 'title' | 'zone'): Promise<string> =>
		(await db.selectFrom('analysis').select(field).where('id', '=', id).executeTakeFirst())?.[field] ?? '';
	const titleOf = (analysisId: string) => analysisField(analysisId, 'title');
	const wordingPorts = {
		read: accountPorts.read,
		traces: accountPorts.traces,
		zoneOf: (analysisId: string) => analysisField(analysisId, 'zone'),
	};
	const narratives = createNarratives({
		standing: (userId, analysisId) => standing(db, userId, analysisId),
		read: accountPorts.read,
		titleOf,
		wordingOf: (actor, analysis, blocks) =>
			wordingOf({ ...wordingPorts, quotes: sharing.quotes }, actor, analysis, blocks),
	});
	const drafts = createDrafts({
		standing: (userId, analysisId) => standing(db, userId, analysisId),
		frozen: (analysis, round) => findFrozen(db, analysis, round),
		titleOf,
		wordingOf: (actor, analysis, blocks) => {
			const quotes = async () => ok(await sharing.consented(analysis));
			return wordingOf({ ...wordingPorts, quotes }, actor, analysis, blocks);
		},
	});
	return {
		config,
		log,
		databases,
		sessions,
		accounts,
		organisation: createOrganisation(db),
		analyses: tellAnalyses(analyses, activityLog),
		activity: createActivity({
			db,
			read: accountPorts.read,
			onUnread: (error) => log.warn({ err: error }, 'activity could not name what is in a document'),
			standing: (userId, id) => standing(db, userId, id),
			settle: settleActivity,
		}),
		workspaces: createWorkspaces(databases.core, databases.journal, analyses),
		members: tellMembers(createMembers({ db, live }), activityLog),
		groupSessions: tellGroupSessions(groupSessions, activityLog),
		invitations: tellInvitations(createInvitations({ db, sessions, live, origin }), activityLog, db),
		people: tellPeople(people, activityLog),
		samples,
		threads,
		notifications,
		mailWishes: createMailWishes(db, config.mail !== undefined),
		mailer,
		reactions: createReactions(db, threadPorts),
		takeEdit: createTakeEdit(db, {
			standing: (userId, analysisId) => standing(db, userId, analysisId),
			writeAs: accountPorts.writeAs,
			publish: (analysisId) => live.publish(analysisId, 'threads'),
		}),
		drafts,
		rounds,
		ownRounds: createOwnRounds(roundPorts),
		ownThreads: createOwnThreads(roundPorts),
		versions: createVersions(roundPorts),
		narratives,
		authorships: createAuthorships({
			db,
			journal: collab.journal,
			standing: (userId, id) => standing(db, userId, id),
		}),
		parts,
		stories,
		storyNaming: createStoryNaming(db, live, analyses),
		exports: createExports(db, { ...accountPorts, inlined: pictures.inlined }, stories, origin),
		pictures,
		sharing: tellSharing(sharing, activityLog, db),
		users: createUsers({ db, accounts, sessions, live, origin }),
		events: createEvents({ db, collab, standing: (userId, id) => standing(db, userId, id) }),
		eventHistory: createEventHistory({
			db,
			journal: collab.journal,
			standing: (userId, id) => standing(db, userId, id),
		}),
		timelineImport: createTimelineImport({
			...{ db, collab, people },
			standing: (userId, id) => standing(db, userId, id),
		}),
		evidence: { ...evidence, sources: tellSources(evidence.sources, activityLog) },
		async identify(headers) {
			const token = tokenFrom(config, headers);
			return token === undefined ? undefined : sessions.prove(token);
		},
		standing: (userId, analysisId) => standing(databases.core, userId, analysisId),
		collab,
		upgrade: (request, socket, head) => collab.upgrade(request, socket, head),
		async ready() {
			await sql`select 1`.execute(databases.core);
			return true;
		},
		async close() {
			groupSessions.close();
			await mailer?.close();
			await samples.settled();
			await collab.drain();
			await settleActivity();
			await evidence.close();
			await databases.close();
		},
	};
}
