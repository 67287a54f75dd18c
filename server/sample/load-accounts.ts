/**
 * The accounts: all of them into the documents of those who told them, and copies of those they shared. Drafts stay
 * in their documents, which nobody else opens.
 */
import { putShared } from '#db/account.ts';
import { insertDocuments } from '#db/document.ts';
import { fillMoment, type MomentKey } from '#lib/model/account.ts';
import { newId } from '#lib/model/ids.ts';
import { ms, must, type Copy } from './copy.ts';
import type { SampleAccount } from './files.ts';

/** Writes every account; returns the ids of the shared copies, by the account's own id (`hana-sato/boards-flat`). */
export async function loadAccounts(copy: Copy): Promise<ReadonlyMap<string, string>> {
	const { services, sample, analysis, people, writers } = copy;
	const { core, journal } = services.databases;
	const shared = new Map<string, string>();
	const tellers = [...new Set(sample.accounts.map(({ person }) => person))];
	await insertDocuments(
		journal,
		tellers.map((person) => ({ analysis, kind: 'account' as const, subject: must(people, person) })),
		Date.now(),
	);
	for (const teller of tellers) {
		const own = sample.accounts.filter(({ person }) => person === teller);
		const ref = { analysis, kind: 'account', subject: must(people, teller) } as const;
		await services.collab.writeAs(must(writers, teller), ref, (doc, origin) => {
			for (const account of own) fillMoment(doc, keyOf(copy, account), wordsOf(account), origin);
		});
	}
	for (const account of sample.accounts) {
		if (account.consent === 'draft') continue;
		const id = newId('account');
		shared.set(account.id, id);
		await putShared(core, {
			id,
			analysis_id: analysis,
			person_id: must(people, account.person),
			event_id: account.event === null ? null : must(copy.events, account.event),
			told: '',
			...wordsOf(account),
			via: account.via,
			// Shared to be understood: whoever wants to quote it asks.
			quotable: account.consent === 'quotable' ? 'yes' : 'ask',
			shared_at: ms(sample.manifest.asOf),
		});
	}
	return shared;
}

const keyOf = ({ events }: Copy, { event }: SampleAccount): MomentKey =>
	event === null ? 'whole' : must(events, event);

const wordsOf = ({ saw, knew, wasTryingTo, foundHard }: SampleAccount) => ({
	saw,
	knew,
	wanted: wasTryingTo,
	hard: foundHard,
});
