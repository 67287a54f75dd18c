// Everything below is live documents, which only a browser has; the doorway pages and the story are rendered on the server.
export const ssr = false;
