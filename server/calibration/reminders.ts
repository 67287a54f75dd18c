/** Reminding those whom a round waits for: once a day at most, and never who said "not this time". */
import type { RoundTable } from '#db/calibration-tables.ts';
import { claimReminder, forgetReminders, listRoundPeople } from '#db/round.ts';
import { newId } from '#lib/model/ids.ts';
import { clock } from '../account/desk.ts';
import type { User } from '../auth/caller.ts';
import { ok, refuse, type Outcome } from '../refusal.ts';
import type { RoundPorts } from './round-ports.ts';
import type { AskedPerson } from './rounds.ts';

/** Nobody is reminded of a round more often. */
const reminderEvery = 86_400_000;

/** Reminds those of `people` who can answer and have not answered everything; who they are, by name. */
export async function sendReminders(
	ports: RoundPorts,
	user: User,
	round: RoundTable,
	people: readonly AskedPerson[],
): Promise<Outcome<{ reminded: readonly string[] }>> {
	const { core } = ports.databases;
	const now = clock(ports);
	const waiting = people.filter(
		({ state, canAnswer }) => canAnswer && (state === 'silent' || state === 'begun'),
	);
	if (waiting.length === 0)
		return refuse(
			'conflict',
			'Nobody is left to remind: everyone has answered, has no link yet, or said “not this time”.',
		);
	const reminded: string[] = [];
	await core.transaction().execute(async (trx) => {
		for (const { personId, name } of waiting) {
			if (!(await claimReminder(trx, round.id, personId, { at: now, every: reminderEvery }))) continue;
			await forgetReminders(trx, round, personId);
			await trx
				.insertInto('notification')
				.values({
					id: newId('notification'),
					user_id: null,
					person_id: personId,
					analysis_id: round.analysis_id,
					kind: `round_reminder/${round.id}`,
					body: `${user.name} would still like to hear how your passages read to you. “Not this time” is a fine answer, and ends the reminders.`,
					created_at: now,
					read_at: null,
					by_user_id: user.id,
				})
				.execute();
			reminded.push(name);
		}
	});
	if (reminded.length === 0) {
		const asked = await listRoundPeople(core, round.id);
		const last = Math.max(
			...asked.map(({ person_id, reminded_at }) =>
				waiting.some(({ personId }) => personId === person_id) ? (reminded_at ?? 0) : 0,
			),
		);
		return refuse(
			'conflict',
			`The last reminder went out on ${dayAndHour(last)}, and one a day is enough: nobody was reminded again.`,
		);
	}
	ports.live.publish(round.analysis_id, 'rounds');
	return ok({ reminded });
}

/** "29 November at 14:05 UTC". */
function dayAndHour(at: number): string {
	const print = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(at);
	const day = print({ day: 'numeric', month: 'long' });
	return `${day} at ${print({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })} UTC`;
}
