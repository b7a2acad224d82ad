import type { Registration, RenderContext, TemplateJob } from '../template-job.js';
import { entryViews } from './entry.js';
import { packageViews } from './package-files.js';
import { testViews } from './tests.js';

/** Files that every plugin has, or that several components share. */
export function commonViews(
  context: RenderContext,
  registrations: readonly Registration[],
): TemplateJob[] {
  return [...packageViews(context), ...entryViews(context, registrations), ...testViews(context)];
}
