/** What is for oneself, of all analyses: fetched, and marked as read when one looks. */
import { api } from '#lib/live/api.ts';
import type { Notification } from '#server/notifications/notifications.ts';

export class Bell {
	/** Newest first; undefined until they are known. */
	all = $state.raw<readonly Notification[]>();

	get hasNew(): boolean {
		return this.all?.some(({ isRead }) => !isRead) ?? false;
	}

	/** Out of reach, what was known stays. */
	async refresh(): Promise<void> {
		const answer = await api.get<{ notifications: readonly Notification[] }>('/me/notifications');
		if (answer.ok) this.all = answer.value.notifications;
	}

	/** One, or all of them. Shown at once. */
	async read(id?: string): Promise<void> {
		const isMeant = (one: Notification) => !one.isRead && (id === undefined || one.id === id);
		if (!this.all?.some(isMeant)) return;
		this.all = this.all.map((one) => (isMeant(one) ? { ...one, isRead: true } : one));
		await api.post('/me/notifications/read', id === undefined ? {} : { ids: [id] });
	}
}
