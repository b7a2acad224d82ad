import type { SourceFile } from '@plugwright/verify';

/** Where the gates look for the module that exports the plugin. */
const entries = /^(?:src\/)?index\.(?:ts|tsx|js)$/;

/** What a package exports at `.`, as Node.js resolves it for an `import`. */
export function entryOf(manifest: Readonly<Record<string, unknown>>): string {
  const { exports, module, main } = manifest;
  const dot =
    typeof exports === 'object' && exports !== null && '.' in exports
      ? (exports as Record<string, unknown>)['.']
      : exports;
  const found = target(dot) ?? [main, module].find((one) => typeof one === 'string');
  return typeof found === 'string' ? found.replace(/^\.\//, '') : 'index.js';
}

/** The file that the conditions of an ES module on Node.js lead to. */
function target(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const condition of ['node', 'import', 'module', 'default', 'require']) {
    const found = target((value as Record<string, unknown>)[condition]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The files of a package so that the gates load what is built: `src/index.js` stands for what the package exports. The
 * sources, where they are packed too, are left out.
 */
export function asBuilt(
  files: readonly SourceFile[],
  manifest: Readonly<Record<string, unknown>>,
): SourceFile[] {
  const entry = entryOf(manifest);
  const path = JSON.stringify(`../${entry}`);
  const text = `import * as all from ${path};\nexport * from ${path};\nexport default all['default'];\n`;
  return [
    ...files.filter((file) => !entries.test(file.path) || file.path === entry),
    ...(entries.test(entry) ? [] : [{ path: 'src/index.js', text }]),
  ];
}
