import type { GateFindings } from './gate.js';
import type { SourceFile } from './report.js';
import type { TypeChecker } from './type-checker.js';

/** The types gate: the plugin's own `tsconfig.json`, TypeScript 7 where it runs, otherwise 5.9. */
export async function checkTypes(
  files: readonly SourceFile[],
  checker: TypeChecker,
  signal: AbortSignal | undefined,
): Promise<GateFindings> {
  const diagnostics = await checker.check(files, { signal });
  const sources = files.filter((file) => /\.[cm]?tsx?$/.test(file.path));
  return { diagnostics, evidence: { compiler: checker.compiler, files: sources.length } };
}
