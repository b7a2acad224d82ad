import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Canary, DriverName } from '../isolation.js';
import { limitsWith } from '../limits.js';
import type { RunOptions } from '../run-options.js';
import { runWith } from '../run-with.js';
import type { Attempt } from './attempt.js';
import { fileAttempts } from './files.js';
import { kernelAttempts } from './kernel.js';
import { limitAttempts } from './limits.js';
import { networkAttempts } from './network.js';
import { attemptProgram } from './program.js';
import { createTarget, type Target } from './target.js';

/** Every way out that is tried. */
export const attempts: readonly Attempt[] = [
  ...fileAttempts,
  ...networkAttempts,
  ...kernelAttempts,
  ...limitAttempts,
];

/** How to try. */
export interface TryOptions {
  /** Which; default all of them. */
  only?: readonly Attempt[] | undefined;
  /** As for one Node process: the fallback then uses its permission model. */
  singleProcess?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

/** Tries to get out of a driver, and says of each attempt whether it worked and what stopped it. */
export async function tryAttempts(driver: DriverName, options: TryOptions = {}): Promise<Canary[]> {
  const chosen = options.only ?? attempts;
  const target = await createTarget();
  try {
    const together = chosen.filter((each) => !isApart(each));
    const rows = new Map<string, Canary>();
    const runs = [together, ...chosen.filter(isApart).map((each) => [each])];
    for (const group of runs.filter((each) => each.length > 0)) {
      for (const row of await tryGroup(driver, group, target, options)) rows.set(row.name, row);
    }
    return chosen.flatMap(({ name }) => rows.get(name) ?? []);
  } finally {
    await target.close();
  }
}

const isApart = ({ apart, copiesOut }: Attempt) => apart !== undefined || copiesOut === true;

async function tryGroup(
  driver: DriverName,
  group: readonly Attempt[],
  target: Target,
  { singleProcess, signal }: TryOptions,
): Promise<Canary[]> {
  const workspace = mkdtempSync(`${target.workspace}-`);
  try {
    cpSync(target.workspace, workspace, { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(workspace, 'attempt.mjs'), attemptProgram);
    const options: RunOptions = {
      command: process.execPath,
      args: ['attempt.mjs'],
      workspace,
      readOnly: [target.dependencies],
      channel: true,
      input: (inside) =>
        JSON.stringify({
          parameters: {
            ...target.parameters,
            dependencies: inside.path(target.dependencies),
            daemonFile: join(target.workspace, 'daemon'),
          },
          attempts: group.map(({ name, code }) => ({ name, code })),
        }),
      singleProcess,
      signal,
      ...(group[0]?.copiesOut && { copyOut: { to: target.out } }),
    };
    const limits = limitsWith({ wallMs: 60_000, ...group[0]?.apart });
    const result = { ...(await runWith(driver, options, limits)), level: 'none' as const, driver };
    if (group[0]?.name.includes('daemon')) {
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
    const lines = result.channel.split('\n').flatMap(parsed);
    return group.map((attempt) => {
      const line = lines.find(({ name }) => name === attempt.name);
      const open = attempt.open(line?.got, target, result);
      const ended = result.limit ?? result.signal ?? `exit code ${result.code}`;
      const stopped = line === undefined ? `ended: ${ended}` : (line.error ?? attempt.guard);
      return {
        name: attempt.name,
        open,
        found: open ? (line?.got ?? 'it happened').slice(0, 60) : stopped,
      };
    });
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

interface Line {
  name: string;
  got?: string;
  error?: string;
}

function parsed(line: string): Line[] {
  try {
    return [JSON.parse(line) as Line];
  } catch {
    // The last line of a program that was ended while it wrote.
    return [];
  }
}
