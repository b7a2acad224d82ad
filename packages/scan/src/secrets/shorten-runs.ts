/** Characters; no credential is longer without a blank or a quote in it. */
const LONGEST_RUN = 2000;

/** Blanks, control characters and the three quotes end a run. */
const endsRun = (code: number): boolean =>
  code <= 32 || code === 34 || code === 39 || code === 96 || code === 0xa0 || code === 0x2028;

/**
 * Blanks out what follows the first 2,000 characters of a run without blanks and quotes. Offsets stay. Patterns that
 * look for an end (`sk-…T3BlbkFJ…`), ours and those of secretlint, need time that grows with the square of a run: half
 * a megabyte of `sk-proj-` took minutes. Done by hand, as a pattern runs out of stack at a run of some megabytes.
 */
export function shortenRuns(text: string): string {
  let result = '';
  let kept = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && !endsRun(text.charCodeAt(at))) continue;
    if (at - start > LONGEST_RUN) {
      result += text.slice(kept, start + LONGEST_RUN) + ' '.repeat(at - start - LONGEST_RUN);
      kept = at;
    }
    start = at + 1;
  }
  return kept === 0 ? text : result + text.slice(kept);
}
