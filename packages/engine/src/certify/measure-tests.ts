import { readBelow } from '@plugwright/files';
import { type Isolation, run } from '@plugwright/sandbox';
import {
  childVariables,
  createWorkspace,
  type DependencyStore,
  type SourceFile,
} from '@plugwright/verify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What the tests of a plugin were seen to do. */
export interface MeasuredTests {
  total: number;
  passed: number;
  /** Full names of tests that passed, and texts of the files that they are in. */
  names: string[];
  files: string[];
  /** Per file of the plugin's source; absent where coverage cannot be measured. */
  coverage?: CoveredFile[];
}

/** The parts of Vitest's two reports that are read. */
interface TestReport {
  numTotalTests: number;
  numPassedTests: number;
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
}
type CoverageReport = Record<
  string,
  { lines: { total: number; covered: number }; functions: { covered: number } }
>;

/** What the tests ran of one file. */
export interface CoveredFile {
  path: string;
  lines: number;
  covered: number;
  /** Functions that were called. */
  called: number;
}

const folder = '.plugwright-verify';
const coverageProvider = '@vitest/coverage-v8';

/**
 * Runs the tests of a plugin once more in the sandbox, with coverage of its own sources (not of its tests), where the
 * store has `@vitest/coverage-v8`. `undefined` when there is no report.
 */
export async function measureTests(
  files: readonly SourceFile[],
  options: {
    store: DependencyStore;
    packages: readonly string[];
    isolation: Isolation;
    signal?: AbortSignal | undefined;
  },
): Promise<MeasuredTests | undefined> {
  const workspace = createWorkspace();
  try {
    workspace.sync([...files, { path: `${folder}/README`, text: 'Reports go here.\n' }]);
    const canCover = existsSync(join(options.store.modules, coverageProvider, 'package.json'));
    workspace.link(options.store, [...options.packages, ...(canCover ? [coverageProvider] : [])]);
    const vitest = join(workspace.root, 'node_modules', 'vitest', 'vitest.mjs');
    if (!existsSync(vitest)) return undefined;
    let root = workspace.root;
    await run({
      command: process.execPath,
      args: ({ path }) => {
        root = path(workspace.root);
        return [
          path(vitest),
          'run',
          `--root=${root}`,
          '--reporter=json',
          `--outputFile=${root}/${folder}/tests.json`,
          '--watch=false',
          ...(canCover
            ? [
                '--coverage.enabled=true',
                '--coverage.provider=v8',
                '--coverage.reporter=json-summary',
                `--coverage.reportsDirectory=${root}/${folder}/coverage`,
                '--coverage.include=src/**/*.{ts,tsx,js,mjs}',
                '--coverage.exclude=**/*.{test,spec}.*',
                '--coverage.exclude=**/__tests__/**',
                '--coverage.exclude=**/*.d.ts',
                '--coverage.thresholds.lines=0',
                '--coverage.thresholds.functions=0',
                '--coverage.thresholds.branches=0',
                '--coverage.thresholds.statements=0',
              ]
            : ['--coverage.enabled=false']),
        ];
      },
      workspace: workspace.root,
      readOnly: workspace.linked(),
      env: { NODE_ENV: 'test', LOG_LEVEL: 'fatal', NO_COLOR: '1', ...childVariables() },
      limits: { wallMs: 180_000 },
      copyOut: { to: workspace.root, paths: [folder] },
      isolation: options.isolation,
      signal: options.signal,
    });
    const report = json<TestReport>(readBelow(workspace.root, `${folder}/tests.json`, maxBytes));
    if (report === undefined) return undefined;
    const passed = report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'passed')
        .map(({ fullName }) => ({ fullName, file: name.replace(`${root}/`, '') })),
    );
    const inFiles = new Set(passed.map(({ file }) => file));
    const summary = json<CoverageReport>(
      readBelow(workspace.root, `${folder}/coverage/coverage-summary.json`, maxBytes),
    );
    return {
      total: report.numTotalTests,
      passed: report.numPassedTests,
      names: passed.map(({ fullName }) => fullName),
      files: files.filter(({ path }) => inFiles.has(path)).map(({ text }) => text),
      ...(summary && {
        coverage: Object.entries(summary)
          .filter(([path]) => path !== 'total')
          .map(([path, { lines, functions }]) => ({
            path: path.replace(`${root}/`, ''),
            lines: lines.total,
            covered: lines.covered,
            called: functions.covered,
          })),
      }),
    };
  } finally {
    workspace.remove();
  }
}

const maxBytes = 64 * 1024 * 1024;

function json<T>(text: string | undefined): T | undefined {
  try {
    return JSON.parse(text ?? '') as T;
  } catch {
    return undefined;
  }
}

/**
 * Components by name, as the boot found them, and those that no passed test speaks of and whose own file no test calls
 * into.
 */
export function testedComponents(
  boot: Readonly<Record<string, unknown>> | undefined,
  tests: Pick<MeasuredTests, 'names' | 'files' | 'coverage'>,
  sources: readonly SourceFile[],
): { components: string[]; untested: string[] } {
  const named = (key: string, field: string) =>
    (Array.isArray(boot?.[key]) ? (boot[key] as Record<string, unknown>[]) : []).flatMap((one) =>
      typeof one[field] === 'string' ? [one[field]] : [],
    );
  const components = [
    ...new Set([
      ...named('actions', 'name'),
      ...named('providers', 'name'),
      ...named('evaluators', 'name'),
      ...named('services', 'type'),
    ]),
  ];
  const words = [...tests.names, ...tests.files].join('\n');
  const called = new Set(
    (tests.coverage ?? []).flatMap((one) => (one.called > 0 ? [one.path] : [])),
  );
  const isCalled = (name: string) =>
    sources.some(({ path, text }) => called.has(path) && text.includes(`'${name}'`));
  return {
    components,
    untested: components.filter((name) => !words.includes(name) && !isCalled(name)),
  };
}

/** The lines of all files together; `library` are files that are tested elsewhere, counted apart. */
export function coverageOf(
  files: readonly CoveredFile[],
  library: ReadonlySet<string>,
): { lines: number; covered: number; percent: number; libraryLines: number } | undefined {
  const own = files.filter(({ path }) => !library.has(path));
  const sum = (list: readonly CoveredFile[], field: 'lines' | 'covered') =>
    list.reduce((all, one) => all + one[field], 0);
  const lines = sum(own, 'lines');
  if (lines === 0) return undefined;
  const covered = sum(own, 'covered');
  const all = sum(files, 'lines');
  return { lines, covered, percent: (100 * covered) / lines, libraryLines: all - lines };
}
