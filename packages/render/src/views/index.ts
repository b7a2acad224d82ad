import type { Registration, RenderContext, TemplateJob } from '../template-job.js';

/** Files that every plugin has, or that several components share. */
export function commonViews(
  _context: RenderContext,
  _registrations: readonly Registration[],
): TemplateJob[] {
  return [];
}
