/** The parts of an analysis, as the links of its top bar. */
import { can, type Action, type Actor, type Resource } from '#lib/model/access.ts';

export const partNames = [
	'evidence',
	'timeline',
	'people',
	'notes',
	'narrative',
	'draft',
	'part',
	'story',
] as const;
export type PartName = (typeof partNames)[number];

interface Part {
	readonly label: string;
	readonly action: Action;
	readonly resource: (actor: Actor) => Resource;
}

const parts: Readonly<Record<PartName, Part>> = {
	evidence: { label: 'Evidence', action: 'read', resource: () => ({ is: 'evidence' }) },
	timeline: { label: 'Timeline', action: 'read', resource: () => ({ is: 'document', kind: 'timeline' }) },
	people: { label: 'People', action: 'read', resource: () => ({ is: 'people' }) },
	notes: { label: 'Notes', action: 'read', resource: () => ({ is: 'document', kind: 'notes' }) },
	narrative: { label: 'Narrative', action: 'read', resource: () => ({ is: 'document', kind: 'narrative' }) },
	draft: { label: 'Draft', action: 'read', resource: () => ({ is: 'draft' }) },
	part: {
		label: 'Your part',
		action: 'read',
		// Someone who was not there has no part: an id that nobody has is denied.
		resource: ({ personId }) => ({ is: 'part', personId: personId ?? '' }),
	},
	story: { label: 'Story', action: 'read', resource: () => ({ is: 'story' }) },
};

export interface PartLink {
	readonly name: PartName;
	readonly label: string;
	readonly href: string;
}

/** The parts open to someone, in the order of the work. Whoever has the text itself needs no frozen one. */
export function partsFor(actor: Actor, analysisId: string): PartLink[] {
	const open = partNames.filter((name) => can(actor, parts[name].action, parts[name].resource(actor)));
	return open
		.filter((name) => name !== 'draft' || !open.includes('narrative'))
		.map((name) => ({ name, label: parts[name].label, href: `/analysis/${analysisId}/${name}` }));
}
