import { createHash } from 'node:crypto';

/**
 * The hash of a rule, a path and the text of the line without blanks, and a number for equal ones; it stays when lines
 * are added above (as `primaryLocationLineHash` of GitHub code scanning does).
 */
export function fingerprints(
  rows: readonly { readonly rule: string; readonly path: string; readonly text: string }[],
): string[] {
  const seen = new Map<string, number>();
  return rows.map(({ rule, path, text }) => {
    const key = `${rule}\0${path}\0${text.replaceAll(/\s+/g, '')}`;
    const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return `${hash}:${count}`;
  });
}
