import { scanTree } from '../scan.js';
import { treeOf } from '../source-tree.js';

/**
 * The lines of a plugin whose marks are wrong: those with `// BAD rule` must be answered by that rule, those with
 * `// OK rule` must not.
 */
export async function wrongLines(files: Record<string, string>): Promise<string[]> {
  const { findings } = await scanTree(treeOf(Object.entries(files)), { secretlint: false });
  const wrong: string[] = [];
  for (const [path, text] of Object.entries(files))
    for (const [index, line] of text.split('\n').entries()) {
      const mark = /\/\/ (?<kind>BAD|OK) (?<rule>[\w-]+)/.exec(line)?.groups;
      if (!mark) continue;
      const found = findings.some(
        (one) => one.path === path && one.rule === mark.rule && one.line === index + 1,
      );
      if (found !== (mark.kind === 'BAD')) wrong.push(`${path}:${index + 1} ${line.trim()}`);
    }
  return wrong;
}
