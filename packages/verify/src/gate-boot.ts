import { run, type Isolation, type RunResult } from '@plugwright/sandbox';
import type { PluginSpec } from '@plugwright/spec';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootPlan } from './boot-plan.js';
import type { BootLine, BootProblem } from './boot-protocol.js';
import type { RecordedRequest } from './fixture-server.js';
import { failure, type GateFindings } from './gate.js';
import { bundlePath } from './gate-bundle.js';
import { harnessText } from './harness-file.js';
import { leftBehindProblem } from './harness/left-processes.js';
import { declaredVariables, type PackageManifest } from './package-manifest.js';
import type { GateDiagnostic } from './report.js';
import { childVariables } from './child-variables.js';
import { stackReader, type Place } from './source-position.js';

/** What the boot gate needs besides the workspace with the bundle in it. */
export interface BootOptions {
  spec: PluginSpec | undefined;
  manifest: PackageManifest | undefined;
  isolation: Isolation;
  /** Directories that links of the workspace lead to. */
  readOnly: readonly string[];
  /** Requests may leave the machine; default no. */
  network?: boolean | undefined;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** The boot gate: a program in the sandbox boots a real runtime with the bundle and uses every component. */
export async function bootPlugin(root: string, options: BootOptions): Promise<GateFindings> {
  const { spec, manifest, signal, isolation } = options;
  const bundle = join(root, bundlePath);
  const harness = join(root, '.plugwright-verify', 'harness.mjs');
  await writeFile(harness, await harnessText());
  const token = randomUUID();
  let seenBundle = bundle;
  const result = await run({
    command: process.execPath,
    args: ({ path }) => [path(harness)],
    workspace: root,
    readOnly: options.readOnly,
    env: { LOG_LEVEL: 'fatal', NO_COLOR: '1', ...childVariables() },
    input: ({ path }) => {
      seenBundle = path(bundle);
      return JSON.stringify(
        bootPlan({
          token,
          bundle: seenBundle,
          spec,
          variables: declaredVariables(manifest),
          network: options.network ?? false,
        }),
      );
    },
    channel: true,
    limits: { wallMs: options.timeoutMs },
    network: options.network,
    isolation,
    singleProcess: true,
    signal,
  });
  return findings(result, token, stackReader(root, bundle, seenBundle), spec);
}

function findings(
  result: RunResult,
  token: string,
  placeOf: (stack: string | undefined) => Place,
  spec: PluginSpec | undefined,
): GateFindings {
  const lines = linesOf(result.channel, token);
  const problems = lines.flatMap((line) => (line.type === 'problem' ? [line.problem] : []));
  const diagnostics = problems.map((each) => toDiagnostic(each, placeOf));
  const lastStep = lines.flatMap((line) => (line.type === 'step' ? [line.step] : [])).at(-1);
  diagnostics.push(...endProblems(result, lines, lastStep));
  const requests = lines.flatMap((line) => (line.type === 'request' ? [line.request] : []));
  diagnostics.push(...requestProblems(requests));
  const memory = spec?.budgets.memoryBytes;
  if (memory !== undefined && (result.peakMemoryBytes ?? 0) > memory) {
    const used = `used ${result.peakMemoryBytes} bytes of memory, the budget is ${memory}`;
    diagnostics.push(failure('PW_BOOT_BUDGET', `the agent with the plugin ${used}`));
  }
  const sections = lines.flatMap((line) =>
    line.type === 'evidence' ? [[line.section, line.value] as const] : [],
  );
  return {
    diagnostics: merge(diagnostics),
    evidence: {
      ...Object.fromEntries(sections),
      ...(spec && { requests: requests.length }),
      process: {
        code: result.code,
        durationMs: result.durationMs,
        ...(result.cpuMs === undefined ? {} : { cpuMs: result.cpuMs }),
        ...(result.peakMemoryBytes === undefined ? {} : { maxRssBytes: result.peakMemoryBytes }),
        isolation: result.level,
        ...(result.limit && { limit: result.limit }),
      },
      ...(result.stdout && { stdout: result.stdout.slice(0, 4000) }),
      ...(result.stderr && { stderr: result.stderr.slice(0, 4000) }),
    },
  };
}

function linesOf(channel: string, token: string): BootLine[] {
  return channel.split('\n').flatMap((line): BootLine[] => {
    if (!line.startsWith(`${token} `)) return [];
    try {
      return [JSON.parse(line.slice(token.length + 1)) as BootLine];
    } catch {
      // The last line of a process that was killed while it wrote.
      return [];
    }
  });
}

function toDiagnostic(
  problem: BootProblem,
  placeOf: (stack: string | undefined) => Place,
): GateDiagnostic {
  const { code, severity, message, stack } = problem;
  const hint = message.includes(accessDenied) ? accessHint : problem.hint;
  return { code, severity, message, path: '', ...(hint && { hint }), ...placeOf(stack) };
}

/** What Node's permission model says; only the fallback uses it. */
const accessDenied = 'Access to this API has been restricted';
const accessHint =
  'There is no sandbox here, so the plugin may not start processes or read other files; install bubblewrap.';

/** How a boot must not end. */
function endProblems(
  result: RunResult,
  lines: readonly BootLine[],
  lastStep = 'start',
): GateDiagnostic[] {
  const found: GateDiagnostic[] = [];
  const ended = lines.some((line) => line.type === 'end');
  if (result.limit === 'wallMs') {
    found.push(failure('PW_BOOT_TIMEOUT', `the boot took too long; it was at: ${lastStep}`));
  } else if (!ended) {
    const how = result.limit
      ? `its limit ${result.limit} passed`
      : result.signal
        ? `signal ${result.signal}`
        : `exit code ${result.code}`;
    found.push(
      failure('PW_BOOT_EXITED', `the process ended at ${lastStep} with ${how}`, {
        hint: lastWords(result.stderr) || 'A plugin must not call process.exit.',
      }),
    );
  }
  if (result.leftBehind > 0) {
    const { code, message, hint } = leftBehindProblem(result.leftBehind);
    found.push(failure(code, message, { hint: hint ?? '' }));
  }
  return found;
}

function requestProblems(requests: readonly RecordedRequest[]): GateDiagnostic[] {
  return requests
    .filter((request) => request.problems.length > 0)
    .map((request) =>
      failure(
        'PW_BOOT_REQUEST',
        `${request.method} ${request.path} is not what the spec says: ${request.problems.join('; ')}`,
        { hint: 'The fixture server checks method, path, parameters, body and authentication.' },
      ),
    );
}

/** The same finding from two calls of one component is one finding. */
function merge(diagnostics: readonly GateDiagnostic[]): GateDiagnostic[] {
  const seen = new Map(diagnostics.map((each) => [`${each.code} ${each.message}`, each]));
  return [...seen.values()];
}

const lastWords = (text: string) => text.trim().split('\n').slice(-3).join(' ').slice(0, 500);
