import { run, type Isolation } from '@plugwright/sandbox';
import { PlugwrightError } from '@plugwright/errors';
import type { PluginSpec } from '@plugwright/spec';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchLine, BenchMode, BenchPlan } from '../bench-protocol.js';
import { bootPlan } from '../boot-plan.js';
import { childVariables } from '../child-variables.js';
import { bundlePath } from '../gate-bundle.js';
import { harnessText } from '../harness-file.js';
import { declaredVariables, type PackageManifest } from '../package-manifest.js';

/** What is measured, and how often. */
export interface MeasureOptions {
  spec: PluginSpec | undefined;
  manifest: PackageManifest | undefined;
  isolation: Isolation;
  /** Directories that links of the workspace lead to. */
  readOnly: readonly string[];
  /** Processes in which times are taken. */
  processes: number;
  /** Processes in which memory is measured; each has its own noise. */
  memoryProcesses: number;
  /** Time to spend on each component in a process, in ms. */
  componentMs: number;
  /** Calls over which the growth of memory is told. */
  calls: number;
  /** Limit of one process in ms. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Told after each process. */
  onProcess?: ((done: number, of: number) => void) | undefined;
}

type Of<T extends BenchLine['type']> = Extract<BenchLine, { type: T }>;

/** What the processes said. */
export interface RawMeasurements {
  times: Of<'time'>[];
  memory: Of<'memory'>[];
  handles: Of<'handles'>[];
  /** Peak memory of the processes that took times, in bytes; empty where it cannot be seen. */
  peaks: number[];
  /** Faults of processes that had no result. */
  faults: string[];
}

/** Measures the bundle in the workspace, one process after the other: together they would disturb each other. */
export async function measurePlugin(
  root: string,
  options: MeasureOptions,
): Promise<RawMeasurements> {
  const raw: RawMeasurements = { times: [], memory: [], handles: [], peaks: [], faults: [] };
  const program = join(root, '.plugwright-verify', 'bench.mjs');
  await writeFile(program, await harnessText('bench'));
  const modes = modesOf(options);
  for (const [at, mode] of modes.entries()) {
    // oxlint-disable-next-line no-await-in-loop
    const { lines, peak } = await measureOnce(root, program, mode, options);
    const faults = lines.flatMap((line) => (line.type === 'fault' ? [line.message] : []));
    raw.faults.push(...faults);
    if (mode === 'time' && peak !== undefined) raw.peaks.push(peak);
    for (const line of lines) {
      if (line.type === 'time') raw.times.push(line);
      else if (line.type === 'memory') raw.memory.push(line);
      else if (line.type === 'handles') raw.handles.push(line);
    }
    // A plugin that cannot be loaded cannot be loaded ten times.
    if (at === 0 && raw.times.length === 0) break;
    options.onProcess?.(at + 1, modes.length);
  }
  return raw;
}

/** The kinds take turns, so that none has only the quiet or only the busy part of the time. */
function modesOf({ processes, memoryProcesses }: MeasureOptions): BenchMode[] {
  const modes: BenchMode[] = Array.from({ length: processes }, () => 'time');
  for (let at = 0; at < memoryProcesses; at++) modes.splice(2 * at + 1, 0, 'memory');
  return [...modes, 'handles'];
}

async function measureOnce(
  root: string,
  program: string,
  mode: BenchMode,
  options: MeasureOptions,
): Promise<{ lines: BenchLine[]; peak: number | undefined }> {
  const { spec, manifest } = options;
  const token = randomUUID();
  const result = await run({
    command: process.execPath,
    // The collector is called between blocks of calls, or garbage would look like growth.
    args: ({ path }) => [...(mode === 'memory' ? ['--expose-gc'] : []), path(program)],
    workspace: root,
    readOnly: options.readOnly,
    env: { LOG_LEVEL: 'fatal', NO_COLOR: '1', NODE_ENV: 'production', ...childVariables() },
    input: ({ path }) => {
      const { settings, actions } = bootPlan({
        token,
        bundle: path(join(root, bundlePath)),
        spec,
        variables: declaredVariables(manifest),
        network: false,
      });
      const plan: BenchPlan = {
        token,
        bundle: path(join(root, bundlePath)),
        settings,
        ...(spec && { spec }),
        mode,
        inputs: Object.fromEntries(actions.map(({ name, input }) => [name, input])),
        callMs: 5000,
        componentMs: mode === 'memory' ? memoryMs : options.componentMs,
        calls: options.calls,
      };
      return JSON.stringify(plan);
    },
    channel: true,
    limits: { wallMs: options.timeoutMs },
    isolation: options.isolation,
    singleProcess: true,
    signal: options.signal,
  });
  options.signal?.throwIfAborted();
  const lines = linesOf(result.channel, token);
  if (!lines.some(({ type }) => type === 'end')) {
    const how = result.limit ?? result.signal ?? `exit code ${result.code}`;
    const words = result.stderr.trim().split('\n').slice(-3).join(' ').slice(0, 300);
    lines.push({ type: 'fault', message: `the process ended with ${how} ${words}`.trim() });
  }
  return { lines, peak: result.peakMemoryBytes };
}

/** Time for the calls of one memory process; slower components are left out of it. */
const memoryMs = 30_000;

function linesOf(channel: string, token: string): BenchLine[] {
  return channel.split('\n').flatMap((line): BenchLine[] => {
    if (!line.startsWith(`${token} `)) return [];
    try {
      return [JSON.parse(line.slice(token.length + 1)) as BenchLine];
    } catch {
      return [];
    }
  });
}

/** @throws PlugwrightError `PW_BENCH_NOT_MEASURED` when no process could load the plugin. */
export function requireTimes(raw: RawMeasurements): void {
  if (raw.times.length > 0) return;
  throw new PlugwrightError({
    code: 'PW_BENCH_NOT_MEASURED',
    message: `the plugin cannot be measured: ${raw.faults[0] ?? 'it did not start'}`,
    hint: 'Run plugwright verify first; it says what is wrong.',
  });
}
