import { diffLines } from 'diff';

/** What an edit did to a text: lines that are new, and lines that grew. */
export interface Change {
  added: string[];
  /** Old and new form of a line that had something inserted into it. */
  grown: [string, string][];
  /** Old lines that are gone, or that changed otherwise than by one insertion. */
  lost: string[];
}

const lines = (text: string) => text.replace(/\n$/, '').split('\n');

export function changeOf(before: string, after: string): Change {
  const change: Change = { added: [], grown: [], lost: [] };
  const parts = diffLines(before, after);
  for (const [index, part] of parts.entries()) {
    if (part.removed) {
      const next = parts[index + 1];
      const candidates = next?.added ? lines(next.value) : [];
      for (const old of lines(part.value)) {
        const grown = candidates.findIndex((one) => isInsertion(old, one));
        if (grown === -1) change.lost.push(old);
        else change.grown.push([old, candidates.splice(grown, 1)[0] ?? '']);
      }
      change.added.push(...candidates);
    } else if (part.added && !parts[index - 1]?.removed) {
      change.added.push(...lines(part.value));
    }
  }
  return change;
}

/** `after` is `before` with one piece of text put in somewhere. */
function isInsertion(before: string, after: string): boolean {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  return after.length > before.length && after.endsWith(before.slice(start));
}
