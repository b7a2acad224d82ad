import { createTwoFilesPatch } from 'diff';
import type { WritePlan } from './write-plan.js';

/** The changes of a plan as one unified diff; `''` when there are none. Conflicts are shown like changes. */
export function unifiedDiff(plan: WritePlan): string {
  return plan.files
    .filter(({ action }) => action !== 'unchanged' && action !== 'keep')
    .map(({ path, text, before }) =>
      createTwoFilesPatch(
        before === undefined ? '/dev/null' : `a/${path}`,
        `b/${path}`,
        before ?? '',
        text,
        undefined,
        undefined,
        { context: 3 },
      ).replace(/^=+\n/, ''),
    )
    .join('');
}
