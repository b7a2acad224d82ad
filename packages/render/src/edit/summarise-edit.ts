import { unifiedDiff } from '../unified-diff.js';
import type { EditPlan } from './edit-plan.js';

/** The plan as one unified diff, files in path order; empty when nothing changes. */
export const summariseEdit = (plan: EditPlan): string =>
  unifiedDiff({
    files: plan.files.map(({ path, before, after, kind }) => ({
      path,
      owner: 'merged',
      text: after,
      ...(before === undefined ? {} : { before }),
      action: kind === 'create' ? 'create' : 'update',
    })),
    stale: [],
  });
