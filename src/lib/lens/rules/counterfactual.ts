import type { Rule } from './rule.ts';

/** What did not happen, told in place of what did. */
export const counterfactual: readonly Rule[] = [
	{
		name: 'would have',
		kind: 'counterfactual',
		finds: [
			'[ would/could/might #Adverb* have #Adverb* been #Adverb* #Adjective/#Past ]',
			'[ would/could/might #Adverb* have #Adverb* #Past @particle? %object? ]',
		],
		unless: [
			'@affected .. would/could/might',
			'possible that ... would/could/might',
			'would/could/might #Adverb* have #Adverb* been? #Adverb* @estimated',
			'would/could/might #Adverb* have #Adverb* been #Adverb* possible without',
			'could not have',
		],
		why: 'This tells of something that did not happen; what did happen, and why it made sense, stays untold.',
		question:
			'What did {system|the situation} show {person|the people there} then, and what did it leave out?',
		marks: [
			'A canary [would have caught the regression] in minutes.',
			'The rollout [could have been paused] at ten percent.',
			'One more replica [might have been enough].',
		],
		leaves: [
			'During that hour customers would have seen timeouts.',
			'Some orders could have been affected.',
			'Nobody on shift could not have known that.',
			'This work would not have been possible without the help of the network team.',
		],
	},
	{
		name: 'should have',
		kind: 'counterfactual',
		finds: [
			'[ %people should/ought #Adverb* to? have #Adverb* #Past %object? ]',
			'[ should/ought #Adverb* to? have #Adverb* been #Adverb* @done/@either/@noticed/@foreseen @particle? ]',
			'[ should/ought #Adverb* to? have #Adverb* @noticed/@foreseen %object? ]',
		],
		unless: [
			'@affected .. should',
			'should #Adverb* have #Adverb* been? #Adverb* @estimated',
			'@runtime .. should #Adverb* have #Adverb* !been',
			'@runtime .. should #Adverb* have #Adverb* been #Adverb* @either',
		],
		why: 'This measures what people did against what is known now; how it looked to them then goes missing.',
		question: 'What told {person|the people there} at the time that this was the sensible thing to do?',
		marks: [
			'[We should have tested the restore] before the move.',
			'The certificate [should have been renewed] in May.',
			'The spike [should not have been ignored].',
		],
		leaves: [
			'The retry queue should have drained by itself.',
			'Reads should not have been impacted.',
			'Each service should have an owner.',
		],
	},
	{
		name: 'not done',
		kind: 'counterfactual',
		finds: [
			'[ %subject was/were/been/got not/never #Adverb* @done/@either/@noticed/@foreseen @particle? ]',
			'[ %subject #Adverb* had not/never #Adverb* been #Adverb* @done/@either/@noticed/@foreseen @particle? ]',
			'[ had not/never #Adverb* been #Adverb* @done/@either/@noticed/@foreseen @particle? ]',
			'[ was/were/been/got not/never #Adverb* @done/@either/@noticed/@foreseen @particle? ]',
			'[ nothing was/had #Adverb* been? @done ]',
			'[ no @step .. was/were #Adverb* @done/@either ]',
			'[ not @reported at all by? %object? ]',
		],
		unless: [
			'... not/never #Adverb* been? #Adverb* @done/@either/@noticed/@foreseen @particle? due to/lack',
			'@runtime .. not/never #Adverb* been? #Adverb* @either',
			'would/should/could/may/might #Adverb* have not/never? ..',
			'not fully/completely/entirely/yet ..',
			'not #Adverb* @done/@either/@noticed/@foreseen @particle? as/with',
		],
		why: 'This names something that was not done; why it did not come up at the time stays untold.',
		question:
			'What was in front of {person|the people there} then, and what made {thing|this} easy to leave for later?',
		marks: [
			'[The runbook had not been updated] since the move.',
			'[The mismatch was never checked] after that, because two screens agreed.',
			'[Nothing was done] until the morning.',
			'[No review was held] for the second change.',
		],
		leaves: [
			'The messages were not delivered.',
			'The fleet was not affected.',
			'Its cause was not fully understood at the time.',
		],
	},
	{
		name: 'did not',
		kind: 'counterfactual',
		finds: [
			'[ %people #Adverb* did not #Adverb* @act @particle? %object? ]',
			'[ %people #Adverb* never #Adverb* @act-past/#Past @particle? %object? ]',
			'[ %people #Adverb* had not/never #Adverb* @act-past/@noticed @particle? %object? ]',
			'[ did not #Adverb* @watch %object? ]',
		],
		unless: [
			'@machine #Adverb* did not',
			'@affected #Adverb* did not',
			'it/that/which did not',
			'not #Adverb* have to',
		],
		why: 'This says what people did not do; what they were doing instead, and for what reason, stays untold.',
		question: 'What were {person|the people there} looking at and busy with at that moment?',
		marks: [
			'[The on-call engineer did not escalate] for an hour.',
			'[We never tested the second path].',
			'With two screens open, [the crew did not notice the light].',
		],
		leaves: [
			'The service did not respond to pings.',
			'We did not lose any data.',
			'At that point we did not know which host it was.',
		],
	},
	{
		name: 'nobody did',
		kind: 'counterfactual',
		finds: [
			'[ nobody #Adverb* had? #Adverb* @act-past/@noticed/#Past to? #Infinitive? ]',
			'[ none of us/them #Adverb* #Past ]',
			'[ no one #Adverb* had? #Adverb* @act-past/@noticed/#Past to? #Infinitive? ]',
			'[ nobody/none/no one/of? us? thought to #Verb ]',
		],
		unless: ['nobody/one/us/them was/were/knew', 'nobody/one was/got hurt/injured/harmed'],
		why: 'This tells what nobody did, which is only visible afterwards; what each of them saw stays untold.',
		question: 'What did {system|the signals of the moment} look like to those who were there?',
		marks: [
			'The counter stood still and [nobody noticed].',
			'[No one checked] the second site.',
			'[None of us spotted] it in the diff.',
		],
		leaves: ['Nobody was hurt.', 'No one knew yet that the two were linked.'],
	},
	{
		name: 'instead of',
		kind: 'counterfactual',
		finds: ['[ instead of #Adverb* @acting %object? ]', '[ rather than #Adverb* @acting %object? ]'],
		unless: ['instead/rather ... automatically', 'we will/should/can ...'],
		why: 'This sets what happened against another way that was not taken; what spoke for the way taken goes missing.',
		question: 'What made the way that {person|the people there} took look like the good one?',
		marks: ['[Instead of following the checklist], the change went out everywhere at once.'],
		leaves: ['Instead of returning a cached page, the proxy answered with an error.'],
	},
	{
		name: 'if only',
		kind: 'counterfactual',
		finds: [
			'[ if only .. ]',
			'[ if %people had #Adverb* #Past %object? ]',
			'[ if %thing had #Adverb* been #Adverb* @done/@noticed/@either ]',
			'^ [ had %thing #Adverb* been? #Adverb* #Past ]',
			"[ could/should/would #Adverb* 've .. ]",
		],
		why: 'This walks a path that was not there to walk; what the path looked like from inside stays untold.',
		question: 'Which ways did {person|the people there} see at that moment, and what spoke for each?',
		marks: [
			'[If only the alert had fired], we say now.',
			'[If we had read the ticket], it reads differently.',
		],
		leaves: ['If the primary fails, the standby takes over.'],
	},
	{
		name: 'preventable',
		kind: 'counterfactual',
		finds: ['[ preventable/avoidable %object? ]', '[ @be #Adverb* preventable/avoidable ]'],
		why: 'That it need not have happened is known only afterwards; it says nothing about how it came to happen.',
		question: 'What made {event|this} possible here, on a day like any other?',
		marks: ['It was an [avoidable outage].'],
		leaves: ['We want to prevent that from happening again.'],
	},
];
