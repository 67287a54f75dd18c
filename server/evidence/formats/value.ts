/** Reading unknown JSON without trusting its shape. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** The value when it is a plain object, else undefined. */
export function asObject(value: unknown): JsonObject | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as JsonObject)
		: undefined;
}
/** The text when there is any; a number as its digits. */
export function asText(value: unknown): string | undefined {
	if (typeof value === 'string') return value === '' ? undefined : value;
	return typeof value === 'number' ? String(value) : undefined;
}
/** The elements; none when it is no array. */
export function asArray(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? (value as unknown[]) : [];
}
/** The first of the keys that holds text. */
export function firstText(object: JsonObject | undefined, ...keys: readonly string[]): string | undefined {
	for (const key of keys) {
		const text = asText(object?.[key]);
		if (text !== undefined) return text;
	}
	return undefined;
}
