import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanTree } from '../scan.js';
import { treeOf } from '../source-tree.js';
import { RULES } from './rules.js';

const root = join(import.meta.dirname, '../../rule-examples');

function treeBelow(folder: string) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  return treeOf(
    files.map((one) => {
      const path = join(one.parentPath, one.name);
      return [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path)] as const;
    }),
  );
}
const rulesIn = async (name: string, side: string) =>
  (await scanTree(treeBelow(join(root, name, side)))).findings.map(({ rule }) => rule);

describe('the table of rules', () => {
  it('has one id and one name for each rule', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
  });

  it('has an example for each rule, and none for others', () => {
    expect(readdirSync(root).toSorted()).toEqual(RULES.map(({ name }) => name).toSorted());
  });

  it.each(RULES.map(({ name }) => name))(
    '%s answers its bad example, not its good one',
    async (name) => {
      expect(await rulesIn(name, 'bad')).toContain(name);
      expect(await rulesIn(name, 'good')).not.toContain(name);
    },
  );
});
