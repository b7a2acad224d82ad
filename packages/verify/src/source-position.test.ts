import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { bundlePath, bundlePlugin } from './gate-bundle.js';
import { runProcess } from '@plugwright/sandbox';
import { stackReader } from './source-position.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-position-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('stackReader', () => {
  it('finds the first frame that is in the plugin', async () => {
    mkdirSync(join(root, 'src'));
    const text = "type A = 1;\n\nexport function fail() {\n  throw new Error('x');\n}\n";
    const files = [
      { path: 'src/index.ts', text: "export { fail } from './fail.js';\n" },
      { path: 'src/fail.ts', text },
    ];
    for (const file of files) writeFileSync(join(root, file.path), file.text);
    const { evidence } = await bundlePlugin(root, files, 1);
    expect(evidence['bytes']).toBeGreaterThan(1);
    const bundle = join(root, bundlePath);
    // In a process of its own: the test runner maps stacks before we see them.
    const script = `import { fail } from ${JSON.stringify(pathToFileURL(bundle).href)};
      try { fail(); } catch (error) { console.log(error.stack); }`;
    const { stdout: stack } = await runProcess({
      command: process.execPath,
      args: ['--input-type=module', '-e', script],
      cwd: root,
      timeoutMs: 10_000,
    });
    const placeOf = stackReader(root, bundle);
    expect(placeOf(stack)).toEqual({ file: 'src/fail.ts', line: 4, column: 9 });
    expect(placeOf(undefined)).toEqual({});
    expect(placeOf('Error: x\n    at /elsewhere/file.js:1:1\n    at file://%zz/x:1:1')).toEqual({});
    // The banner is ours: it stands in no source.
    expect(placeOf(`    at file://${bundle}:1:1`)).toEqual({});
  });

  it('finds nothing without a source map', () => {
    const bundle = join(root, 'none.mjs');
    expect(stackReader(root, bundle)(`    at f (${bundle}:1:1)`)).toEqual({});
  });

  it('reports a bundle over its budget, with its largest inputs', async () => {
    const files = [{ path: 'src/index.ts', text: '' }];
    const { diagnostics } = await bundlePlugin(root, files, 10);
    expect(diagnostics).toMatchObject([{ code: 'PW_BUNDLE_SIZE', severity: 'error' }]);
    expect(diagnostics[0]?.hint).toContain('src/fail.ts');
  });
});
