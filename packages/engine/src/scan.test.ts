import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '@plugwright/render';
import { isAtLeast, scanTree, treeOf } from '@plugwright/scan';
import { readSpec } from '@plugwright/spec';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const examples = readdirSync(join(root, 'examples')).flatMap((name) => {
  const text = readFileSync(join(root, 'examples', name), 'utf8');
  return /^specVersion:/m.test(text) ? [[name, text] as const] : [];
});

describe('a plugin as it is generated', () => {
  it.each(examples)('has no finding that fails a scan, for %s', async (_name, text) => {
    const spec = readSpec(text);
    if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics));
    const files = await render(spec.spec);
    const { findings, complete } = await scanTree(
      treeOf(files.map(({ path, text: content }) => [path, content] as const)),
      { secretlint: false },
    );
    expect(complete).toBe(true);
    expect(
      findings
        .filter(({ severity }) => isAtLeast(severity, 'high'))
        .map(
          ({ rule, severity, path, line, message }) =>
            `${severity} ${rule} ${path}:${line} ${message}`,
        ),
    ).toEqual([]);
  });
});
