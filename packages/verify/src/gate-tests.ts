import { readBelow } from '@plugwright/files';
import { run, type Isolation, type RunResult } from '@plugwright/sandbox';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CapabilitySet } from './evidence/capabilities-schema.js';
import { failure, type GateFindings } from './gate.js';
import { harnessText } from './harness-file.js';
import { capabilitySet, readCapability } from './harness/observe/capability-log.js';
import type { GateDiagnostic } from './report.js';
import { childVariables } from './child-variables.js';

/** The parts of Vitest's JSON report that we read. */
interface TestReport {
  numTotalTests: number;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: {
      fullName: string;
      status: string;
      failureMessages?: string[];
      location?: { line: number; column: number };
    }[];
  }[];
}

/** Limits of the tests gate. */
export interface TestOptions {
  isolation: Isolation;
  /** Directories that links of the workspace lead to. */
  readOnly: readonly string[];
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * The tests gate: the plugin's own Vitest tests in the sandbox, without network. Only the JSON report counts,
 * never what is printed; no test at all is a failure.
 */
export async function runTests(root: string, options: TestOptions): Promise<GateFindings> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  if (!existsSync(vitest)) {
    return {
      diagnostics: [failure('PW_TESTS_NO_RUNNER', 'vitest is not installed')],
      evidence: {},
    };
  }
  await mkdir(join(root, observedPath), { recursive: true });
  await writeFile(join(root, recorderPath), await harnessText('recorder'));
  let seenRoot = root;
  const result = await run({
    command: process.execPath,
    args: ({ path }) => {
      seenRoot = path(root);
      return [
        path(vitest),
        'run',
        '--root',
        seenRoot,
        '--reporter=json',
        `--outputFile=${path(join(root, reportPath))}`,
        '--includeTaskLocation',
        // In each worker, before the plugin: what it touches is written down.
        `--execArgv=--import=${pathToFileURL(path(join(root, recorderPath))).href}`,
        '--coverage.enabled=false',
        // Never wait for keys, and never take the mode of a host's CI.
        '--watch=false',
      ];
    },
    workspace: root,
    readOnly: options.readOnly,
    env: { NODE_ENV: 'test', LOG_LEVEL: 'fatal', NO_COLOR: '1', ...childVariables() },
    limits: { wallMs: options.timeoutMs },
    copyOut: { to: root, paths: [reportPath, observedPath] },
    isolation: options.isolation,
    signal: options.signal,
  });
  return findings(seenRoot, result, readReport(root), observed(root, result));
}

/** Vitest's report, relative to the workspace. */
const reportPath = '.plugwright-verify/tests.json';
const recorderPath = '.plugwright-verify/recorder.mjs';
const observedPath = '.plugwright-verify/observed';
/** Larger reports are not read. */
const maxReportBytes = 32 * 1024 * 1024;

function readReport(root: string): TestReport | undefined {
  try {
    return JSON.parse(readBelow(root, reportPath, maxReportBytes) ?? '') as TestReport;
  } catch {
    return undefined;
  }
}

/** What the workers wrote down. A worker could have written anything there: the plugin's code runs in it. */
function observed(root: string, { copied }: RunResult): CapabilitySet {
  const files = copied?.files.filter((path) => path.startsWith(`${observedPath}/`)) ?? [];
  const lines = files.flatMap((path) => (readBelow(root, path, maxReportBytes) ?? '').split('\n'));
  return capabilitySet(lines.flatMap(readCapability));
}

function findings(
  root: string,
  result: RunResult,
  report: TestReport | undefined,
  capabilities: CapabilitySet,
): GateFindings {
  const evidence = {
    capabilities,
    ...(report && {
      total: report.numTotalTests,
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests,
      files: report.testResults.length,
    }),
    process: { code: result.code, durationMs: result.durationMs, isolation: result.level },
  };
  if (result.limit === 'wallMs') {
    return { evidence, diagnostics: [failure('PW_TESTS_TIMEOUT', 'the tests took too long')] };
  }
  const diagnostics = (report?.testResults ?? []).flatMap((file) => failuresOf(root, file));
  if (report !== undefined && report.numPassedTests + report.numFailedTests === 0) {
    if (diagnostics.length === 0) {
      diagnostics.push(
        failure('PW_TESTS_NONE', 'not a single test ran', {
          hint: 'A plugin without tests proves nothing: add src/__tests__/*.test.ts.',
        }),
      );
    }
  } else if (diagnostics.length === 0 && result.code !== 0) {
    const words = clean(result.stderr || result.stdout)
      .trim()
      .split('\n')
      .slice(0, 12)
      .join('\n');
    diagnostics.push(
      failure(
        'PW_TESTS_RUNNER',
        `vitest ended with ${result.limit ? `its limit ${result.limit} passed` : `code ${result.code}`}: ${words.slice(0, 2000)}`,
      ),
    );
  }
  return { diagnostics, evidence };
}

function failuresOf(root: string, file: TestReport['testResults'][number]): GateDiagnostic[] {
  const path = relative(root, file.name).split(sep).join('/');
  const failed = file.assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0 && file.status === 'failed') {
    // An import or a hook failed: there is no test to blame.
    return [
      failure('PW_TESTS_FILE', withoutStack(clean(file.message ?? 'failed')).slice(0, 2000), {
        file: path,
      }),
    ];
  }
  return failed.map((test) => {
    const message = clean((test.failureMessages ?? []).join('\n'));
    const place = lineIn(message, root, file.name) ?? test.location ?? {};
    const text = withoutStack(message).slice(0, 2000);
    return failure('PW_TESTS_FAILED', `${clean(test.fullName).trim()}: ${text}`, {
      file: path,
      ...place,
    });
  });
}

/** Line of the assertion: the first frame of the test file in the failure's stack. */
function lineIn(
  message: string,
  root: string,
  file: string,
): { line: number; column: number } | undefined {
  for (const name of [file, relative(root, file)]) {
    const at = message.indexOf(`${name}:`);
    const found = at < 0 ? null : /^:(\d+):(\d+)/.exec(message.slice(at + name.length));
    if (found) return { line: Number(found[1]), column: Number(found[2]) };
  }
  return undefined;
}

/** The line of the assertion is in the finding; the frames of the test runner help nobody. */
const withoutStack = (message: string) =>
  message
    .split('\n')
    .filter((line) => !/^\s+at /.test(line))
    .join('\n')
    .trim();

/** Without colours: some terminals are told to force them, and FORCE_COLOR=0 is one way to do so. */
// eslint-disable-next-line no-control-regex
const clean = (text: string) => text.replace(/\u001b\[[0-9;]*m/g, '');
