/** Group sessions: the lead lets named people write with the analysts until a stated end. */
import type { CoreDb } from '#db/open.server.ts';
import { newId } from '#lib/model/ids.ts';
import type { Announcer } from '../live.ts';
import { allow } from '../people/people.ts';
import { notFound, ok, refuse, type Outcome } from '../refusal.ts';

export interface GroupSession {
	readonly id: string;
	readonly startedAt: string;
	/** ISO instant; when their writes are refused. */
	readonly until: string;
	readonly people: readonly { readonly userId: string; readonly name: string }[];
}

export interface GroupSessions {
	/** Those in force, for whoever works in the analysis (the people of a session among them). */
	list(userId: string, analysisId: string): Promise<Outcome<readonly GroupSession[]>>;
	/** Lets these users, and the users behind these people, write as contributors. Its lead only. */
	start(
		userId: string,
		analysisId: string,
		who: { readonly userIds: readonly string[]; readonly personIds: readonly string[] },
		until: number,
	): Promise<Outcome<GroupSession>>;
	/** Ends it now: their words stay, their further writes are refused. */
	end(userId: string, analysisId: string, sessionId: string): Promise<Outcome<void>>;
	/** Stops the clock that ends them. */
	close(): void;
}

/** A working day's worth: a session that lasts longer is a role, and the lead can give that. */
const longestMs = 24 * 60 * 60 * 1000;
/** How often the clock looks: its own sessions end on time by a timer, those of other nodes within this. */
const lookEveryMs = 15_000;

export interface GroupSessionsDeps {
	readonly db: CoreDb;
	readonly live: Announcer;
	readonly now?: () => number;
}

export function createGroupSessions({ db, live, now = Date.now }: GroupSessionsDeps): GroupSessions {
	const timers = new Map<string, NodeJS.Timeout>();

	const inForce = () =>
		db.selectFrom('group_session').selectAll().where('ended_at', 'is', null).where('ends_at', '>', now());

	const peopleOf = (sessionId: string) =>
		db
			.selectFrom('group_session_member')
			.innerJoin('user', 'user.id', 'group_session_member.user_id')
			.select(['user.id as userId', 'user.name'])
			.where('group_session_id', '=', sessionId)
			.orderBy('user.name')
			.execute();

	/** Their sockets opened with the right to write; closed, they come back with the right they have now. */
	const over = async (sessionId: string, analysisId: string) => {
		clearTimeout(timers.get(sessionId));
		timers.delete(sessionId);
		for (const { userId } of await peopleOf(sessionId)) live.close({ userId, analysisId }, 'rights');
		live.publish(analysisId, 'members');
	};

	const watch = (session: { id: string; analysis_id: string; ends_at: number }) => {
		if (timers.has(session.id)) return;
		const timer = setTimeout(
			() => void over(session.id, session.analysis_id),
			Math.max(0, session.ends_at - now()),
		);
		timer.unref();
		timers.set(session.id, timer);
	};
	const look = async () => {
		for (const session of await inForce().execute()) watch(session);
	};
	const clock = setInterval(() => void look().catch(() => undefined), lookEveryMs);
	clock.unref();
	void look().catch(() => undefined);

	const shown = async (row: { id: string; started_at: number; ends_at: number }): Promise<GroupSession> => ({
		id: row.id,
		startedAt: new Date(row.started_at).toISOString(),
		until: new Date(row.ends_at).toISOString(),
		people: await peopleOf(row.id),
	});

	return {
		async list(userId, analysisId) {
			const who = await allow(db, now, userId, analysisId, 'read', { is: 'members' });
			if (!who.ok) return who;
			const rows = await inForce().where('analysis_id', '=', analysisId).orderBy('ends_at').execute();
			return ok(await Promise.all(rows.map(shown)));
		},
		async start(userId, analysisId, { userIds, personIds }, until) {
			const who = await allow(db, now, userId, analysisId, 'manage', { is: 'members' });
			if (!who.ok) return who;
			const at = now();
			if (until <= at) return refuse('invalid', 'That end is in the past. Say when the session ends.');
			if (until > at + longestMs)
				return refuse('invalid', 'A group session lasts a day at most. For longer, give people a role.');
			const members = await db
				.selectFrom('membership')
				.select(['user_id', 'person_id'])
				.where('analysis_id', '=', analysisId)
				.execute();
			const invited = new Set(userIds.filter((id) => members.some(({ user_id }) => user_id === id)));
			for (const { user_id, person_id } of members)
				if (person_id !== null && personIds.includes(person_id)) invited.add(user_id);
			const absent = [
				...userIds.filter((id) => !invited.has(id)),
				...personIds.filter((id) => !members.some(({ person_id }) => person_id === id)),
			];
			if (absent.length > 0)
				return refuse(
					'conflict',
					`${await namesOf(db, absent)} cannot join yet: their link has not been opened, or they are no member. Send the link first; nothing was started.`,
					{ absent },
				);
			if (invited.size === 0) return refuse('invalid', 'Choose who takes part. Nothing was started.');
			const row = {
				id: newId('group'),
				analysis_id: analysisId,
				started_by: userId,
				started_at: at,
				ends_at: until,
				ended_at: null,
			};
			await db.transaction().execute(async (trx) => {
				await trx.insertInto('group_session').values(row).execute();
				await trx
					.insertInto('group_session_member')
					.values([...invited].map((id) => ({ group_session_id: row.id, user_id: id })))
					.execute();
			});
			watch(row);
			live.publish(analysisId, 'members');
			return ok(await shown(row));
		},
		async end(userId, analysisId, sessionId) {
			const who = await allow(db, now, userId, analysisId, 'manage', { is: 'members' });
			if (!who.ok) return who;
			const row = await inForce()
				.where('id', '=', sessionId)
				.where('analysis_id', '=', analysisId)
				.executeTakeFirst();
			if (!row) return notFound('group session');
			await db.updateTable('group_session').set({ ended_at: now() }).where('id', '=', row.id).execute();
			await over(row.id, analysisId);
			return ok(undefined);
		},
		close() {
			clearInterval(clock);
			for (const timer of timers.values()) clearTimeout(timer);
			timers.clear();
		},
	};
}

async function namesOf(db: CoreDb, ids: readonly string[]): Promise<string> {
	const people = await db
		.selectFrom('person')
		.select('name')
		.where('id', 'in', [...ids])
		.execute();
	const users = await db
		.selectFrom('user')
		.select('name')
		.where('id', 'in', [...ids])
		.execute();
	const names = [...people, ...users].map(({ name }) => name);
	return names.length > 0 ? names.join(', ') : 'Some of them';
}
