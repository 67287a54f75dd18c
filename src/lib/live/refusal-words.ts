import type { SocketRefusal } from '#lib/model/refusals.ts';

const sentences: Readonly<Record<SocketRefusal, string>> = {
	malformed: 'The server could not read what this page sent. What you wrote is still here; reload the page.',
	'signed-out': 'You are signed out. Sign in again to go on; what was saved is safe.',
	revoked: 'Your access to this has ended. What you shared before stays where you shared it.',
	forbidden: 'This isn’t open to you. Ask the person who leads the analysis.',
	rights: 'What you may do here has changed. Reconnecting.',
	slow: 'The connection was too slow to keep up. Reconnecting; nothing is lost.',
	epoch: 'These words were taken back, and the copy here was removed. Reload to see what is there now.',
	gap: 'Some edits arrived out of order. Reconnecting; nothing is lost.',
	'too-large': 'That was too large to send in one piece. Undo it, and add it in smaller parts.',
	unsupported: 'The server can’t keep what was put here. Undo the last change, then go on.',
	damaged:
		'The stored copy of this failed its check, so it is not shown to anyone. Please tell whoever runs this server.',
	'foreign-client': 'This page lost track of who is writing. Reload it; what was saved is safe.',
	reload: 'This was changed on the server. Reconnecting.',
	schema: 'This page is older than the document. Reload to go on writing; nothing is lost.',
	rate: 'Too much arrived at once. Reconnecting in a moment; nothing is lost.',
	internal: 'Something broke on the server. What was saved is safe; reconnecting.',
	storage: 'The server could not write to disk. Your text is safe here; it goes on trying.',
};

/** What happened, what is safe, what to do. */
export function refusalSentence(reason: SocketRefusal): string {
	return sentences[reason];
}
