import { transform, type Loader, type TransformFailure } from 'esbuild';
import { checkManifest } from './check-manifest.js';
import { failure, warning, type GateFindings } from './gate.js';
import { hideEnvironment } from './hide-environment.js';
import { findEntry } from './plugin-entry.js';
import type { GateDiagnostic, SourceFile } from './report.js';
import { yamlProblems } from './yaml-problems.js';

const loaders: Record<string, Loader> = {
  ts: 'ts',
  mts: 'ts',
  cts: 'ts',
  tsx: 'tsx',
  js: 'js',
  mjs: 'js',
  cjs: 'js',
  jsx: 'jsx',
};

/**
 * The parse gate: every code, JSON and YAML file is well-formed, there is an entry, and
 * `package.json` has what ElizaOS reads. `generated` plugins are held to more than hand-written ones.
 */
export async function checkSyntax(
  files: readonly SourceFile[],
  generated: boolean,
): Promise<GateFindings> {
  const found = await Promise.all(files.map(problemsOf));
  const diagnostics = [...found.flat(), ...checkManifest(files, generated)];
  const entry = findEntry(files);
  if (entry === undefined) {
    diagnostics.push(
      failure('PW_PARSE_NO_ENTRY', 'there is no src/index.ts', {
        hint: 'Export the plugin object from src/index.ts.',
      }),
    );
  }
  return { diagnostics, evidence: { files: files.length, entry: entry ?? null } };
}

async function problemsOf({ path, text }: SourceFile): Promise<GateDiagnostic[]> {
  const extension = /\.(\w+)$/.exec(path)?.[1] ?? '';
  const loader = loaders[extension];
  if (loader) return esbuildProblems(path, text, loader);
  if (extension === 'json') return jsonProblems(path, text);
  if (extension === 'yaml' || extension === 'yml') return yamlProblems(path, text);
  return [];
}

async function jsonProblems(path: string, text: string): Promise<GateDiagnostic[]> {
  // TypeScript's own files may hold comments; the types gate reads them.
  if (/(?:^|\/)(?:tsconfig|jsconfig)[^/]*\.json$/.test(path)) return [];
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    // esbuild knows the line, which JSON.parse does not say on every Node.
    const located = await esbuildProblems(path, text, 'json');
    if (located.some((each) => each.severity === 'error')) return located;
    return [failure('PW_PARSE_SYNTAX', String((error as Error).message), { file: path })];
  }
}

async function esbuildProblems(
  path: string,
  text: string,
  loader: Loader,
): Promise<GateDiagnostic[]> {
  try {
    const { warnings } = await hideEnvironment(() =>
      transform(text, {
        loader,
        logLevel: 'silent',
        tsconfigRaw: '{}',
        sourcefile: path,
      }),
    );
    return warnings.map((each) =>
      warning('PW_PARSE_DOUBTFUL', each.text, {
        file: path,
        line: each.location?.line ?? 1,
        column: (each.location?.column ?? 0) + 1,
      }),
    );
  } catch (error) {
    return ((error as TransformFailure).errors ?? []).map((each) =>
      failure('PW_PARSE_SYNTAX', each.text, {
        file: path,
        line: each.location?.line ?? 1,
        column: (each.location?.column ?? 0) + 1,
      }),
    );
  }
}
