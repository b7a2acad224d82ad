/** Characters; no credential is longer without a blank or a quote in it. */
const LONGEST_RUN = 2000;

/**
 * Blanks out what follows the first 2,000 characters of a run without blanks and quotes. Offsets stay. Patterns that
 * look for an end (`sk-…T3BlbkFJ…`), ours and those of secretlint, need time that grows with the square of a run: half
 * a megabyte of `sk-proj-` took minutes.
 */
export const shortenRuns = (text: string): string =>
  text.replaceAll(/[^\s"'`]{2001,}/g, (run) => run.slice(0, LONGEST_RUN).padEnd(run.length));
