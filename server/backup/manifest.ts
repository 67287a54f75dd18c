/** What a backup file holds: a zip whose first entry lists the others with their SHA-256. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';

export const manifestName = 'backup.json';

export const manifestSchema = z.object({
	format: z.literal('second-story-backup'),
	version: z.literal(1),
	/** ISO instant. */
	madeAt: z.string(),
	files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});
export type Manifest = z.output<typeof manifestSchema>;

/** SHA-256 of a file, hex; streamed. */
export async function sha256Of(path: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const part of createReadStream(path)) hash.update(part as Buffer);
	return hash.digest('hex');
}
