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

/** The bundle of the baseline, beside that of the plugin. */
const oldBundlePath = '.plugwright-verify/baseline.mjs';

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

export const noMeasurements = (): RawMeasurements => ({
  times: [],
  memory: [],
  handles: [],
  peaks: [],
  faults: [],
});

/**
 * Times of two bundles, their processes in turns: what the machine does meanwhile, it does to both. The times of both are
 * pairs: the process at one place of the one ran beside that of the other.
 */
export async function measureInTurns(
  root: string,
  oldBundle: string | Uint8Array,
  options: MeasureOptions,
): Promise<{ before: RawMeasurements; after: RawMeasurements }> {
  const [before, after] = [noMeasurements(), noMeasurements()];
  await writeFile(join(root, oldBundlePath), oldBundle);
  const program = await placeProgram(root);
  for (let pair = 0; pair < options.processes; pair++) {
    // Neither is always the first.
    const turns = [
      [before, oldBundlePath],
      [after, bundlePath],
    ] as const;
    for (const [raw, bundle] of pair % 2 === 0 ? turns : turns.toReversed())
      // oxlint-disable-next-line no-await-in-loop
      take(raw, 'time', await measureOnce(root, program, 'time', options, bundle));
    // Half a pair says nothing.
    const whole = Math.min(before.times.length, after.times.length);
    for (const { times } of [before, after]) times.length = whole;
    options.onProcess?.(pair + 1, options.processes);
  }
  return { before, after };
}

/** Measures the bundle in the workspace, one process after the other: together they would disturb each other. */
export async function measurePlugin(
  root: string,
  options: MeasureOptions,
): Promise<RawMeasurements> {
  const raw = noMeasurements();
  const program = await placeProgram(root);
  const modes = modesOf(options);
  for (const [at, mode] of modes.entries()) {
    // oxlint-disable-next-line no-await-in-loop
    take(raw, mode, await measureOnce(root, program, mode, options, bundlePath));
    // A plugin that cannot be loaded cannot be loaded ten times.
    if (at === 0 && raw.times.length === 0) break;
    options.onProcess?.(at + 1, modes.length);
  }
  return raw;
}

async function placeProgram(root: string): Promise<string> {
  const program = join(root, '.plugwright-verify', 'bench.mjs');
  await writeFile(program, await harnessText('bench'));
  return program;
}

function take(raw: RawMeasurements, mode: BenchMode, { lines, peak }: Measured): void {
  if (mode === 'time' && peak !== undefined) raw.peaks.push(peak);
  for (const line of lines) {
    if (line.type === 'fault') raw.faults.push(line.message);
    else if (line.type === 'time') raw.times.push(line);
    else if (line.type === 'memory') raw.memory.push(line);
    else if (line.type === 'handles') raw.handles.push(line);
  }
}

interface Measured {
  lines: BenchLine[];
  /** Peak memory in bytes. */
  peak: number | undefined;
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
  bundle: string,
): Promise<Measured> {
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
      const { settings, actions, routes } = bootPlan({
        token,
        bundle: path(join(root, bundle)),
        spec,
        variables: declaredVariables(manifest),
        network: false,
      });
      const plan: BenchPlan = {
        token,
        bundle: path(join(root, bundle)),
        settings,
        ...(spec && { spec }),
        mode,
        inputs: Object.fromEntries(actions.map(({ name, input }) => [name, input])),
        routes,
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
