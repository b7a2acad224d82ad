import { pluginDirectoryName, type PluginSpec } from '@plugwright/spec';
import type { FileTree, PlannedFile } from '@plugwright/render';
import type { VerifyReport } from '@plugwright/verify';
import { join } from 'node:path';
import { applyTree } from '../apply-tree.js';
import type { Host } from '../host.js';
import { inTheWay } from '../in-the-way.js';
import { planFor } from '../plan-for.js';
import { step, type OnStep } from '../steps.js';
import { treeDetail, writeDetail } from '../step-details.js';
import { verify } from '../verify.js';
import { GatesFailed, Refused } from './create-failure.js';
import type { PluginJobInput } from './plugin-job.js';

/** What every step is given. */
export interface StepParts {
  host: Host;
  onStep: OnStep;
  signal: AbortSignal;
}

/** What was written, and what was there already. */
export interface Written {
  files: Pick<PlannedFile, 'path' | 'action' | 'owner'>[];
  written: string[];
  unchanged: string[];
  stale: string[];
}

/** Where the plugin goes. */
export const directoryOf = (input: PluginJobInput, spec: PluginSpec, jobId: string): string =>
  input.out ??
  join(input.parent, input.perJob === true ? jobId : '', pluginDirectoryName(spec.name));

/** Spec to files, in memory. */
export async function renderStep(spec: PluginSpec, parts: StepParts): Promise<FileTree> {
  const { render } = await import('../lazy-render.js');
  return step('render', { ...parts, now: parts.host.now }, () => render(spec), treeDetail);
}

/**
 * Puts the files in place: a directory that is not there is written whole beside its place and renamed, files of one that
 * is there one by one. What is in place already stays, so that doing it again does no harm.
 *
 * @throws {@link Refused}, `PW_APPLY_*`.
 */
export async function writeStep(
  options: { directory: string; tree: FileTree; yes: boolean; force: boolean },
  parts: StepParts,
): Promise<Written> {
  const { directory, tree, yes, force } = options;
  const { host, signal } = parts;
  const { unifiedDiff } = await import('../lazy-render.js');
  const plan = await planFor({ tree, directory, host, force });
  const files = plan.files.map(({ path, action, owner }) => ({ path, action, owner }));
  const diff = () => unifiedDiff(plan);
  const refused = await inTheWay({ yes, out: directory, source: '' }, host, directory, plan, diff);
  if (refused) throw new Refused(refused, { files, diff: diff() });
  const applied = await step(
    'write',
    { ...parts, now: host.now },
    () =>
      applyTree({
        root: directory,
        files: plan.files.filter(({ action }) => action === 'create' || action === 'update'),
        host: host.files,
        signal,
      }),
    (result) => writeDetail(result, plan.files.length, directory),
  );
  return { files, ...applied, stale: plan.stale };
}

/**
 * Runs the gates.
 *
 * @throws {@link GatesFailed}: a plugin that failed is not finished work, and is checked again when the job is retried.
 */
export async function gatesStep(
  directory: string,
  options: Exclude<PluginJobInput['verify'], false | undefined>,
  workspaceParent: string,
  { host, onStep, signal }: StepParts,
): Promise<VerifyReport> {
  const report = await verify({ ...options, directory, workspaceParent, host, onStep, signal });
  if (!report.ok) throw new GatesFailed(report);
  return report;
}
