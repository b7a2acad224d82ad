import type { CertificateFacts } from '@plugwright/certify';
import { readBelow } from '@plugwright/files';
import { type Isolation, run } from '@plugwright/sandbox';
import {
  childVariables,
  createWorkspace,
  type DependencyStore,
  type SourceFile,
} from '@plugwright/verify';
import { type Mutant, mutantsOf } from './mutants.js';

const folder = '.plugwright-verify';

/**
 * How many small changes of its sources the tests of a plugin notice. All run in one program in the sandbox, which
 * keeps what Vitest has compiled; `undefined` when there is nothing to change, or the program gave no answer.
 */
export async function measureMutants(
  files: readonly SourceFile[],
  options: {
    /** Changes that are tried. */
    most: number;
    /** Files that are left as they are. */
    without: ReadonlySet<string>;
    store: DependencyStore;
    packages: readonly string[];
    isolation: Isolation;
    /** Limit of all of them together in ms; those that were not reached do not count. */
    wallMs?: number | undefined;
    signal?: AbortSignal | undefined;
  },
): Promise<CertificateFacts['mutation']> {
  const mutants = await mutantsOf(
    files.filter(({ path }) => !options.without.has(path)),
    options.most,
  );
  if (mutants.length === 0) return undefined;
  const workspace = createWorkspace();
  try {
    workspace.sync([
      ...files,
      { path: `${folder}/mutants.json`, text: JSON.stringify(withOriginals(mutants, files)) },
      { path: `${folder}/mutants.mjs`, text: program },
    ]);
    workspace.link(options.store, options.packages);
    await run({
      command: process.execPath,
      args: ({ path }) => [path(`${workspace.root}/${folder}/mutants.mjs`), 'vitest/node'],
      workspace: workspace.root,
      readOnly: workspace.linked(),
      env: { NODE_ENV: 'test', LOG_LEVEL: 'fatal', NO_COLOR: '1', ...childVariables() },
      limits: { wallMs: options.wallMs ?? 300_000, cpuMs: 600_000 },
      copyOut: { to: workspace.root, paths: [`${folder}/answers.json`] },
      isolation: options.isolation,
      signal: options.signal,
    });
    const answers = answersIn(readBelow(workspace.root, `${folder}/answers.json`, 1024 * 1024));
    if (answers.length === 0) return undefined;
    const killed = answers.filter((one) => one === 'killed').length;
    return {
      tried: answers.length,
      killed,
      percent: (100 * killed) / answers.length,
    };
  } finally {
    workspace.remove();
  }
}

const withOriginals = (mutants: readonly Mutant[], files: readonly SourceFile[]) =>
  mutants.map(({ path, text }) => ({
    path,
    text,
    original: files.find((file) => file.path === path)?.text,
  }));

function answersIn(text: string | undefined): string[] {
  try {
    const value = JSON.parse(text ?? '') as unknown;
    return Array.isArray(value)
      ? value.filter((one) => one === 'killed' || one === 'survived')
      : [];
  } catch {
    return [];
  }
}

/**
 * Runs the tests once unchanged, then with each change. A change that makes a test hang is noticed too. Without a
 * passing first run nothing is said.
 */
const program = `import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
const { createVitest } = await import(process.argv[2]);
const folder = dirname(fileURLToPath(import.meta.url));
const root = dirname(folder);
const mutants = JSON.parse(readFileSync(join(folder, 'mutants.json'), 'utf8'));
process.chdir(root);
const vitest = await createVitest('test', {
  root, watch: false, bail: 1, reporters: [{}], coverage: { enabled: false },
  testTimeout: 10000, hookTimeout: 20000, teardownTimeout: 2000,
});
const specifications = await vitest.globTestSpecifications();
const passes = async () => {
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, true);
  return testModules.length > 0 && unhandledErrors.length === 0 && testModules.every((one) => one.ok());
};
const answers = [];
if (await passes()) {
  for (const { path, text, original } of mutants) {
    const file = join(root, path);
    writeFileSync(file, text);
    vitest.invalidateFile(file);
    answers.push((await passes()) ? 'survived' : 'killed');
    writeFileSync(file, original);
    vitest.invalidateFile(file);
    writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
  }
}
process.exit(0);
`;
