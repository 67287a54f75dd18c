/**
 * Where a transaction comes from. A union on `source`, the shape Hocuspocus 4 knows, so that its context is never
 * lost; undo tracks the origins of one's own hands only.
 */
export type Origin =
	/** A person at this screen. One object per editor: an undo manager tracks it by identity. */
	| {
			readonly source: 'local';
			readonly userId: string;
			readonly context?: unknown;
			readonly skipStoreHooks?: boolean;
	  }
	/** What a provider or another node brought. */
	| { readonly source: 'connection' }
	| { readonly source: 'redis' };
