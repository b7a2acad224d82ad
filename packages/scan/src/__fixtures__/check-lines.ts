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

/**
 * The same for one script. In its text an acute accent stands for a backtick and a currency sign for the dollar before a
 * brace, so that it can be written in a template.
 */
export const wrongIdioms = (text: string): Promise<string[]> =>
  wrongLines({ 'src/index.js': text.replaceAll('\u00b4', '`').replaceAll('\u00a4{', '${') });
