/**
 * Who may do what: one pure function, asked by sockets, HTTP, search, export and the interface alike.
 * The whole matrix is tested cell by cell (access.test.ts). Words move between audiences by copying, never by
 * changing an answer here.
 */
import type { DocumentKind } from './documents.ts';

/**
 * `lead` is an analyst who also manages members, rounds and publication. `commenter` reads the text as it was last
 * frozen and comments on it: no document that anyone writes is open to them, so there is no byte they could change.
 */
export const roles = [
	'lead',
	'analyst',
	'contributor',
	'facilitator',
	'commenter',
	'interviewee',
	'participant',
	'reader',
] as const;
export type Role = (typeof roles)[number];

/** Someone, as they stand towards one analysis at this moment. */
export interface Actor {
	readonly userId: string;
	/** Undefined when they have no part in the analysis. A group session in force is already counted in. */
	readonly role: Role | undefined;
	/** Who they are in the analysis' cast, when they were there. */
	readonly personId: string | undefined;
	/** The interviews they hold, and the reviews they facilitate. */
	readonly interviews?: ReadonlySet<string>;
	readonly reviews?: ReadonlySet<string>;
}

/** `write` includes `read`; `join` is presence without content. */
export type DocumentAction = 'join' | 'read' | 'write';

export type Resource =
	| { readonly is: 'document'; readonly kind: DocumentKind; readonly subject?: string | undefined }
	/** The analysis as such: its title, effort, stage, members. */
	| { readonly is: 'analysis' }
	| { readonly is: 'members' }
	| { readonly is: 'invitations' }
	/** The cast: people, teams, systems of the analysis. */
	| { readonly is: 'people' }
	/** Sources and their records. */
	| { readonly is: 'evidence' }
	/** Pictures in its texts. Whoever reads the frozen text sees those of it. */
	| { readonly is: 'pictures' }
	/** Threads on whatever they hang. */
	| { readonly is: 'threads' }
	/** The narrative as it was last frozen, with the threads on its words: to read, and to comment on. */
	| { readonly is: 'draft' }
	/** Moments of accounts that their owners shared with the analysts. */
	| { readonly is: 'sharedAccounts' }
	/** The projection "Your part in this story" of one person. */
	| { readonly is: 'part'; readonly personId: string }
	| { readonly is: 'quotes' }
	/** Rounds of calibration, with everybody's answers in them. One's own answers are in one's part. */
	| { readonly is: 'rounds' }
	/** Versions, activity, who wrote what. */
	| { readonly is: 'history' }
	/** Published stories of the analysis, for its members. */
	| { readonly is: 'story' }
	| { readonly is: 'export' };

export type Action = DocumentAction | 'manage' | 'publish' | 'delete';

const writes: ReadonlySet<Role> = new Set<Role>(['lead', 'analyst', 'contributor', 'facilitator']);
/** Who may be in the room, and hears that something changed. */
const present: ReadonlySet<Role> = new Set<Role>([...writes, 'commenter']);
const analyses: ReadonlySet<Role> = new Set<Role>(['lead', 'analyst']);
/** Who reads what was made for them, and takes no part in a review. */
const outside: ReadonlySet<Role> = new Set<Role>(['commenter', 'reader']);

/** Whether `actor` may do `action` to `resource` of the analysis in which they stand as given. Deny by default. */
export function can(actor: Actor, action: Action, resource: Resource): boolean {
	const { role } = actor;
	if (role === undefined) return false;
	switch (resource.is) {
		case 'document':
			return canDocument(actor, role, action, resource.kind, resource.subject);
		case 'analysis':
			if (action === 'read') return true;
			if (action === 'write') return analyses.has(role);
			return (action === 'manage' || action === 'publish' || action === 'delete') && role === 'lead';
		case 'members':
			if (action === 'read') return writes.has(role);
			return action === 'manage' && role === 'lead';
		case 'invitations':
			return (action === 'read' || action === 'manage') && analyses.has(role);
		case 'people':
			if (action === 'read') return writes.has(role);
			return action === 'write' && analyses.has(role);
		case 'evidence':
			if (action === 'read') return writes.has(role);
			return (action === 'write' || action === 'delete') && analyses.has(role);
		case 'pictures':
			if (action === 'read') return writes.has(role) || role === 'commenter';
			return action === 'write' && writes.has(role);
		case 'threads':
			return (action === 'read' || action === 'write') && writes.has(role);
		case 'draft':
			return (action === 'read' || action === 'write') && (writes.has(role) || role === 'commenter');
		case 'sharedAccounts':
			return action === 'read' && analyses.has(role);
		case 'part':
			return (action === 'read' || action === 'write') && isThemself(actor, resource.personId);
		case 'quotes':
			if (action === 'read') return writes.has(role);
			return action === 'write' && analyses.has(role);
		case 'rounds':
			if (action === 'manage') return role === 'lead';
			return (action === 'read' || action === 'write') && analyses.has(role);
		case 'history':
			return (action === 'read' || action === 'write') && analyses.has(role);
		case 'story':
			if (action === 'read') return true;
			return action === 'publish' && role === 'lead';
		case 'export':
			return action === 'read' && analyses.has(role);
		default:
			return unreachable(resource);
	}
}

function canDocument(
	actor: Actor,
	role: Role,
	action: Action,
	kind: DocumentKind,
	subject: string | undefined,
): boolean {
	const right = documentRight(actor, role, kind, subject);
	switch (action) {
		case 'join':
			return right !== 'none';
		case 'read':
			return right === 'read' || right === 'write';
		case 'write':
			return right === 'write';
		default:
			return false;
	}
}

/** An empty id is nobody's: who was not there has no part. */
function isThemself({ personId }: Actor, of: string): boolean {
	return of !== '' && personId === of;
}

type Right = 'none' | 'join' | 'read' | 'write';

/** The table of DESIGN §3, row by row. */
function documentRight(actor: Actor, role: Role, kind: DocumentKind, subject: string | undefined): Right {
	switch (kind) {
		case 'room':
			return present.has(role) ? 'join' : 'none';
		case 'timeline':
		case 'notes':
		case 'narrative':
			return writes.has(role) ? 'write' : 'none';
		case 'inquiry':
			return analyses.has(role) ? 'write' : 'none';
		case 'interview':
		case 'aside':
			return analyses.has(role) && subject !== undefined && actor.interviews?.has(subject) ? 'write' : 'none';
		case 'account':
			return subject !== undefined && isThemself(actor, subject) ? 'write' : 'none';
		case 'review':
			return analyses.has(role) || role === 'facilitator' ? 'write' : 'none';
		case 'stage':
			if (analyses.has(role) || role === 'facilitator') return 'write';
			return outside.has(role) ? 'none' : 'read';
		case 'floor':
			return outside.has(role) ? 'none' : 'write';
		case 'console':
			return role === 'facilitator' && subject !== undefined && actor.reviews?.has(subject)
				? 'write'
				: 'none';
		default:
			return unreachable(kind);
	}
}

function unreachable(value: never): never {
	throw new Error(`no rule for ${JSON.stringify(value)}`);
}
