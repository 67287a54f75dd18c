/** What every measured server answers over HTTP: its memory, after a collection when asked with `?gc`, and its processor time. */
export function stats(request, response) {
	if (request.url.endsWith('gc')) globalThis.gc?.();
	const { user, system } = process.cpuUsage();
	const { rss, heapUsed } = process.memoryUsage();
	response.end(JSON.stringify({ rss, heapUsed, cpuMs: (user + system) / 1000 }));
}
