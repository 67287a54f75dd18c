/** The people of one analysis as its page shows them: cast, members, links and group sessions, kept fresh by notices. */
import { api, type ApiResult } from '#lib/live/api.ts';
import type { Workspace } from '#lib/live/workspace.svelte.ts';
import type { Role } from '#lib/model/access.ts';
import type { GroupSession } from '#server/analysis/group-sessions.ts';
import type { Member } from '#server/analysis/members.ts';
import type { Invitation, LinkRole, NewLink } from '#server/auth/invitations.ts';
import type { Person, PersonDraft } from '#server/people/people.ts';
import type { Suggestion } from '#server/people/suggestions.ts';

/** A link as it is told once: afterwards only its state is known. */
export interface FreshLink {
	readonly personId: string;
	readonly role: LinkRole;
	readonly url: string;
	readonly expiresAt: string;
}

export class Cast {
	people = $state.raw<readonly Person[]>([]);
	members = $state.raw<readonly Member[]>([]);
	invitations = $state.raw<readonly Invitation[]>([]);
	groupSessions = $state.raw<readonly GroupSession[]>([]);
	suggestions = $state.raw<readonly Suggestion[]>([]);
	isLoaded = $state(false);
	/** One sentence when something could not be done. */
	problem = $state<string>();
	selected = $state<string>();
	/** Links made on this page since it was opened. */
	fresh = $state.raw<readonly FreshLink[]>([]);
	readonly #workspace: Workspace;

	constructor(workspace: Workspace) {
		this.#workspace = workspace;
	}

	get path(): string {
		return `/analyses/${this.#workspace.analysis.id}`;
	}
	get mayChange(): boolean {
		return this.#workspace.may('write', { is: 'people' });
	}
	get mayInvite(): boolean {
		return this.#workspace.may('manage', { is: 'invitations' });
	}
	get mayManage(): boolean {
		return this.#workspace.may('manage', { is: 'members' });
	}
	/** Whether this person may say that they were there, and has not. */
	get mayBeThere(): boolean {
		const { actor, me } = this.#workspace;
		return this.mayChange && me.kind === 'account' && actor.personId === undefined;
	}
	get person(): Person | undefined {
		return this.people.find(({ id }) => id === this.selected) ?? this.people[0];
	}

	/** The newest link of a person, whatever its state. */
	invitationOf(personId: string): Invitation | undefined {
		return this.invitations.findLast((one) => one.personId === personId);
	}
	memberOf(personId: string): Member | undefined {
		return this.members.find((one) => one.personId === personId);
	}

	/** Reads everything anew; returns what stops listening for changes. */
	start(): () => void {
		void this.refresh();
		const again = () => void this.refresh();
		const stops = (['people', 'members', 'evidence'] as const).map((topic) =>
			this.#workspace.onNotice(topic, again),
		);
		return () => stops.forEach((stop) => stop());
	}

	async refresh(): Promise<void> {
		const [people, members, sessions, invitations, suggestions] = await Promise.all([
			api.get<{ people: readonly Person[] }>(`${this.path}/people`),
			api.get<{ members: readonly Member[] }>(`${this.path}/members`),
			api.get<{ groupSessions: readonly GroupSession[] }>(`${this.path}/group-sessions`),
			this.mayInvite
				? api.get<{ invitations: readonly Invitation[] }>(`${this.path}/invitations`)
				: undefined,
			this.mayChange
				? api.get<{ suggestions: readonly Suggestion[] }>(`${this.path}/people/suggestions`)
				: undefined,
		]);
		if (people.ok) this.people = people.value.people;
		else this.problem = people.error.message;
		if (members.ok) this.members = members.value.members;
		if (sessions.ok) this.groupSessions = sessions.value.groupSessions;
		if (invitations?.ok) this.invitations = invitations.value.invitations;
		if (suggestions?.ok) this.suggestions = suggestions.value.suggestions;
		this.isLoaded = true;
	}

	/** Each act answers with what went wrong in one sentence, or undefined. */
	async add(draft: PersonDraft): Promise<string | undefined> {
		const answer = await api.post<{ id: string }>(`${this.path}/people`, draft);
		if (answer.ok) this.selected = answer.value.id;
		return this.#after(answer);
	}
	async change(personId: string, draft: PersonDraft): Promise<string | undefined> {
		return this.#after(await api.patch(`${this.path}/people/${personId}`, draft));
	}
	async remove(personId: string): Promise<string | undefined> {
		return this.#after(await api.delete(`${this.path}/people/${personId}`));
	}
	async link(author: string, personId: string): Promise<string | undefined> {
		return this.#after(await api.put(`${this.path}/people/authors`, { author, personId }));
	}
	/** One is in the cast from now on, as oneself; the author of records is oneself too. */
	async wasThere(author?: string): Promise<string | undefined> {
		const body = author === undefined ? {} : { author };
		const answer = await api.post<{ personId: string }>(`${this.path}/people/me`, body);
		if (answer.ok) this.selected = answer.value.personId;
		return this.#after(answer);
	}
	/** Renews the link they have, unless another role is asked for. */
	async invite(personId: string, asked?: LinkRole): Promise<string | undefined> {
		const known = this.invitationOf(personId);
		const role = asked ?? known?.role ?? 'interviewee';
		const answer = await (known?.role === role
			? api.post<NewLink>(`${this.path}/invitations/${known.id}/renew`, {})
			: api.post<NewLink>(`${this.path}/invitations`, { personId, role }));
		if (answer.ok) {
			const { url, expiresAt } = answer.value;
			const others = this.fresh.filter((one) => one.personId !== personId);
			this.fresh = [...others, { personId, role, url, expiresAt }];
		}
		return this.#after(answer);
	}
	async revoke(invitation: Invitation): Promise<string | undefined> {
		this.fresh = this.fresh.filter(({ personId }) => personId !== invitation.personId);
		return this.#after(await api.delete(`${this.path}/invitations/${invitation.id}`));
	}
	async addMember(email: string, role: Role): Promise<string | undefined> {
		return this.#after(await api.post(`${this.path}/members`, { email, role }));
	}
	async changeRole(userId: string, role: Role): Promise<string | undefined> {
		return this.#after(await api.patch(`${this.path}/members/${userId}`, { role }));
	}
	async removeMember(userId: string): Promise<string | undefined> {
		return this.#after(await api.delete(`${this.path}/members/${userId}`));
	}
	async startSession(userIds: readonly string[], until: Date): Promise<string | undefined> {
		const body = { userIds, until: until.toISOString() };
		return this.#after(await api.post(`${this.path}/group-sessions`, body));
	}
	async endSession(id: string): Promise<string | undefined> {
		return this.#after(await api.delete(`${this.path}/group-sessions/${id}`));
	}

	async #after(answer: ApiResult<unknown>): Promise<string | undefined> {
		await this.refresh();
		return answer.ok ? undefined : answer.error.message;
	}
}
