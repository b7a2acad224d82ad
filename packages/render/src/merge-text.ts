import { diff3Merge } from 'node-diff3';

/** A three-way merge of whole lines. */
export type MergeResult = { ok: true; text: string } | { ok: false; marked: string };

/**
 * Brings the changes from `base` to `rendered` into `mine`. Changes of the same lines are a conflict;
 * `marked` then holds both versions between the usual markers.
 */
export function mergeText(base: string, mine: string, rendered: string): MergeResult {
  const lines = (text: string) => text.split('\n');
  const regions = diff3Merge(lines(mine), lines(base), lines(rendered), {
    excludeFalseConflicts: true,
  });
  let clean = true;
  const merged = regions.flatMap((region) => {
    if (region.conflict === undefined) return region.ok ?? [];
    clean = false;
    const { a, b } = region.conflict;
    return ['<<<<<<< yours', ...a, '=======', ...b, '>>>>>>> generated'];
  });
  const text = merged.join('\n');
  return clean ? { ok: true, text } : { ok: false, marked: text };
}
