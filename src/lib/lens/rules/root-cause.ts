import type { Rule } from './rule.ts';

const many =
	'combination/multifaceted/several/multiple/many/various/both/number/series/twofold/complex/factors/interplay/interaction/twofold';
const some =
	'two/three/four/five .. issues/problems/factors/bugs/things/events/changes/causes/failures/mistakes/parts/conditions/errors/faults/reasons';
const unknown = 'unknown/unclear/not/under/still/being/investigated/pending/never/tbd';

/** One cause, and the rest of the story falls away. */
export const rootCause: readonly Rule[] = [
	{
		name: 'the root cause was',
		kind: 'root-cause',
		finds: [
			'[ @determiner? @root cause of/for/behind/in/here .. was/is/were/being/appears/seems/turned/lies/lay/has/had #Adverb* been/out? #Adverb* identified/determined/found/traced/confirmed/isolated/established/considered/narrowed/attributed/tracked/linked? back/down? as/to/in/with? be? ]',
			'[ @determiner? @root cause #Adverb* was/is/were/being/appears/seems/turned/lies/lay/has/had #Adverb* been/out? #Adverb* identified/determined/found/traced/confirmed/isolated/established/considered/narrowed/attributed/tracked/linked? back/down? as/to/in/with? be? ]',
			'[ @determiner? @root cause to be ]',
			'[ @determiner? @root cause of .. points/pointed to ]',
			'identified/determined/confirmed/established/traced/identify/determine/confirm/establish/trace [ @determiner? @root cause .. as/to ]',
			'[ @determiner? @root cause #Adverb* identified/determined/found/traced/confirmed as/to ]',
			'[ as @determiner @root cause ]',
			'[ was/is/be the/our @root cause ]',
			'[ @determiner? root cause : ]',
			'^ [ root causes : ]',
			'^ [ @determiner core/main/actual/real/underlying issue/problem : ]',
			'[ root-caused to ]',
		],
		unless: [
			`@root cause #Adverb* was/is/were/as/to .. ${many}`,
			`@root cause of/for/behind .. was/is/were/as/to .. ${many}`,
			`@root cause ... was/is/were/as/to .. ${some}`,
			`@root cause .. was/is/were/being/has/had #Adverb* ${unknown}`,
			'plan/action/update/if/whether/until/once/when .. @root cause .. is',
			'what/why .. @root cause',
			'not @determiner @root cause',
			'@root cause .. was/is/were/been #Adverb* identified/determined/found/confirmed/discovered/established !as/to/in',
			'into/for/of @determiner? @root cause',
			'root cause analysis/fix/investigation/report/review',
		],
		why: 'One root cause lets all else that had to be there drop out of sight.',
		question: 'What else had to be there for {event|this} to happen, and what kept it from being worse?',
		marks: [
			'[The root cause was] a full disk.',
			'[The root cause of the outage was identified as] a stale route.',
			'They named the expired key [as the root cause].',
			'The vendor confirmed [the root cause of the drop as] a bad splice.',
			'By all accounts [the root cause of the drop points to] a splice.',
		],
		leaves: [
			'We are still looking for the root cause.',
			'The root cause was a combination of three changes.',
			'The root cause analysis is due on Friday.',
			'The root cause is unknown.',
		],
	},
	{
		name: 'the cause was',
		kind: 'root-cause',
		finds: [
			'[ @determiner @mainly? cause of .. was/is #Adverb* identified/determined/found/traced/confirmed/isolated? back? as/to/in? be? ]',
			'[ @determiner @mainly? cause #Adverb* was/is #Adverb* identified/determined/found/traced/confirmed/isolated? back? as/to/in? be? ]',
			'[ @determiner @mainly issue/problem/reason/culprit/factor/trigger/fault .. was/is #Adverb* traced/identified/found? back? as/to? ]',
			'[ @determiner #Adjective? culprit was/is ]',
			'[ @determiner? issue/issues/problem/problems/outage/incident/failure/failures/fault/bug/error/errors/disruption was/were #Adverb* traced/tracked/attributed/pinpointed/narrowed back/down? to ]',
			'^ @determiner? issue/problem/outage/incident/failure/fault/error/disruption , ... , [ @was #Adverb* traced/tracked/attributed back/down? to ]',
			'!what/who/not [ @be #Adverb* the #Adjective? cause of %thing ]',
			'[ @be #Adverb* the? direct/immediate/actual/real/main/primary/sole cause of %thing ]',
			'[ @be #Adverb* indeed the cause ]',
			'[ @be #Adverb* most? likely @determiner? cause of %thing ]',
			'[ @determiner direct/immediate cause of %thing ]',
			'[ %people ... traced @determiner issue/problem/outage/incident/failure/cause back? to ]',
		],
		unless: [
			`cause .. ${many}`,
			`cause ... ${some}`,
			`cause .. was/is #Adverb* ${unknown}`,
			'cause/culprit/reason/factor/trigger/issue/problem/fault .. was/is #Adverb* identified/determined/found/confirmed/discovered/established !as/to/in',
			'cause/culprit/reason/issue/problem .. was/is #Adverb* identified/determined/found/confirmed/discovered/established ,/./;',
			'cause .. @be not',
			'until/once/when/whether/if @determiner @mainly? cause ..',
		],
		why: '“The cause was” makes one thread carry the whole story; there were others.',
		question: 'What else had to be there for {event|this} to happen, and what kept it from being worse?',
		marks: [
			'[The cause was traced to] a firewall rule.',
			'The outage, which nobody had rehearsed, [was traced back to] a splice.',
			'[The main reason was] a typo.',
			'[The cause of the outage was] one bad cable.',
			'A stale lease [was the direct cause of the outage].',
		],
		leaves: ['The cause was never found.', 'This was caused by a bug.', 'The cause is being looked for.'],
	},
	{
		name: 'only because',
		kind: 'root-cause',
		finds: [
			'[ solely/entirely/purely/wholly due/because/caused/attributable to/of/by ]',
			'[ @be #Adverb* solely/entirely/purely/wholly due/because/caused/attributable to/of/by ]',
			'[ @be? #Adverb* caused by a/one single ]',
			'[ caused/due solely/entirely/purely/wholly by/to ]',
			'[ boils/boiled/came/comes #Adverb* down to ]',
			'[ it #Adverb* all #Adverb* came/comes down to ]',
			'[ all because of ]',
			'[ @determiner? sole/single/real/true/ultimate/fundamental/probable cause/reason ]',
			'[ single point of blame ]',
		],
		unless: ['came down to @determiner? #Number', 'be/been the? sole/single cause'],
		why: 'Told as the one reason, it hides what else had to come together.',
		question: 'What else had to come together for {event|this} to happen?',
		marks: [
			'It was [solely due to] a typo.',
			'In the end it [came down to] one flag.',
			'A loose cable is [the sole cause].',
		],
		leaves: ['Latency came down to 40 ms.', 'It was due to a typo.'],
	},
];
