import type { Rule } from './rule.ts';

const agentUnless = [
	// “by Ana”, “by the on-call”; not “by 14:30”, “by creating”, “by hand”.
	'@done/@either .. by !#Gerund/#Number/@not-an-agent',
	'@done/@either .. by the/a/an/our/one !@not-an-agent',
	'made #Adverb* aware/available/possible/impossible/difficult/worse/unavailable/public/up',
	'left without/with/in/over',
	'@be #Adverb* being',
	'@automatic .. @done/@either',
	'@done/@either @particle? @automatic',
	'@done/@either .. with a/our/the .. job/script/cron/tool',
	'@done/@either .. due to .. bug/bugs/failure/fault/error/outage/overload',
	'@done/@either due to lack',
	'would/should/could/might/may/will #Adverb* have #Adverb* been',
];

/** A human act told without the human, so that nobody can be asked. */
export const passive: readonly Rule[] = [
	{
		name: 'was done',
		kind: 'passive-agentless',
		finds: [
			'[ @determiner? #Adjective? @deed to/of/for/in .. @was #Adverb* made/taken/performed/done/attempted/started/initiated/undertaken/completed/conducted/carried out? ]',
			'[ @was #Adverb+ @done @particle? to/into/onto/against %thing ]',
			'[ @was #Adverb+ @done @particle? ]',
			'[ %subject to #Verb @particle? @was #Adverb* @done/delayed ]',
			'[ %subject #Adverb* @was #Adverb* @done @particle? #Adverb* to/into/onto/from/against %thing ]',
			'[ %subject #Adverb* @was #Adverb* #Past and #Adverb* @done @particle? ]',
			'[ %subject #Adverb* @was #Adverb* @done @particle? ]',
			'[ it #Adverb* @was #Adverb* @done ]',
			'[ has/have/had #Adverb* been #Adverb* @done @particle? ]',
			'[ %subject #Adverb* being #Adverb* @done @particle? ]',
			'[ not being #Adverb* @done @particle? ]',
			'[ @was #Adverb* @done @particle? #Adverb* to/into/onto/from/against %thing ]',
			'[ @was #Adverb* #Past and #Adverb* @done @particle? ]',
			'[ @was #Adverb* @done @particle? ]',
		],
		unless: agentUnless,
		why: 'The sentence has an act and nobody who acts, so nobody’s view of it can be heard.',
		question: 'Who worked on {thing|this}, what were they seeing just then, and what were they hoping for?',
		marks: [
			'[A fix was deployed] in the evening.',
			'The limit [was mistakenly raised] that week.',
			'[It was assumed] that both were equal.',
			'The entries on the second list of the older of the two sites [had not been removed].',
		],
		leaves: [
			'The host was restarted by Ana.',
			'The drop was noticed at noon.',
			'The queue was overloaded.',
			'The fix will be deployed on Monday.',
			'Failed jobs were automatically rerun.',
			'All reads were affected.',
		],
	},
	{
		name: 'was done in a way',
		kind: 'passive-agentless',
		finds: ['[ @was #Adverb* @manner #Adverb* #Past @particle? ]'],
		unless: agentUnless.map((pattern) => pattern.replace('@done/@either', '#Past')),
		why: 'Somebody meant this, or did not mean it, and is missing from the sentence.',
		question: 'Who was it, what did they want to do, and what did {system|the screen} show them?',
		marks: [
			'The second link [was deliberately blocked].',
			'Messages [were inadvertently bounced] for a day.',
		],
		leaves: ['The link was deliberately blocked by the provider.'],
	},
	{
		name: 'was stopped',
		kind: 'passive-agentless',
		finds: [
			'[ has/have/had #Adverb* been #Adverb* @either @particle? ]',
			'[ %subject #Adverb* @was #Adverb* @either @particle? ]',
			'[ @was #Adverb* @either @particle? ]',
		],
		unless: [...agentUnless, '@runtime .. @was #Adverb* @either', '@affected .. @was #Adverb* @either'],
		why: 'The sentence has an act and nobody who acts, so nobody’s view of it can be heard.',
		question: 'Who worked on {thing|this}, what were they seeing just then, and what were they hoping for?',
		marks: ['[The import was stopped] at noon.'],
		leaves: ['Requests were rejected for an hour.', 'Connections were closed.', 'Sessions were dropped.'],
	},
];
