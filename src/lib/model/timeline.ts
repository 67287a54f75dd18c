/**
 * The timeline of an analysis: events, who was present, gaps in the evidence, the lanes they are drawn on, who says
 * that it was at another time, and who knew when. Verbs take the document and who acts; each is one transaction.
 * Reads never throw. This file is the door; the rooms behind it are imported by nobody else.
 */
export * from './timeline-records.ts';
export * from './timeline-merged.ts';
export * from './timeline-read.ts';
export * from './timeline-verbs.ts';
export * from './timeline-claims.ts';
export * from './timeline-many.ts';
