import { createTwoFilesPatch } from 'diff';
import type { EditPlan } from './edit-plan.js';

/** The plan as one unified diff, files in path order; empty when nothing changes. */
export function summariseEdit(plan: EditPlan): string {
  return plan.files
    .map(({ path, before, after }) =>
      createTwoFilesPatch(
        before === undefined ? '/dev/null' : `a/${path}`,
        `b/${path}`,
        before ?? '',
        after,
        undefined,
        undefined,
        { context: 3 },
      ).replace(/^=+\n/, ''),
    )
    .join('');
}
