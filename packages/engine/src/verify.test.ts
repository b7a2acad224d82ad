import { describe, expect, it } from 'vitest';
import { helloSpec, useWorkspace } from './__fixtures__/workspace.js';
import { create } from './create.js';
import { readPlugin } from './read-tree.js';
import { readStream } from './read-stream.js';
import type { StepEvent } from './steps.js';
import { verify } from './verify.js';

const workspace = useWorkspace();

describe('verify', () => {
  it('refuses a directory without a plugin', async () => {
    await expect(verify({ directory: '.', host: workspace.host() })).rejects.toMatchObject({
      code: 'PW_VERIFY_NO_PLUGIN',
    });
    await expect(verify({ directory: workspace.path() })).rejects.toMatchObject({
      code: 'PW_VERIFY_NO_PLUGIN',
    });
  });

  it('tells each gate as a step, with the reason of those that did not run', async () => {
    await workspace.write('hello.yaml', helloSpec);
    await create({ source: 'hello.yaml', verify: false, host: workspace.host() });
    await workspace.write('plugin-hello/src/broken.ts', 'export const = 1;\n');
    const steps: StepEvent[] = [];
    const report = await verify({
      directory: 'plugin-hello',
      onStep: (event) => steps.push(event),
      host: workspace.host(),
    });
    expect(report.ok).toBe(false);
    expect(steps).toContainEqual(
      expect.objectContaining({ step: 'parse', state: 'failed', detail: '1 problem' }),
    );
    const one = await verify({
      directory: 'plugin-hello',
      gates: ['parse'],
      store: process.cwd(),
      host: workspace.host(),
    });
    expect(one.gates.map((gate) => gate.gate)).toEqual(['parse']);
  });
});

describe('readPlugin', () => {
  it('leaves out installed, built, linked, binary and huge files', async () => {
    await workspace.write('p/src/a.ts', 'a');
    await workspace.write('p/node_modules/x/index.js', 'x');
    await workspace.write('p/dist/index.js', 'x');
    await workspace.write('p/logo.png', 'a\0b');
    await workspace.write('p/big.json', 'x'.repeat(2 * 1024 * 1024));
    await workspace.write('p/.plugwright/manifest.json', '{}');
    const { files } = workspace.host();
    const { symlink } = await import('node:fs/promises');
    await symlink(workspace.path('p', 'src', 'a.ts'), workspace.path('p', 'src', 'link.ts'));
    expect([...(await readPlugin(files, workspace.path('p'))).keys()].sort()).toEqual([
      '.plugwright/manifest.json',
      'src/a.ts',
    ]);
  });
});

describe('readStream', () => {
  it('joins chunks and stops at the limit', async () => {
    const chunks = async function* () {
      yield 'a';
      yield Buffer.from('ü');
    };
    expect(await readStream(chunks(), 10)).toBe('aü');
    await expect(readStream(chunks(), 2)).rejects.toMatchObject({ code: 'PW_SOURCE_TOO_LARGE' });
  });
});
