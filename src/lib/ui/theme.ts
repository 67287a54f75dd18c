/**
 * The theme lives in the cookie `theme`, so that the server's hook writes it into the page and nothing flashes.
 */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** What this page shows now. Only in a browser. */
export const currentTheme = (): Theme =>
	themes.find((theme) => theme === document.documentElement.dataset['theme']) ?? 'system';

/** Applies a theme at once and keeps it for a year. Only in a browser. */
export function chooseTheme(theme: Theme): void {
	if (theme === 'system') delete document.documentElement.dataset['theme'];
	else document.documentElement.dataset['theme'] = theme;
	const secure = location.protocol === 'https:' ? '; secure' : '';
	document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
}
