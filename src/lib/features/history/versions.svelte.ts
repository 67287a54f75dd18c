/** The versions of a narrative as their window shows them. */
import { api } from '#lib/live/api.ts';
import type { Block } from '#lib/model/prose.ts';
import { readVersionBlocks } from '#lib/model/version.ts';
import type { Comparison } from '#server/calibration/compare-versions.ts';
import type { Version } from '#server/calibration/versions.ts';

export type { Version };

/** A version as it is read. */
export interface OpenVersion {
	readonly of: string;
	readonly blocks: readonly Block[];
	/** What this page cannot read of it. */
	readonly skipped: number;
}

export class VersionsDesk {
	readonly #path: string;
	/** Newest first; undefined until they are here. */
	all: readonly Version[] | undefined = $state.raw();
	opened: OpenVersion | undefined = $state.raw();
	changes: { readonly of: string; readonly to: string; readonly found: Comparison } | undefined =
		$state.raw();
	problem: string | undefined = $state();

	constructor(analysisId: string) {
		this.#path = `/analyses/${analysisId}/versions`;
	}

	async load(): Promise<void> {
		const answer = await api.get<{ versions: readonly Version[] }>(this.#path);
		this.problem = answer.ok ? undefined : answer.error.message;
		if (answer.ok) this.all = answer.value.versions;
	}

	/** Keeps the narrative as the server has it now, before `restoring` takes its place. Undefined when it could not be kept; `problem` says why. */
	async keep(name: string, restoring?: string): Promise<Version | undefined> {
		const answer = await api.post<Version>(this.#path, { name, restoring });
		this.problem = answer.ok ? undefined : answer.error.message;
		if (!answer.ok) return undefined;
		await this.load();
		return answer.value;
	}

	async open(id: string): Promise<OpenVersion | undefined> {
		if (this.opened?.of === id) return this.opened;
		const answer = await api.bytes(`${this.#path}/${id}/document`);
		this.problem = answer.ok ? undefined : answer.error.message;
		if (!answer.ok) return undefined;
		return (this.opened = { of: id, ...readVersionBlocks(answer.value) });
	}

	/** `to` is another version, or empty for now. */
	async compare(id: string, to: string): Promise<void> {
		const answer = await api.get<Comparison>(`${this.#path}/${id}/changes${to === '' ? '' : `?to=${to}`}`);
		this.problem = answer.ok ? undefined : answer.error.message;
		if (answer.ok) this.changes = { of: id, to, found: answer.value };
	}

	async remove(id: string): Promise<boolean> {
		const answer = await api.delete(`${this.#path}/${id}`);
		this.problem = answer.ok ? undefined : answer.error.message;
		await this.load();
		return answer.ok;
	}
}
