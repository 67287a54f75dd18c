/** Slack's markup as people read it: `<@U1>` is @Priya, `<https://x|label>` is label (https://x). */

/** Who is who in a workspace. */
export interface SlackNames {
	readonly users: ReadonlyMap<string, string>;
	readonly channels: ReadonlyMap<string, string>;
}

/** Readable text. Export tokens in links are left out; unknown ids stay as they are. */
export function slackText(markup: string, names: SlackNames): string {
	return withoutTokens(
		markup
			.replace(/<([^<>]{1,4000})>/g, (_whole, inner: string) => reference(inner, names))
			.replace(/&(lt|gt|amp);/g, (_whole, name: string) => (name === 'lt' ? '<' : name === 'gt' ? '>' : '&')),
	);
}

/** Slack puts a secret of the whole workspace into every file link of an export: it must not reach a story. */
export function withoutTokens(text: string): string {
	return text.replace(/([?&]t=)?xox[a-z]-[\w-]+/g, '');
}

function reference(inner: string, names: SlackNames): string {
	const bar = inner.indexOf('|');
	const target = bar === -1 ? inner : inner.slice(0, bar);
	const label = bar === -1 ? undefined : inner.slice(bar + 1);
	if (target.startsWith('@')) return `@${names.users.get(target.slice(1)) ?? label ?? target.slice(1)}`;
	if (target.startsWith('#')) return `#${label || (names.channels.get(target.slice(1)) ?? target.slice(1))}`;
	if (target.startsWith('!')) {
		const word = target.slice(1).split('^')[0] ?? '';
		return label?.replace(/^@?/, '@') ?? `@${word}`;
	}
	const plain = target.replace(/^(?:mailto|tel):/, '');
	return label === undefined || label === plain || label === target ? plain : `${label} (${plain})`;
}
