/** What concerns sockets of other nodes too: notices, and rights that end. Lost ones are made good by the recheck. */
import { parseId } from '#lib/model/ids.ts';
import { parseRefusal, parseServerMessage, type SocketRefusal } from '#lib/model/refusals.ts';
import type { Listener } from '../journal/listener.ts';
import type { Notices } from './notices.ts';
import type { Target } from './revoke.ts';

const noticeChannel = 'second_story_notice';
const closeChannel = 'second_story_close';

export interface SignalPorts {
	/** Undefined for a node that is alone. */
	readonly listener: Listener | undefined;
	readonly notices: Notices;
	/** Closes sockets of this node. */
	readonly close: (target: Target, reason: SocketRefusal) => void;
}

export class Signals {
	readonly #ports: SignalPorts;

	constructor(ports: SignalPorts) {
		this.#ports = ports;
		ports.listener?.on(noticeChannel, (text) => {
			const [id, payload] = splitOnce(text);
			const analysisId = parseId('analysis', id);
			const message = parseServerMessage(payload);
			if (analysisId && message && 'changed' in message) ports.notices.publish(analysisId, message.changed);
		});
		ports.listener?.on(closeChannel, (text) => {
			const [word, payload] = splitOnce(text);
			const reason = parseRefusal(word);
			if (reason) ports.close(JSON.parse(payload) as Target, reason);
		});
	}

	/** See `Notices.publish`; on every node. */
	publish: Notices['publish'] = (analysisId, topic) => {
		this.#ports.notices.publish(analysisId, topic);
		void this.#ports.listener?.tell(noticeChannel, `${analysisId} ${JSON.stringify({ changed: topic })}`);
	};

	/** Closes the sockets that match, here at once, elsewhere when it is heard. */
	close(target: Target, reason: SocketRefusal): void {
		this.#ports.close(target, reason);
		void this.#ports.listener?.tell(closeChannel, `${reason} ${JSON.stringify(target)}`);
	}
}

function splitOnce(text: string): [string, string] {
	const space = text.indexOf(' ');
	return [text.slice(0, space), text.slice(space + 1)];
}
