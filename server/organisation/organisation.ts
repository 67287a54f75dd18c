/** What the organisation that runs this server says about itself. */
import type { CoreDb } from '#db/open.server.ts';
import type { User } from '../auth/caller.ts';
import { forbidden, ok, type Outcome } from '../refusal.ts';

export interface Organisation {
	/** Its name as shown at the door; empty until an admin gave one. */
	name(): Promise<string>;
	/** Admins only. An empty name takes it away again. */
	rename(user: User, name: string): Promise<Outcome<void>>;
}

const nameKey = 'organisation.name';

export function createOrganisation(db: CoreDb): Organisation {
	return {
		async name() {
			const row = await db
				.selectFrom('setting')
				.select('value_json')
				.where('key', '=', nameKey)
				.executeTakeFirst();
			const value: unknown = row && JSON.parse(row.value_json);
			return typeof value === 'string' ? value : '';
		},
		async rename(user, name) {
			if (!user.isAdmin) return forbidden('Only an administrator can change the organisation’s name.');
			const value_json = JSON.stringify(name.trim());
			await db
				.insertInto('setting')
				.values({ key: nameKey, value_json })
				.onConflict((conflict) => conflict.column('key').doUpdateSet({ value_json }))
				.execute();
			return ok(undefined);
		},
	};
}
