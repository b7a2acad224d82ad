import type { JobEvent } from '../job-event.js';

/**
 * An event as Server-Sent Events want it (HTML standard, 9.2). The id is its `seq`: a client that comes back sends it
 * as `Last-Event-ID`, and `follow({ after })` goes on from there.
 */
export const serverSentEvent = (event: JobEvent): string =>
  // JSON has no line breaks of its own, so the data is one line.
  `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
