import type { PluginSpec } from '@plugwright/spec';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootPlan } from './boot-plan.js';
import type { BootLine, BootProblem } from './boot-protocol.js';
import { startFixtureServer, type FixtureServer } from './fixture-server.js';
import { failure, type GateFindings } from './gate.js';
import { bundlePath } from './gate-bundle.js';
import { harnessText } from './harness-file.js';
import { declaredVariables, type PackageManifest } from './package-manifest.js';
import { isRefusedVariable } from './process-environment.js';
import type { GateDiagnostic } from './report.js';
import { childVariables } from './child-variables.js';
import { runProcess, type ProcessResult } from './run-process.js';
import { stackReader, type Place } from './source-position.js';

/** What the boot gate needs besides the workspace with the bundle in it. */
export interface BootOptions {
  spec: PluginSpec | undefined;
  manifest: PackageManifest | undefined;
  /** Requests may leave the machine; default no. */
  network?: boolean | undefined;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** The boot gate: a child process boots a real runtime with the bundle and uses every component. */
export async function bootPlugin(root: string, options: BootOptions): Promise<GateFindings> {
  const { spec, manifest, signal } = options;
  const bundle = join(root, bundlePath);
  const harness = join(root, '.plugwright-verify', 'harness.mjs');
  const server = spec && (await startFixtureServer(spec));
  try {
    await writeFile(harness, await harnessText());
    const token = randomUUID();
    const plan = bootPlan({
      token,
      bundle,
      spec,
      server,
      variables: declaredVariables(manifest),
      network: options.network ?? false,
    });
    const result = await runProcess({
      command: process.execPath,
      args: [harness],
      cwd: root,
      env: {
        LOG_LEVEL: 'fatal',
        NO_COLOR: '1',
        ...environmentOf(plan.settings),
        ...childVariables(),
      },
      input: JSON.stringify(plan),
      channel: true,
      timeoutMs: options.timeoutMs,
      signal,
    });
    return findings(result, token, stackReader(root, bundle), server, spec);
  } finally {
    await server?.close();
  }
}

/** A setting may have any name; the variables that the child itself lives by stay ours. */
function environmentOf(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !isRefusedVariable(name)));
}

function findings(
  result: ProcessResult,
  token: string,
  placeOf: (stack: string | undefined) => Place,
  server: FixtureServer | undefined,
  spec: PluginSpec | undefined,
): GateFindings {
  const lines = linesOf(result.channel, token);
  const problems = lines.flatMap((line) => (line.type === 'problem' ? [line.problem] : []));
  const diagnostics = problems.map((each) => toDiagnostic(each, placeOf));
  const lastStep = lines.flatMap((line) => (line.type === 'step' ? [line.step] : [])).at(-1);
  diagnostics.push(...endProblems(result, lines, lastStep));
  diagnostics.push(...requestProblems(server));
  const memory = spec?.budgets.memoryBytes;
  if (memory !== undefined && (result.maxRssBytes ?? 0) > memory) {
    const used = `used ${result.maxRssBytes} bytes of memory, the budget is ${memory}`;
    diagnostics.push(failure('PW_BOOT_BUDGET', `the agent with the plugin ${used}`));
  }
  const sections = lines.flatMap((line) =>
    line.type === 'evidence' ? [[line.section, line.value] as const] : [],
  );
  return {
    diagnostics: merge(diagnostics),
    evidence: {
      ...Object.fromEntries(sections),
      ...(server && { requests: server.requests.length }),
      process: {
        code: result.code,
        durationMs: result.durationMs,
        ...(result.cpuMs === undefined ? {} : { cpuMs: result.cpuMs }),
        ...(result.maxRssBytes === undefined ? {} : { maxRssBytes: result.maxRssBytes }),
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
  const { code, severity, message, hint, stack } = problem;
  return { code, severity, message, path: '', ...(hint && { hint }), ...placeOf(stack) };
}

/** How a boot must not end. */
function endProblems(
  result: ProcessResult,
  lines: readonly BootLine[],
  lastStep = 'start',
): GateDiagnostic[] {
  const found: GateDiagnostic[] = [];
  const ended = lines.some((line) => line.type === 'end');
  if (result.timedOut) {
    found.push(failure('PW_BOOT_TIMEOUT', `the boot took too long; it was at: ${lastStep}`));
  } else if (!ended) {
    const how = result.signal ? `signal ${result.signal}` : `exit code ${result.code}`;
    found.push(
      failure('PW_BOOT_EXITED', `the process ended at ${lastStep} with ${how}`, {
        hint: lastWords(result.stderr) || 'A plugin must not call process.exit.',
      }),
    );
  }
  if (result.leftBehind > 0) {
    const count = `${result.leftBehind} child process${result.leftBehind > 1 ? 'es' : ''}`;
    found.push(
      failure('PW_BOOT_LEAK', `${count} of the plugin still ran after stop`, {
        hint: 'End child processes in the stop of the service that started them.',
      }),
    );
  }
  return found;
}

function requestProblems(server: FixtureServer | undefined): GateDiagnostic[] {
  return (server?.requests ?? [])
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
