/**
 * Sentences in our own words, in the manner of public write-ups, with what a reader would say of each. They were written
 * when the rules stood; the rules met them with an F1 of 0.88, and lists and constructions grew by what they lacked.
 * They hold that ground, beside the bench, which measures on sentences of others.
 */
import { expect, test } from 'vitest';
import type { FindingKind } from './finding.ts';
import { createLens } from './lens.ts';

const c = 'counterfactual';
const b = 'blame';
const h = 'hindsight';
const r = 'root-cause';
const a = 'absolute';
const p = 'passive-agentless';

const further: readonly (readonly [text: string, ...kinds: FindingKind[]])[] = [
	['A staging run with production data would have surfaced the deadlock.', c],
	['Had the team waited for the second page, the cutover would have gone ahead at noon.', c],
	['We should have frozen deploys as soon as the first region went dark.', c],
	['The stale entry should have been caught in review.', c],
	['An earlier failover could have spared most customers the second wave.', c],
	['With a longer timeout the job might have finished before the restart.', c],
	['The release manager did not check the feature freeze calendar.', c],
	['Nobody had told the network team about the maintenance window.', c, a],
	['The backup restore procedure had never been exercised.', c, p, a],
	['Alert thresholds were not revisited after the migration.', c, p],
	['No one questioned the estimate.', c, a],
	['If the on-call had looked at the second dashboard, the picture was complete.', c],
	['Instead of reverting right away, the group kept debugging in production.', c],
	['The outage was entirely avoidable.', c],
	['Support was not informed until the following morning.', c, p],
	['The team failed to recognise the severity of the page.', b],
	['The contractor neglected to label the cable.', b],
	['This was plain carelessness on the part of the night shift.', b],
	['An engineer mistakenly ran the cleanup against the wrong account.', b],
	["The captain's failure to monitor airspeed during the approach.", b],
	['The investigation concluded it was operator error.', b],
	['Operators ignored three pages in a row.', b],
	['The on-call was too inexperienced to be given this task.', b],
	['A badly written migration locked the table.', b],
	['Whoever approved this should be held to account; the reviewer was to blame.', b],
	['The developer forgot to remove the debug flag.', b],
	['The crew did not adhere to the checklist.', b],
	['Management must be more diligent about staffing.', b],
	['The migration script contained a careless mistake.', b],
	['In retrospect, the first latency bump was the start of it.', h],
	['It was obvious from the graphs that the cache was cold.', h],
	['The warning signs were there since Tuesday.', h],
	['The change went ahead despite clear warnings from the storage group.', h],
	['The clue in the third log line was overlooked.', h],
	['It took far too long to declare an incident.', h],
	['The anomaly went unnoticed for eleven days.', h],
	['Of course the second deploy made it worse.', h],
	['They should have known that the token expires.', h, c],
	['The responders missed that the replica was lagging.', h],
	['With hindsight the rollout order was risky.', h],
	['The root cause was a null check missing in the billing worker.', r],
	['The root cause of this incident was an expired intermediate certificate.', r],
	['Engineers pinned the kernel bug as the root cause.', r],
	['Ultimately the primary cause was a single mistyped hostname.', r],
	['The outage was traced back to a misbehaving load balancer.', r],
	['Root cause: unbounded retries in the client library.', r],
	['The whole incident was caused solely by the expired key.', r],
	['We determined that the underlying issue was a race in the lock manager.', r],
	['Everybody assumed the other team owned the queue.', a],
	['The reviewers always wave such changes through.', a],
	['Nobody reads that channel.', a],
	['The on-call engineers never look at that dashboard.', a],
	['The hotfix was pushed straight to production at 02:10.', p],
	['Traffic was shifted to the secondary site shortly after.', p],
	['It was decided to hold the announcement.', p],
	['The wrong volume was detached during the cleanup.', p],
	['The flag had been flipped two days before.', p],
	['A second node was manually added to the pool at 14:02.', p],
	['The old credentials were revoked and new ones were issued.', p],
	['The firewall rule was relaxed to get packets flowing again.', p],
	['A decision was made to bring the site down.', p],
	['Replication was paused while the disks were being swapped.', p],
	['An incident channel was opened and the vendor was called.', p],
	['A patch was applied overnight, and the flaky host was taken out of rotation.', p],
	['The configuration was rolled back at 09:40 UTC.', p],
	['The team was paged, and the deploy was halted.', p],
	// And what is none, however much it looks like it.
	['The disk failed to spin up after the power cut.'],
	['The watchdog was supposed to restart the daemon but did not fire.'],
	['The primary was restarted by Ana at 03:12.'],
	['Some shoppers would have seen an empty basket.'],
	['Between 10:00 and 10:20 a fraction of logins could have failed.'],
	['Messages should have been delivered within a minute.'],
	['We should add an alert on queue depth.'],
	['The migration should be rehearsed in staging first.'],
	['We are still investigating the root cause.'],
	['A full root cause analysis will follow next week.'],
	['There was no single root cause; five things had to line up.'],
	['The root cause was a mix of several latent conditions.'],
	['The outage was caused by a bug in the proxy.'],
	['Latency rose because the cache was cold.'],
	['The lag was noticed at 08:15.'],
	['Two hosts were affected.'],
	['The pool was exhausted within seconds.'],
	['Failed jobs were automatically retried.'],
	['The new limit will be deployed next Tuesday.'],
	['The service has never run on that kernel before.'],
	['All requests to the region timed out.'],
	['“We should have never touched it,” Priya typed at 02:44.'],
	['mira [3:12 AM] I should have checked the other cluster first'],
	['At that point Dev believed that the switch was healthy.'],
	['Ana rolled the change back at 04:10 and told the channel.'],
	['The alert did not fire, since the metric had stopped.'],
	['The standby never took over.'],
	['Users could not sign in for twenty minutes.'],
	['The scheduler always picks the emptiest node.'],
	['The cleaner ran twice and deleted both snapshots.'],
	['It is not clear yet which of the two came first.'],
	['The health check missed two beats.'],
	['The canary was terminated by the autoscaler.'],
	['Nobody was hurt.'],
	['We will make sure that this check runs on each deploy.'],
	['Error budgets are reviewed every quarter.'],
	['The controller lost its lease and was evicted.'],
	['The mirror fell behind despite three extra workers.'],
	['Requests were rejected with a 503 while the pool recovered.'],
];

test('[LE9] on sentences beside the table, findings are a reader’s, and a reader’s are found', () => {
	const lens = createLens();
	const missed: string[] = [];
	const added: string[] = [];
	let right = 0;
	for (const [text, ...kinds] of further) {
		const found = new Set(lens.read(text).map(({ kind }) => kind));
		for (const kind of kinds)
			if (found.has(kind)) right++;
			else missed.push(`${kind}: ${text}`);
		for (const kind of found) if (!kinds.includes(kind)) added.push(`${kind}: ${text}`);
	}
	const f1 = (2 * right) / (2 * right + missed.length + added.length);
	expect(f1, [...missed, '—', ...added].join('\n')).toBeGreaterThanOrEqual(0.99);
});
