/** Temporal: the platform's own where there is one, else the polyfill, which only then is fetched (32 KiB). */
import type { Temporal as Polyfill } from 'temporal-polyfill';

const own = (globalThis as { readonly Temporal?: typeof Polyfill }).Temporal;

export const Temporal: typeof Polyfill = own ?? (await import('temporal-polyfill')).Temporal;
