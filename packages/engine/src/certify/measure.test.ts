import { findIsolation, type Isolation } from '@plugwright/sandbox';
import { findStore } from '@plugwright/verify';
import { truncate, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { useWorkspace } from '../__fixtures__/workspace.js';
import { measureMutants } from './measure-mutants.js';
import { measureTests } from './measure-tests.js';
import { readPlugin, textFiles } from './read-plugin.js';

const workspace = useWorkspace();
let isolation: Isolation;
beforeAll(async () => {
  isolation = await findIsolation();
});
const failing = [
  { path: 'package.json', text: '{"name":"plugin-x","version":"1.0.0","type":"module"}' },
  { path: 'src/a.ts', text: 'export const isLarge = (n: number) => n > 10;\n' },
  {
    path: 'src/a.test.ts',
    text: "import { expect, it } from 'vitest';\nit('fails', () => expect(1).toBe(2));\n",
  },
];

describe('changes of the source', () => {
  it('say nothing where tests fail without any, or there is nothing to change', async () => {
    const of = (without: string[]) =>
      measureMutants(failing, {
        most: 2,
        without: new Set(without),
        store: findStore(),
        packages: ['vitest'],
        isolation,
      });
    expect(await of([])).toBeUndefined();
    expect(await of(['src/a.ts'])).toBeUndefined();
  });
});

describe('tests', () => {
  it('are not measured with a store that has no runner', async () => {
    const store = {
      origin: 'given' as const,
      modules: workspace.path('node_modules'),
      versions: {},
    };
    expect(
      await measureTests(failing, { store: store as never, packages: [], isolation }),
    ).toBeUndefined();
  });
});

describe('a plugin as it is given', () => {
  it('is refused when its tarball is huge, before it is read', async () => {
    const path = workspace.path('huge.tgz');
    await writeFile(path, '');
    await truncate(path, 129 * 1024 * 1024);
    const { files } = workspace.host();
    const readFile = () => Promise.reject(new Error('it was read'));
    await expect(
      readPlugin(path, workspace.host({ files: { ...files, readFile: readFile as never } })),
    ).rejects.toMatchObject({
      code: 'PW_CERTIFY_TARBALL',
      message: expect.stringContaining('128 MB'),
    });
  });

  it('has text files, and others', () => {
    const bytes = new TextEncoder();
    expect(
      textFiles([
        ['a.ts', bytes.encode('ü')],
        ['logo.png', bytes.encode('a\0b')],
      ]),
    ).toEqual([{ path: 'a.ts', text: 'ü' }]);
  });
});
