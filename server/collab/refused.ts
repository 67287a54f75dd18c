/** A refusal on its way to a client. */
import { refusals, type SocketRefusal } from '#lib/model/refusals.ts';

/**
 * Thrown inside hooks. Not an Error: Hocuspocus prints those, while a refusal is everyday and answered on the wire
 * with its `code` and `reason`.
 */
export class Refused {
	readonly reason: SocketRefusal;
	readonly code: number;
	constructor(reason: SocketRefusal) {
		this.reason = reason;
		this.code = refusals[reason].code;
	}
}
