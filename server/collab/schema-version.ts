/** Tells a client that is older than a prose document why it cannot write there. */
import type { Connection } from '@hocuspocus/server';
import type { ServerMessage } from '#lib/model/refusals.ts';
import type { Context } from './open-document.ts';

export function tellStale(connection: Connection<Context>): void {
	if (connection.context.seat?.isStale)
		connection.sendStateless(JSON.stringify({ readOnly: 'schema' } satisfies ServerMessage));
}
