/**
 * The lists that the rules' patterns name with `@`. Add a word where it belongs, in every form in which it occurs: the
 * lens does not bend words.
 */
const lists = {
	/** Those who decide and act; machines are not among them. */
	people: `we i he she who someone somebody us team teams engineer engineers engineering developer developers dev devs
		operator operators administrator administrators admin admins sysadmin sysadmins dba dbas sre sres oncall on-call
		pilot pilots copilot crew crews captain staff employee employees contractor contractors author authors reviewer
		reviewers approver approvers responder responders manager managers management technician technicians colleague
		colleagues person people member members maintainer maintainers owner analyst analysts leader leaders leadership
		ops operations support officer officers dispatcher dispatchers nurse nurses physician physicians doctor doctors
		surgeon surgeons driver drivers company organisation organization organisations department committee agency
		regulator regulators vendor programmer programmers architect architects designer designers commander intern crewmember crewmembers personnel
		interns lead leads tester testers qa human humans folks everyone everybody anyone anybody himself herself
		themselves ourselves myself nobody leadeng inspector inspectors supervisor supervisors planner planners mechanic
		mechanics volunteer volunteers worker workers expert experts`,
	/** Systems that are called like people. */
	namesake: `ada alexa amber apollo artemis athena atlas aurora cassandra chef crystal delphi dexter ember gerrit hudson
		iris jade jaeger java jenkins julia loki maven nova pearl phoenix ruby siri victor watson`,
	/** What stands behind a name that is judged. */
	'behind-name': `should ought could would might failed fails fail forgot forgets neglected omitted ignored overlooked missed
		did does had has was is 's never chose`,
	/** Those at the other end, whose experience is told, not judged. */
	affected: `user users customer customers client clients visitor visitors reader readers subscriber subscribers
		passenger passengers patient patients tenant tenants`,
	/** What belongs to a verb and stands behind it. */
	particle: `back out off up down away over apart offline online`,
	be: `was were been be is are 're 's got get gets`,
	was: `was were been got`,
	'was-or-had': `was were is are had has`,
	preposition: `in on of for with at to from between within across under behind during against into onto after before by
		through over via inside outside`,
	/** What people notice or learn: plain perception, where no actor is missing. */
	noticed: `noticed seen spotted detected caught found discovered recognised recognized realised realized identified
		observed picked flagged`,
	/** Done by people, as far as anyone can tell: deployments, changes, decisions, judgements. */
	done: `deployed redeployed released rolled reverted merged pushed restarted rebooted removed deleted disabled
		enabled added updated upgraded downgraded changed modified adjusted applied implemented made recreated
		built rebuilt configured misconfigured reconfigured left performed tested reviewed approved decided
		chosen selected assumed thought believed theorized theorised presumed concluded judged deemed agreed
		postponed deferred attempted tried done taken acted escalated notified informed contacted asked told
		instructed invited provisioned rotated revoked patched fixed corrected migrated moved introduced
		committed shipped launched published posted rewritten replaced swapped installed uninstalled reinstalled
		switched put granted given communicated documented scheduled planned increased decreased reduced lowered
		raised bumped initiated dismissed silenced muted acknowledged forgotten misunderstood misread overridden
		omitted neglected placed engaged assigned investigated examined checked verified validated monitored
		inspected audited analysed analyzed followed prioritised prioritized deprioritised deprioritized assessed
		underestimated overestimated mistaken handed copied pasted typed entered edited renamed wiped purged
		cleaned hotfixed decommissioned retired deprecated cut consolidated centralised centralized refactored
		tuned tweaked set pinned unpinned hardcoded plugged imported exported backed archived staged promoted
		demoted brought declared announced convened formed signed authorised authorized commissioned ordered
		spent invested cherry-picked backported tagged allowlisted blocklisted whitelisted blacklisted carried
		conducted labelled labeled addressed improved rectified amended relocated evacuated trained hired laid
		transferred discussed proposed suggested recommended mentioned shifted detached attached flipped toggled
		relaxed tightened loosened exercised rehearsed revisited reconsidered halted frozen unfrozen bootstrapped
		cordoned re-enabled re-deployed reinstated reimaged reformatted formatted repaired reseated rewired
		scaled resized extended shortened expanded trimmed pruned rescheduled triaged mobilised mobilized briefed
		consulted interviewed questioned tasked appointed dispatched staffed offered promised adopted drafted
		tweeted emailed filed purchased bought sold negotiated adapted aligned calibrated optimised optimized
		hardened secured unlocked injected inserted unlinked relabelled relabeled crafted wired simulated
		benchmarked measured estimated guessed imagined hoped regarded viewed treated misdiagnosed mislabelled
		mislabeled ruled weighed overruled vetoed endorsed blessed waived exempted retracted withdrawn revised
		reworked reorganised reorganized restructured reassigned transitioned cutover re-created re-imaged re-run
		re-opened re-added readded re-applied reapplied re-routed repointed re-pointed pointed repurposed reused
		duplicated cloned forked seeded populated backfilled re-indexed reindexed rebalanced repartitioned
		sharded greenlit greenlighted sanctioned enlisted summoned woken rung phoned messaged pinged warned
		advised pulled yanked ripped stripped thrown singled instituted enforced imposed lifted eased compared
		reconciled corroborated concealed withheld disclosed shared circulated distributed worked coded hacked
		scripted authored confirmed attributed airgapped diagnosed shutdown prepared expedited intended signed-off misapplied misplaced mishandled misused mis-typed mistyped misspelled
		mis-configured fat-fingered dialled dialed capped reprovisioned re-provisioned upsized downsized
		hot-patched soaked set-up foregone undertaken commenced adjourned summarised summarized debated
		formulated devised outlined specified defined mandated automated searched scanned readied educated rushed repeated elevated utilized utilised broadcast architected pre-configured
		preconfigured targeted pressed bisected certified clarified coordinated credited delegated downscaled
		upscaled firewalled nuked onboarded offboarded overwritten permitted pre-approved procured quarantined recalled
		reclassified refunded reimbursed renumbered reprioritised reprioritized retested shelved sidelined simplified
		surveyed tabled unset vetted voted widened developed assembled lodged constructed manufactured
		fitted refitted welded bolted lubricated serviced overhauled maintained disposed debriefed supervised rostered
		relieved misinterpreted relayed commanded scoped descoped rescoped budgeted funded outsourced licensed
		compensated unpublished embargoed annotated shredded rekeyed reissued re-issued snapshotted reflashed sandboxed
		containerised containerized virtualised virtualized rehosted reattached cabled recabled racked reracked
		power-cycled`,
	/** Done by people or by machines; it takes the rest of the sentence to tell. */
	either: `ignored aborted allocated blocked bound bypassed canceled cancelled cleared closed converted counted
		disconnected diverted drained dropped failed-over flushed forced handled held isolated issued killed
		logged mounted noted opened paged paused reconnected recorded recovered redirected renewed reopened
		requested rerouted reset restored resumed sent shut skipped split started stopped submitted suspended
		locked rejected declined denied registered discarded banned billed charged loaded
		terminated truncated turned unblocked unmounted unplugged run rerun executed created completed`,
	/** What goes through machines all day: nobody in particular starts, stops or refuses it. */
	runtime: `request requests connection connections packet packets message messages event events job jobs workflow
		workflows session sessions email emails mail mails query queries call calls transaction transactions
		process processes webhook webhooks notification notifications upload uploads download downloads write
		writes read reads record records entry entries log logs service services functionality connectivity
		operations availability access performance traffic node nodes instance instances pod pods container
		containers thread threads task tasks run runs build builds delivery deliveries error
		errors data page pages site website api operation queue replica replicas deletion lock locks code
		function functions`,
	/** What runs by itself, and is described, not judged, when it fails, ignores or misses something. */
	machine: `system systems server servers service services process processes job jobs script scripts monitor monitors
		monitoring alert alerts alerting alarm alarms automation switch switches router routers disk disks drive
		drives generator generators node nodes cluster clusters database databases client clients agent agents
		scheduler proxy cache caches parser test tests check checks tool tools pipeline build builds deployment
		deployments update updates replica replicas primary secondary standby container containers pod pods host
		hosts machine machines application applications app apps api code software firmware hardware device
		devices balancer balancers controller controllers engine engines sensor sensors detector detectors valve
		valves pump pumps mechanism subsystem subsystems component components request requests query queries
		lookup lookups connection connections browser browsers bot daemon kernel network networks link links
		health healthcheck probe probes failover failovers backup backups gateway gateways cron function
		functions module modules library libraries worker workers thread threads task tasks workflow workflows
		detections detection upgrade certificate certificates configuration config antivirus tooling linter ci
		malware suite flag flags feature features`,
	/** What a machine is asked to do; “failed to” one of these is no verdict. */
	run: `start restart boot load respond connect reconnect complete recover propagate replicate renew acquire process
		deliver return write read launch initialize initialise parse resolve spin come reach join elect sync synchronise
		synchronize execute run render bind mount authenticate allocate release build compile install terminate scale drain
		trigger fire queue receive send serve route register learn alarm failover fail download upload open close save
		converge restore`,
	/** How an estimate of impact goes on: no missed alternative is meant. */
	estimated: `seen received experienced encountered impacted affected led resulted lost exposed had unable missed
		suffered degraded failed reached timed waited unavailable slow slower delayed worse longer larger gone
		been-worse impeded corrupted difficult`,
	/** What should have been known beforehand. */
	foreseen: `foreseen anticipated expected predicted suspected known prevented avoided averted`,
	reported: `reported mentioned raised escalated communicated`,
	/** With these, somebody meant it or did not: a person, not a program. */
	manner: `manually mistakenly inadvertently accidentally deliberately intentionally unintentionally proactively preemptively
		pre-emptively purposely knowingly unknowingly hastily hurriedly carefully prematurely reluctantly unwittingly`,
	/** What people hold or take. */
	step: `action actions step steps review reviews test tests testing check checks measure measures announcement notice
		precaution precautions rollback decision decisions investigation communication handover drill`,
	/** What people do at work, in its bare form. */
	act: `act add address alert announce anticipate apply ask assess assign audit change check communicate confirm consider
		consult coordinate create deploy detect disable document double-check enable escalate evaluate examine foresee
		identify implement include inform inspect investigate involve maintain make mention monitor notice notify page patch
		perform plan prepare prioritise prioritize pull question raise reach react recognise recognize record remove renew
		report request respond restart revert review roll rollback rotate run share spot stop take talk tell test train try
		update upgrade validate verify warn watch write catch fix pause seek obtain summon administer mark start begin spend
		post publish send track status declare label`,
	'act-past': `ran drilled practised practiced rehearsed acted added addressed alerted announced anticipated applied
		asked assessed assigned audited changed checked communicated confirmed considered consulted coordinated
		created deployed disabled documented enabled escalated evaluated examined identified implemented included
		informed inspected investigated involved maintained made mentioned monitored noticed notified paged
		patched performed planned prepared prioritised prioritized questioned raised reacted recognised
		recognized recorded removed renewed reported requested responded restarted reverted reviewed rolled
		rotated shared spotted stopped took talked told tested trained tried updated upgraded validated verified
		warned watched wrote caught fixed paused assumed believed thought`,
	/** Only people notice in this way, so it needs nobody before it. */
	watch: `notice spot escalate communicate document double-check announce consult`,
	acting: `setting warning documenting coordinating considering validating confirming removing deleting restarting disabling following using testing rolling asking checking reviewing adding waiting escalating notifying reverting deploying
		applying verifying consulting calling pausing reading`,
	/** What people owe, as the verdict has it. */
	duty: `maintain lower extend patch update test follow review verify check notify communicate escalate document
		monitor manage assess apply adhere comply understand recognise recognize act consider anticipate foresee
		consult inform announce ensure coordinate prepare plan train maintain identify address report inspect
		secure set validate use predict realise realize appreciate spot disclose correct analyse analyze`,
	wrongly: `incorrectly wrongly mistakenly erroneously falsely improperly carelessly recklessly foolishly naively
		negligently prematurely`,
	carelessly: `carelessly recklessly negligently sloppily foolishly lazily irresponsibly thoughtlessly`,
	judging: `lax careless negligent incompetent sloppy reckless lazy irresponsible inexcusable unacceptable inept clueless
		foolish stupid complacent overconfident ignorant unprofessional unqualified inattentive distracted
		unprepared ill-prepared inexperienced undisciplined shortsighted short-sighted wrong shoddy amateurish
		unforgivable shameful`,
	vice: `negligence carelessness incompetence complacency laziness recklessness sloppiness inattention arrogance
		ineptitude stupidity inexperience`,
	signs: `warning warnings impact evidence sign signs signal signals indication indications alert alerts alarms knowledge
		hint hints clue clues concerns advice complaints reports`,
	/** Told in the present, as in a log: a deed of the moment, not how something works. */
	'deed-now': `deleted drained cordoned reverted disabled enabled deployed redeployed restarted merged commenced paged
		rolled reinstalled rebooted upgraded downgraded escalated`,
	which: `which what who where when whether how why that if`,
	lose: `lose have see affect impact cause break`,
	impact: `impact loss downtime interruption disruption outage effect problems issues errors user users customer customers`,
	root: `root core underlying ultimate fundamental`,
	mainly: `main primary principal real actual exact core underlying ultimate sole single true key immediate direct probable
		fundamental`,
	'found-to': `was is were`,
	lapsed: `ignored failed forgot unaware unprepared overlooked missed disregarded misread misunderstood neglected lost`,
	month: `jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september
		october november december`,
	/** What one takes something to be. */
	judged: `unlikely likely safe unsafe necessary unnecessary sufficient insufficient acceptable unacceptable complete
		resolved harmless possible impossible low high urgent minor critical stable`,
	'not-an-agent': `accident mistake hand default design then now midnight noon today yesterday monday tuesday wednesday
		thursday friday saturday sunday january february march april may june july august september october november
		december using means way end time morning afternoon evening night about around approximately adding`,
	/** What one wishes had happened: it would have helped. */
	helped: `prevented avoided caught detected stopped reduced limited mitigated helped allowed enabled spared saved
		shortened surfaced revealed flagged uncovered highlighted shown alerted warned noticed spotted made given
		found identified protected contained minimised minimized lessened averted eliminated sped accelerated
		provided kept ensured let prompted raised told blocked rejected tripped kicked worked sufficed gone
		recovered restored resolved bought freed isolated survived happened occurred discovered finished completed succeeded`,
	/** How it would have been. */
	good: `safe safer better easier faster quicker enough sufficient simpler trivial unnecessary preventable
		avoidable possible able wise prudent useful helpful preferable ideal quick easy fine needed necessary
		ready right earlier sooner smaller shorter lower less milder`,
	/** What people do about an incident, which can be slow only in hindsight. */
	answer: `response diagnosis detection escalation communication communications reaction investigation rollback
		recovery mitigation decision handover triage resolution remediation`,
	/** What is “made”, “taken” or “performed”: the deed is in the noun. */
	deed: `change changes revert reverts failover rollback decision decisions attempt attempts correction corrections update
		updates migration migrations deployment deployments upgrade upgrades restart restarts restore review reviews
		adjustment adjustments modification modifications move switch test tests fix fixes request requests effort efforts`,
	/** Machines do this by themselves: nobody is missing from the sentence. */
	automatic: `automatically automated automatic periodically programmatically continuously`,
	determiner: `the a an this that these those our their its his her my your each every any some no all both another
		such`,
	modal: `would could should might`,
	never: `never nobody none always everyone everybody`,
	'no-thing': `was were is are be been being has have had do does did will would could should might may can must
		and or but because since while when which that to by with from for in on at into onto as if than then so not
		after before until during although though where who whom there it`,
	'no-adverb': `early daily weekly monthly hourly apply reply supply rely family anomaly assembly likely fly july
		italy ally friendly`,
	adverb: `not never also then just again already ever even still later soon first once twice actually always often
		yet further indeed instead now only therefore thus hence almost quite very perhaps maybe seldom thereby
		otherwise rather somehow probably meanwhile afterwards earlier previously`,
	'irregular-past': `ran began broke chose drove fell forgot gave grew knew rose saw shook spoke stole swore took threw tore
		woke wore wrote went came did became overrode withdrew misread misspoke been begun bent bitten blown
		bought bound broken brought built burnt caught chosen come cut done drawn driven eaten fallen fed felt
		found forgotten forbidden frozen given gone got gotten grown had heard held hidden hit hung kept known
		laid led left lent let lost made meant met mistaken misread misunderstood overridden overseen overtaken
		paid put read rebuilt rerun reset ridden rung run said seen sent set shown shut split spent stolen stood
		struck swept taken taught thought thrown told torn understood undone upset withdrawn woken won worn
		written`,
} as const;

const sets = new Map<string, ReadonlySet<string>>(
	Object.entries(lists).map(([name, words]) => [name, new Set(words.trim().split(/\s+/))]),
);

export const isList = (name: string): boolean => sets.has(name);

/** The words of a list; none when there is no such list. */
export const wordsOf = (name: string): ReadonlySet<string> => sets.get(name) ?? new Set();
