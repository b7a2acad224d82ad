import { relative } from 'node:path';
import { type Diagnostic } from '@plugwright/errors';
import { pluginDirectoryName, type PluginSpec } from '@plugwright/spec';
import type { OperationSummary } from '@plugwright/spec/openapi';
import type { FileTree, WritePlan } from '@plugwright/render';
import type { VerifyReport } from '@plugwright/verify';
import { type ApplyResult, applyTree } from './apply-tree.js';
import { type Host, nodeHost } from './host.js';
import { fromCwd } from './inside.js';
import { inTheWay } from './in-the-way.js';
import type { LoadedSource } from './load-source.js';
import { planFor } from './plan-for.js';
import type { SentenceReading } from './read-sentence.js';
import { type ReadSourceOptions, type ReadSourceResult, readSource } from './read-source.js';
import { readDetail, treeDetail, writeDetail } from './step-details.js';
import { refuseSecrets } from './refuse-secrets.js';
import { staleFiles } from './stale-files.js';
import { type OnStep, step } from './steps.js';
import { checkIsolation, verify, type VerifyOptions } from './verify.js';

/** What a person is asked before files are written into a directory that is not empty. */
export interface Question {
  directory: string;
  plan: WritePlan;
  /** Unified diff of everything that would change. */
  diff: string;
}

export interface CreateOptions extends ReadSourceOptions {
  /** Where to write. Default: a directory below the working directory, named after the plugin. */
  out?: string | undefined;
  /** Plan only. */
  dryRun?: boolean | undefined;
  /** Write into a directory that is not empty, and take what a sentence leaves open, without asking. */
  yes?: boolean | undefined;
  /** Asked when `yes` is not given and the directory is not empty; absent: the answer is no. */
  confirm?: ((question: Question) => Promise<boolean>) | undefined;
  /** Overwrite generated files that somebody changed. */
  force?: boolean | undefined;
  /** Run the gates afterwards; default true. */
  verify?: boolean | VerifyOptions | undefined;
  onStep?: OnStep | undefined;
  host?: Host | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * How it ended:
 * `unreadable` the source has problems, `planned` dry run, `refused` files are in the way, `written` without
 * gates, `verified` all gates passed, `failed` a gate did not.
 */
export type CreateOutcome =
  | 'unreadable'
  | 'planned'
  | 'refused'
  | 'written'
  | 'verified'
  | 'failed';

/** Everything that is known at the end. What was not reached is absent. */
export interface CreateResult {
  outcome: CreateOutcome;
  /** Of the source, and for `refused` the reason. */
  diagnostics: Diagnostic[];
  kind: 'spec' | 'openapi' | 'sentence' | 'unknown';
  operations: OperationSummary[];
  /** What was read, to show the lines that diagnostics are about. */
  loaded?: LoadedSource;
  /** How a sentence was understood. */
  reading?: SentenceReading;
  spec?: PluginSpec;
  /** Absolute. */
  directory?: string;
  tree?: FileTree;
  plan?: WritePlan;
  /** Unified diff of what changes, for `planned` and `refused`. */
  diff?: string;
  applied?: ApplyResult;
  report?: VerifyReport;
}

/**
 * Source to verified plugin: read, render, plan, write once, run the gates. When a gate fails the files
 * stay, and the report says why.
 *
 * @throws `PW_SOURCE_*`, `PW_FETCH_*`, `PW_APPLY_*`, `PW_PATH_*`, `PW_RENDER_*`, `PW_SANDBOX_REQUIRED`, and the
 *   signal's reason.
 */
export async function create(options: CreateOptions): Promise<CreateResult> {
  const host = options.host ?? nodeHost();
  const context = { onStep: options.onStep, now: host.now, signal: options.signal };
  if (typeof options.verify === 'object') await checkIsolation(options.verify, options.signal);
  // The renderer's modules load while the source is read.
  const rendering = import('./lazy-render.js');
  rendering.catch(() => {});
  const read = await step(
    'read',
    context,
    () => readSource({ openQuestions: options.yes ? 'assume' : 'refuse', ...options, host }),
    readDetail,
    (result) => result.ok,
  );
  if (!read.ok)
    return {
      outcome: 'unreadable',
      kind: read.kind,
      diagnostics: read.diagnostics,
      loaded: read.loaded,
      operations: [],
      ...readingOf(read),
    };
  const { spec, kind, operations, loaded } = read;
  const diagnostics = [...read.diagnostics];
  const { render, unifiedDiff } = await rendering;
  const tree = await step('render', context, () => render(spec), treeDetail);
  refuseSecrets(host, tree);
  const directory = fromCwd(host.cwd, options.out ?? pluginDirectoryName(spec.name));
  const plan = await planFor({ tree, directory, host, force: options.force });
  diagnostics.push(...staleFiles(plan.stale));
  const soFar = {
    kind,
    operations,
    loaded,
    spec,
    directory,
    tree,
    plan,
    diagnostics,
    ...readingOf(read),
  };
  if (options.dryRun) return { ...soFar, outcome: 'planned', diff: unifiedDiff(plan) };

  const refused = await inTheWay(options, host, directory, plan, () => unifiedDiff(plan));
  if (refused)
    return {
      ...soFar,
      outcome: 'refused',
      diff: unifiedDiff(plan),
      diagnostics: [...diagnostics, refused],
    };
  const applied = await step(
    'write',
    context,
    () =>
      applyTree({
        root: directory,
        files: filesToWrite(plan),
        host: host.files,
        signal: options.signal,
      }),
    (result) => writeDetail(result, plan.files.length, relative(host.cwd, directory) || '.'),
  );
  if (options.verify === false) return { ...soFar, applied, outcome: 'written' };
  const report = await verify({
    ...(typeof options.verify === 'object' ? options.verify : {}),
    directory,
    onStep: options.onStep,
    host,
    signal: options.signal,
  });
  return { ...soFar, applied, report, outcome: report.ok ? 'verified' : 'failed' };
}

const readingOf = ({ reading }: ReadSourceResult) => (reading === undefined ? {} : { reading });

/** What the plan changes; everything else stays as it is. */
const filesToWrite = (plan: WritePlan) =>
  plan.files
    .filter(({ action }) => action === 'create' || action === 'update')
    .map(({ path, text }) => ({ path, text }));
