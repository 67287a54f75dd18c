/** Contentless notices: "something changed", to everyone who is in the room of an analysis. */
import type { AnalysisId } from '#lib/model/ids.ts';
import type { ServerMessage, Topic } from '#lib/model/refusals.ts';
import type { OpenDocument } from './open-document.ts';

export class Notices {
	/** Open rooms by analysis. */
	readonly #rooms = new Map<string, OpenDocument>();

	opened(open: OpenDocument): void {
		if (open.ref.kind === 'room') this.#rooms.set(open.ref.analysis, open);
	}
	closed(open: OpenDocument): void {
		if (this.#rooms.get(open.ref.analysis) === open) this.#rooms.delete(open.ref.analysis);
	}

	/** Says that something under this topic changed. Reaches whoever is there now; nobody is told later. */
	publish(analysisId: AnalysisId, topic: Topic): void {
		const message: ServerMessage = { changed: topic };
		this.#rooms.get(analysisId)?.document.broadcastStateless(JSON.stringify(message));
	}
}
