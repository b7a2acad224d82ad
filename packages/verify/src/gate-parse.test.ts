import { describe, expect, it } from 'vitest';
import { fixture } from './__fixtures__/read-fixture.js';
import { checkSyntax } from './gate-parse.js';

const manifest = {
  name: 'plugin-x',
  version: '1.0.0',
  type: 'module',
  exports: './dist/index.js',
  peerDependencies: { '@elizaos/core': '^1.0.0' },
  agentConfig: { pluginType: 'elizaos:plugin:1.0.0' },
};
const files = (change: object, ...more: { path: string; text: string }[]) => [
  { path: 'package.json', text: JSON.stringify({ ...manifest, ...change }) },
  { path: 'src/index.ts', text: 'export default {};' },
  ...more,
];
const found = async (list: { path: string; text: string }[], generated = true) =>
  (await checkSyntax(list, generated)).diagnostics;

describe('checkSyntax', () => {
  it('accepts a good plugin of either kind', async () => {
    expect(await found(await fixture(), false)).toEqual([]);
    expect(await found(files({}))).toEqual([]);
  });

  it.each([
    ['src/a.ts', 'const a: = 1;', 1, 10],
    ['src/a.tsx', 'const a = <b>;', 1, 15],
    ['src/a.mjs', 'let x\n\nlet x', 3, 5],
    ['data.json', '{\n  "a": 1,\n}', 2, 9],
    ['data.json', '{"a": 1 // no\n}', 1, 9],
    ['ci.yml', 'a: [1\nb: 2', 2, 1],
    ['two.yaml', 'a: 1\n---\nb: 1\nb: 2', 4, 1],
  ])('finds what is wrong in %s: %j', async (path, text, line, column) => {
    const [first] = await found(files({}, { path, text }));
    expect(first).toMatchObject({ code: 'PW_PARSE_SYNTAX', file: path, line, column });
  });

  it.each([
    ['tsconfig.build.json', '{ /* a comment */ "a": 1, }'],
    ['notes.txt', '{{{'],
    ['empty.yaml', ''],
    ['src/a.cjs', 'module.exports = 1;'],
  ])('accepts %s', async (path, text) => {
    expect(await found(files({}, { path, text }))).toEqual([]);
  });

  it('warns of doubtful code and YAML', async () => {
    const list = files(
      {},
      { path: 'src/a.ts', text: 'export const a = { b: 1, b: 2 };' },
      { path: 'b.yaml', text: 'a: !odd 1' },
    );
    expect(await found(list)).toMatchObject([
      { code: 'PW_PARSE_DOUBTFUL', severity: 'warning', file: 'src/a.ts', line: 1 },
      { code: 'PW_PARSE_DOUBTFUL', severity: 'warning', file: 'b.yaml', line: 1 },
    ]);
  });

  it('wants an entry and a package.json', async () => {
    expect(await found([])).toMatchObject([
      { code: 'PW_PARSE_MANIFEST' },
      { code: 'PW_PARSE_NO_ENTRY' },
    ]);
    const list = [{ path: 'package.json', text: '[]' }, ...files({}).slice(1)];
    expect(await found(list)).toMatchObject([{ message: 'package.json is not an object' }]);
    const broken = [{ path: 'package.json', text: '{' }, ...files({}).slice(1)];
    expect(await found(broken)).toMatchObject([{ code: 'PW_PARSE_SYNTAX' }]);
  });

  it.each([
    [{ name: 'Plugin X' }, '/name', 'error', 'error'],
    [{ name: 7 }, '/name', 'error', 'error'],
    [{ name: 'weather' }, '/name', 'error', 'warning'],
    [{ version: '1' }, '/version', 'error', 'error'],
    [{ type: 'commonjs' }, '/type', 'error', 'error'],
    [{ exports: undefined }, '/exports', 'error', 'error'],
    [{ peerDependencies: {} }, '/peerDependencies', 'error', 'warning'],
    [
      { peerDependencies: { '@elizaos/core': '^1.7.2' } },
      '/peerDependencies/@elizaos~1core',
      'error',
      'warning',
    ],
    [{ agentConfig: undefined }, '/agentConfig', 'error', 'warning'],
    [{ agentConfig: { pluginType: 'x' } }, '/agentConfig/pluginType', 'error', 'warning'],
    [
      { agentConfig: { pluginType: 'elizaos:plugin:1.0.0', pluginParameters: [] } },
      '/agentConfig/pluginParameters',
      'error',
      'warning',
    ],
    [
      {
        agentConfig: {
          pluginType: 'elizaos:plugin:1.0.0',
          pluginParameters: { A: { type: 'string' } },
        },
      },
      '/agentConfig/pluginParameters/A',
      'error',
      'warning',
    ],
  ])('objects to %j at %s', async (change, path, generated, written) => {
    const code = 'PW_PARSE_MANIFEST';
    expect(await found(files(change))).toMatchObject([{ code, path, severity: generated }]);
    expect(await found(files(change), false)).toMatchObject([{ code, path, severity: written }]);
  });

  it.each(['^1.0.0', '^1', '>=1.0.0 <2', '>=1.0.0 <2.0.0', '*', '1.x', '1', '>=1.0.0'])(
    'accepts the range %s',
    async (range) => {
      expect(await found(files({ peerDependencies: { '@elizaos/core': range } }))).toEqual([]);
      const dependency = { peerDependencies: undefined, dependencies: { '@elizaos/core': range } };
      expect(await found(files(dependency))).toEqual([]);
    },
  );
});
