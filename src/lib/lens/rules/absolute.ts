import type { Rule } from './rule.ts';

/** Always, never, nobody: said of people, it is rarely so, and it leaves no room for the one who knows better. */
export const absolute: readonly Rule[] = [
	{
		name: 'never',
		kind: 'absolute',
		finds: [
			'[ %people #Adverb* never #Adverb* #Past/#Verb/@act-past/@act @particle? %object? ]',
			'[ %people #Adverb* had never #Adverb* #Past/@act-past ]',
			'was/were/been [ never ] #Adverb* @done/@noticed',
			'had [ never ] been #Adverb* @done/@noticed',
			'[ %people .. not @act @particle? %thing? at all ]',
			'[ not @done/@reported at all by @people/@affected ]',
			'[ not a single/one @people ]',
			'[ not once did @people ]',
		],
		unless: ['should/will/must/can never', '@affected .. never'],
		why: '“Never” leaves no room for the one time that it was otherwise, and for who would know of it.',
		question: 'When was it otherwise, and what was different then?',
		marks: ['[We never tested the second path].', 'The restore was [never] rehearsed.'],
		leaves: ['The bug had never surfaced.', 'This queue never empties.', 'Never deploy on a Friday.'],
	},
	{
		name: 'nobody',
		kind: 'absolute',
		finds: [
			'[ nobody #Adverb* had/has/was? #Adverb* #Past/#Verb/@act-past/@noticed to? #Infinitive? ]',
			'[ none of us/them/@people #Adverb* #Past/knew/was/were/had ]',
			'[ none of the/our/their @people #Adverb* #Past/knew/was/were/had ]',
			'[ no one #Adverb* had/has/was? #Adverb* #Past/#Verb/@act-past/@noticed to? #Infinitive? ]',
			'[ no engineer/operator/developer/reviewer/person/team/responder #Adverb* #Past/knew/was/had ]',
		],
		unless: ['nobody/one/us/them @be #Adverb* hurt/injured/harmed/affected/impacted/killed'],
		why: '“Nobody” speaks for everyone; someone may have, and would have seen it differently.',
		question: 'Who came closest to it, and what did they see?',
		marks: ['The counter stood still and [nobody noticed].', '[None of us knew] the second switch.'],
		leaves: ['Nobody was hurt.', 'None of the hosts rebooted.'],
	},
	{
		name: 'everyone',
		kind: 'absolute',
		finds: [
			'[ everyone/everybody #Adverb* #Past/knew/was/had/knows %object? ]',
			'[ all of us/them/@people #Adverb* #Past/knew/were/had ]',
			'[ all of? the/our? @people #Adverb* #Past/knew/assumed ]',
			'[ %people #Adverb* always #Past/#Verb %object? ]',
			'[ %people .. completely/totally/entirely/utterly/absolutely @lapsed %object? ]',
			'[ every single @people ]',
		],
		unless: [
			'for/to everyone/everybody',
			'should/will/must/can always',
			'@affected .. always',
			'all @people lost',
		],
		why: '“Everyone” and “always” speak for people who were not asked; work differs from day to day.',
		question: 'Who would tell it differently, and what would they tell?',
		marks: [
			'[Everyone knew the shortcut].',
			'[The team always skipped the form].',
			'[The crew completely ignored it].',
		],
		leaves: ['It was down for everyone.', 'The client always retries.', 'Always check the date.'],
	},
];
