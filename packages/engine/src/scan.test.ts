import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '@plugwright/render';
import { isAtLeast, scanTree, treeOf } from '@plugwright/scan';
import { describe, expect, it } from 'vitest';
import { specOf } from './spec-of.js';

const examples = join(import.meta.dirname, '../../../examples');

describe('a plugin as it is generated', () => {
  it.each(readdirSync(examples))('has no finding that fails a scan, for %s', async (name) => {
    const made = await specOf({ source: join(examples, name) });
    if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
    const files = await render(made.spec);
    const { findings, complete } = await scanTree(
      treeOf(files.map(({ path, text }) => [path, text] as const)),
      { secretlint: false },
    );
    expect(complete).toBe(true);
    const failing = findings.filter(({ severity }) => isAtLeast(severity, 'high'));
    expect(failing.map(({ rule, path, line }) => `${rule} ${path}:${line}`)).toEqual([]);
  });
});
