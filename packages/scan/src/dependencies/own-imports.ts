import type { SourceTree } from '../source-tree.js';
import { isCode, LARGEST_SOURCE, loadTypeScript } from '../code/program.js';

/** The package of what is imported: `a` of `a/b`, `@a/b` of `@a/b/c`; nothing of paths and of Node's own. */
export function packageOfImport(specifier: string): string | undefined {
  return /^(?:@[^/\s]+\/)?[^./\s:@][^/\s:]*/.exec(specifier)?.[0];
}

/** The names of the packages that the code of a tree imports: statically, dynamically or by `require`, tests too. */
export function ownImports(tree: SourceTree): ReadonlySet<string> {
  const typescript = loadTypeScript();
  const names = new Set<string>();
  for (const [path, bytes] of tree.files) {
    if (!isCode(path) || bytes.length > LARGEST_SOURCE || /(?:^|\/)node_modules\//.test(path))
      continue;
    const { importedFiles } = typescript.preProcessFile(
      new TextDecoder().decode(bytes),
      true,
      true,
    );
    for (const { fileName } of importedFiles) {
      const name = packageOfImport(fileName);
      if (name !== undefined && !fileName.startsWith('node:')) names.add(name);
    }
  }
  return names;
}
