/** The whole of who may do what, for the tests of `can()`, of sockets and of HTTP. */
import type { Action } from '#lib/model/access.ts';

// Written out by hand from DESIGN §3, cell by cell: it must never be computed from what it checks. The commenter is the
// issue's own: whoever may comment without any right to edit reads what was frozen, and opens no document.
// j join, r read, w write, m manage, p publish, d delete; - nothing. Columns are the roles; the last is nobody.
/** The roles, in the order of the table; the last is someone without a part. */
export const columns =
	'lead analyst contributor facilitator commenter interviewee participant reader nobody'.split(' ');
/** Rows of a name and one cell per column. A name after `=` is no document. */
export const matrix = `
room                  j     j    j   j   j   -    -    -   -
timeline              jrw   jrw  jrw jrw -   -    -    -   -
inquiry               jrw   jrw  -   -   -   -    -    -   -
notes                 jrw   jrw  jrw jrw -   -    -    -   -
narrative             jrw   jrw  jrw jrw -   -    -    -   -
interview/mine        jrw   jrw  -   -   -   -    -    -   -
interview/other       -     -    -   -   -   -    -    -   -
aside/mine            jrw   jrw  -   -   -   -    -    -   -
aside/other           -     -    -   -   -   -    -    -   -
account/mine          jrw   jrw  jrw jrw jrw jrw  jrw  jrw -
account/other         -     -    -   -   -   -    -    -   -
review/mine           jrw   jrw  -   jrw -   -    -    -   -
review/other          jrw   jrw  -   jrw -   -    -    -   -
stage/mine            jrw   jrw  jr  jrw -   jr   jr   -   -
stage/other           jrw   jrw  jr  jrw -   jr   jr   -   -
floor/mine            jrw   jrw  jrw jrw -   jrw  jrw  -   -
floor/other           jrw   jrw  jrw jrw -   jrw  jrw  -   -
console/mine          -     -    -   jrw -   -    -    -   -
console/other         -     -    -   -   -   -    -    -   -
=analysis             rwmpd rw   r   r   r   r    r    r   -
=members              rm    r    r   r   -   -    -    -   -
=invitations          rm    rm   -   -   -   -    -    -   -
=people               rw    rw   r   r   -   -    -    -   -
=evidence             rwd   rwd  r   r   -   -    -    -   -
=pictures             rw    rw   rw  rw  r   -    -    -   -
=threads              rw    rw   rw  rw  -   -    -    -   -
=draft                rw    rw   rw  rw  rw  -    -    -   -
=sharedAccounts       r     r    -   -   -   -    -    -   -
=part/mine            rw    rw   rw  rw  rw  rw   rw   rw  -
=part/other           -     -    -   -   -   -    -    -   -
=quotes               rw    rw   r   r   -   -    -    -   -
=rounds               rwm   rw   -   -   -   -    -    -   -
=history              rw    rw   -   -   -   -    -    -   -
=story                rp    r    r   r   r   r    r    r   -
=export               r     r    -   -   -   -    -    -   -
`
	.trim()
	.split('\n')
	.map((line) => line.split(/\s+/));

/** What the letters of a cell stand for. */
export const letters: Readonly<Record<Action, string>> = {
	join: 'j',
	read: 'r',
	write: 'w',
	manage: 'm',
	publish: 'p',
	delete: 'd',
};
