import type { WritePlan } from '@plugwright/render';
import type { Diagnostic } from '@plugwright/errors';
import type { CreateOptions } from './create.js';
import type { Host } from './host.js';
import { isOccupied } from './read-tree.js';

/** Why the plan may not be applied; `undefined` when it may. Asks when there is somebody to ask. */
export async function inTheWay(
  options: Pick<CreateOptions, 'yes' | 'confirm' | 'out' | 'source'>,
  host: Host,
  directory: string,
  plan: WritePlan,
  diff: () => string,
): Promise<Diagnostic | undefined> {
  const conflicts = plan.files.filter((file) => file.action === 'conflict').map(({ path }) => path);
  if (conflicts.length > 0)
    return refusal(
      'PW_CREATE_CONFLICT',
      `${conflicts.slice(0, 5).join(', ')}${conflicts.length > 5 ? ` and ${conflicts.length - 5} more` : ''} ${conflicts.length === 1 ? 'was' : 'were'} changed by somebody or not written by Plugwright; nothing was written.`,
      'Keep your change elsewhere and run again with --force, or choose another directory with --out.',
    );
  if (options.yes === true || !(await isOccupied(host.files, directory))) return undefined;
  if (!plan.files.some((file) => file.action !== 'unchanged' && file.action !== 'keep'))
    return undefined;
  if (await options.confirm?.({ directory, plan, diff: diff() })) return undefined;
  return refusal(
    'PW_CREATE_DIRECTORY_EXISTS',
    `${directory} is not empty; nothing was written.`,
    'Look at the diff, then run again with --yes, or choose another directory with --out.',
  );
}

const refusal = (code: string, message: string, hint: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  hint,
  path: '',
});
