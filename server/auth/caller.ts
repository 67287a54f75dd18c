/** Who is asking: a user, and how they proved it. */
export interface User {
	readonly id: string;
	/** `guest`: came by an invitation and has no account. */
	readonly kind: 'account' | 'guest';
	readonly name: string;
	readonly email: string | null;
	/** 1 to 6: their colour as a live collaborator. */
	readonly colour: number;
	readonly isAdmin: boolean;
}

export type Proof =
	| { readonly by: 'session'; readonly sessionId: string; readonly invitationId: string | null }
	| { readonly by: 'token'; readonly tokenId: string };

export interface Caller {
	readonly user: User;
	readonly proof: Proof;
}
