import { PlugwrightError } from '@plugwright/errors';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { containerArguments, defaultImage } from './container-arguments.js';
import { box, depsMounts, insidePaths } from './inside-paths.js';
import type { LimitName, Limits } from './limits.js';
import { processEnvironment } from './process-environment.js';
import { runProcess } from './run-process.js';
import type { RunOptions, RunResult } from './run-options.js';

/**
 * Runs a Node program in a container of docker or podman. Made for their documented options; its
 * arguments are tested, a run with an engine is not part of the tests.
 *
 * @throws PlugwrightError `PW_SANDBOX_DRIVER` for what a container cannot do: copying results out.
 */
export async function runContainer(
  engine: { name: 'docker' | 'podman'; path: string; image?: string | undefined },
  options: RunOptions,
  limits: Limits,
): Promise<Omit<RunResult, 'level' | 'driver'>> {
  if (options.copyOut) {
    throw new PlugwrightError({
      code: 'PW_SANDBOX_DRIVER',
      message: `${engine.name} cannot copy results out of a container that is gone`,
      hint: 'Let the program write its result to descriptor 3, or use bubblewrap.',
    });
  }
  const work = mkdtempSync(join(realpathSync(tmpdir()), 'plugwright-container-'));
  const name = `plugwright-${randomUUID()}`;
  const channelFile = options.channel ? join(work, 'channel') : undefined;
  const source = realpathSync(options.workspace);
  const deps = depsMounts(options.readOnly ?? []);
  const inside = insidePaths([{ source, target: box.workspace }, ...deps]);
  const args = typeof options.args === 'function' ? options.args(inside) : (options.args ?? []);
  const program = options.command === process.execPath ? 'node' : inside.path(options.command);
  const engineArguments = (command: readonly string[]) =>
    runProcess({ command: engine.path, args: command, cwd: work, timeoutMs: 10_000 });
  try {
    if (channelFile !== undefined) {
      writeFileSync(channelFile, '');
      chmodSync(channelFile, 0o666);
    }
    const { PATH: _, ...env } = processEnvironment(box.home, options.env);
    const result = await runProcess({
      command: engine.path,
      args: containerArguments({
        image: engine.image ?? defaultImage,
        name,
        env: { ...env, TMPDIR: box.temporary },
        mounts: [{ source, target: '/in' }, ...deps],
        channelFile,
        limits,
        network: options.network ?? false,
        command: [program, ...args],
      }),
      cwd: work,
      input: typeof options.input === 'function' ? options.input(inside) : options.input,
      timeoutMs: limits.wallMs,
      graceMs: options.graceMs,
      signal: options.signal,
      outputLimitBytes: limits.outputBytes,
      onOutput: options.onOutput,
    });
    // The client is gone; the container may not be.
    if (result.timedOut || result.cancelled) await engineArguments(['kill', name]);
    const { timedOut, maxRssBytes: _rss, cpuMs: _cpu, ...rest } = result;
    const limit: LimitName | undefined = timedOut ? 'wallMs' : undefined;
    return {
      ...rest,
      channel: channelFile === undefined ? '' : readFileSync(channelFile, 'utf8'),
      ...(limit && { limit }),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
