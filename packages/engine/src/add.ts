import type { Diagnostic } from '@plugwright/errors';
import type { EditPlan } from '@plugwright/render/edit';
import { PlugwrightError } from '@plugwright/errors';
import { type ApplyResult, applyTree } from './apply-tree.js';
import { type Host, nodeHost } from './host.js';
import { fromCwd } from './inside.js';
import type { LoadedSource } from './load-source.js';
import type { ReadFragmentOptions } from './read-fragment.js';
import { readPlugin } from './read-tree.js';
import { refuseSecrets } from './refuse-secrets.js';
import { type OnStep, step } from './steps.js';

export interface AddToPluginOptions extends Omit<ReadFragmentOptions, 'plugin'> {
  /** The plugin's directory. */
  directory: string;
  /** The file that exports the plugin; found by itself otherwise. */
  entry?: string | undefined;
  dryRun?: boolean | undefined;
  /** Write without asking. */
  yes?: boolean | undefined;
  /** Shown the diff; absent: the answer is no. */
  confirm?: ((question: { directory: string; diff: string }) => Promise<boolean>) | undefined;
  onStep?: OnStep | undefined;
  host?: Host | undefined;
}

/**
 * How it ended: `unreadable` the source has problems, `refused` the plugin cannot be edited safely or nobody
 * agreed, `unchanged` it has the component already, `planned` dry run, `written`.
 */
export interface AddResult {
  outcome: 'unreadable' | 'refused' | 'unchanged' | 'planned' | 'written';
  diagnostics: Diagnostic[];
  /** Absolute. */
  directory: string;
  /** Of the component, as it stands in the plugin's spec. */
  name?: string;
  loaded?: LoadedSource;
  plan?: EditPlan;
  /** Unified diff of the plan. */
  diff?: string;
  applied?: ApplyResult;
}

/**
 * Puts one more component into a plugin, also one that people have edited or that something else made. The
 * diff is shown first; only the lines that must change do.
 *
 * @throws `PW_SOURCE_*`, `PW_FETCH_*`, `PW_ADD_*`, `PW_APPLY_*`, and the signal's reason.
 */
export async function add(options: AddToPluginOptions): Promise<AddResult> {
  const host = options.host ?? nodeHost();
  const { signal, onStep } = options;
  const context = { onStep, signal, now: host.now };
  const directory = fromCwd(host.cwd, options.directory);
  const files = await pluginFiles(host, directory, options.directory);
  const { readFragment } = await import('./read-fragment.js');
  const read = await step(
    'read',
    context,
    () => readFragment({ ...options, plugin: packageName(files) }, host),
    (result) => (result.ok ? result.name : undefined),
    (result) => result.ok,
  );
  if (!read.ok) return { ...read, outcome: 'unreadable', directory };
  const { add: planEdit, summariseEdit } = await import('./lazy-edit.js');
  const { entry } = options;
  const { plan, name, found } = await step('plan', context, async () => {
    const first = await planEdit(files, { fragment: read.fragment }, { entry });
    const other = isNamedAlike(first.diagnostics) ? await read.ownNames?.() : undefined;
    if (!other?.ok) return { plan: first, name: read.name, found: read.diagnostics };
    const second = await planEdit(files, { fragment: other.fragment }, { entry });
    return { plan: second, name: other.name, found: other.diagnostics };
  });
  const diagnostics = [...found, ...plan.diagnostics];
  const soFar = { directory, name, plan, diagnostics };
  if (plan.diagnostics.some((one) => one.severity === 'error'))
    return { ...soFar, outcome: 'refused' };
  if (!plan.changed) return { ...soFar, outcome: 'unchanged' };
  refuseSecrets(
    host,
    plan.files.map(({ path, after }) => ({ path, text: after })),
  );
  const diff = summariseEdit(plan);
  if (options.dryRun) return { ...soFar, diff, outcome: 'planned' };
  if (options.yes !== true && !(await options.confirm?.({ directory, diff })))
    return { ...soFar, diff, outcome: 'refused', diagnostics: [...diagnostics, declined] };
  const applied = await step('write', context, () =>
    applyTree({
      root: directory,
      files: plan.files.map(({ path, after }) => ({ path, text: after })),
      host: host.files,
      signal,
    }),
  );
  return { ...soFar, diff, applied, outcome: 'written' };
}

/** Whether a name is in the way: most often that of the plugin, which its first API has. */
const isNamedAlike = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ code }) => code === 'PW_EDIT_SPEC_CONFLICT' || code === 'PW_EDIT_NAME_TAKEN');

const declined: Diagnostic = {
  code: 'PW_ADD_DECLINED',
  severity: 'error',
  message: 'Nothing was written, because nobody agreed.',
  hint: 'Look at the diff, then run again with --yes.',
  path: '',
};

async function pluginFiles(host: Host, directory: string, shown: string) {
  const found = await host.files.stat(directory).catch(() => undefined);
  const files = found?.isDirectory()
    ? await readPlugin(host.files, directory)
    : new Map<string, string>();
  if (files.has('package.json')) return files;
  throw new PlugwrightError({
    code: 'PW_ADD_NO_PLUGIN',
    message: `${shown} holds no package.json.`,
    hint: 'Give the directory of the plugin with --dir.',
  });
}

function packageName(files: ReadonlyMap<string, string>): string | undefined {
  try {
    const { name } = JSON.parse(files.get('package.json') ?? '') as { name?: unknown };
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
