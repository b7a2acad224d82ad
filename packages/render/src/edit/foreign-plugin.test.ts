import { describe, expect, it } from 'vitest';
import { changeOf } from './__fixtures__/diff.js';
import { applied, type Files, fragment, fragments, shape } from './__fixtures__/shapes.js';
import { add, type EditPlan, summariseEdit } from './index.js';
import { syntaxErrors } from './ts-morph.js';

const withFiles = (files: Files, more: Record<string, string>): Files =>
  new Map([...files, ...Object.entries(more)]);
const pathsOf = (plan: EditPlan) => plan.files.map(({ path }) => path);
const codes = (plan: EditPlan) => plan.diagnostics.map(({ code }) => code);
const text = (plan: EditPlan, path: string) =>
  plan.files.find((file) => file.path === path)?.after ?? '';
const bare = shape('bare');
const provider = { fragment: fragments.provider };
const PROVIDER = 'src/plugwright/providers/shop-hours.ts';

describe('the test of a new component', () => {
  const test = async (more: Record<string, string>, path: string) => {
    const plan = await add(withFiles(bare, more), provider);
    expect(pathsOf(plan)).toContain(path);
    return [text(plan, path).split('\n')[0], codes(plan)];
  };
  const manifest = (part: object) => ({ 'package.json': JSON.stringify(part, null, 2) });

  it.each([
    ['vitest', "import { it } from 'vitest';\n"],
    ['bun:test', 'import { it } from "bun:test";\n'],
    ['@jest/globals', "import { it } from '@jest/globals';\n"],
  ])('stands beside the others and uses what they use: %s', async (framework, other) => {
    expect(await test({ 'test/a.spec.ts': other }, 'test/shop-hours-provider.spec.ts')).toEqual([
      `import { describe, expect, it } from '${framework}';`,
      [],
    ]);
  });

  it.each([
    ['bun:test', { scripts: { test: 'bun test' } }],
    ['vitest', { devDependencies: { vitest: '^4.0.0' } }],
    ['@jest/globals', { devDependencies: { jest: '^30.0.0' } }],
  ])('uses what package.json names: %s', async (framework, part) => {
    const path = 'src/__tests__/shop-hours-provider.test.ts';
    expect(await test(manifest(part), path)).toEqual([
      `import { describe, expect, it } from '${framework}';`,
      [],
    ]);
  });

  it('says that it needs vitest where there is nothing', async () => {
    const path = 'src/__tests__/shop-hours-provider.test.ts';
    expect(await test(manifest({}), path)).toEqual([
      "import { describe, expect, it } from 'vitest';",
      ['PW_EDIT_NO_TEST_RUNNER'],
    ]);
  });

  it('imports a plugin that has no default export by its name', async () => {
    const plan = await add(bare, provider);
    expect(text(plan, 'src/__tests__/shop-hours-provider.test.ts')).toContain(
      "import { barePlugin } from '../index.js';",
    );
  });

  it('is not written over one that is there', async () => {
    const path = 'src/__tests__/shop-hours-provider.test.ts';
    expect(pathsOf(await add(withFiles(bare, { [path]: '// mine\n' }), provider))).not.toContain(
      path,
    );
  });
});

describe('a list that has the component already', () => {
  const there = async (entry: string, more: Record<string, string> = {}) => {
    const files = applied(bare, await add(bare, provider));
    const plan = await add(withFiles(files, { 'src/index.ts': entry, ...more }), provider);
    return plan.files;
  };
  const plugin = (list: string) =>
    `export const barePlugin: Plugin = { name: 'plugin-bare', description: 'x', providers: ${list} };\n`;

  it.each([
    [
      'under another name',
      `import { shopHoursProvider as hours } from './plugwright/providers/shop-hours.js';\n${plugin('[hours]')}`,
    ],
    [
      'in a namespace',
      `import * as hours from './plugwright/providers/shop-hours.js';\n${plugin('[hours.shopHoursProvider]')}`,
    ],
    [
      'in a spread list',
      `import { shopHoursProvider } from './plugwright/providers/shop-hours.js';\nconst some = [shopHoursProvider];\n${plugin('[...some]')}`,
    ],
    [
      'through a barrel',
      `import { shopHoursProvider } from './all.js';\n${plugin('[shopHoursProvider]')}`,
    ],
    [
      'through a barrel of everything',
      `import { shopHoursProvider } from './star.js';\n${plugin('[shopHoursProvider]')}`,
    ],
  ])('is left alone: %s', async (_name, entry) => {
    const barrels = {
      'src/all.ts':
        "import { shopHoursProvider } from './plugwright/providers/shop-hours.js';\nexport { shopHoursProvider };\n",
      'src/star.ts': "export * from './all.js';\n",
    };
    expect(await there(entry, barrels)).toEqual([]);
  });

  it('gets it again by the name that the file imports it under', async () => {
    const entry = `import { shopHoursProvider as hours } from './plugwright/providers/shop-hours.js';\n${plugin('[]')}`;
    const [file] = await there(entry);
    expect(changeOf(entry, file?.after ?? '')).toMatchObject({ added: [], lost: [] });
    expect(file?.after).toContain('providers: [hours]');
  });

  it('is not fooled by elements of other kinds', async () => {
    const files = withFiles(bare, {
      'src/index.ts': `import other from 'other';\nimport { type Provider } from './types.js';\n${plugin("[other, other.part, make(), { name: 'X', get: async () => ({}) }]")}`,
      'src/types.ts': 'export type Provider = 1;\n',
    });
    expect(text(await add(files, provider), 'src/index.ts')).toContain(
      '({}) }, shopHoursProvider]',
    );
  });
});

describe('files that were added before', () => {
  it('may be changed as long as nothing new is needed in them', async () => {
    const files = applied(bare, await add(bare, provider));
    const mine = withFiles(files, { [PROVIDER]: `${files.get(PROVIDER) ?? ''}// mine\n` });

    expect(await add(mine, provider)).toMatchObject({ changed: false, diagnostics: [] });
    const plan = await add(mine, { fragment: fragments.route });
    expect(codes(plan).filter((code) => code !== 'PW_EDIT_NO_TEST_RUNNER')).toEqual([]);
    expect(pathsOf(plan)).not.toContain(PROVIDER);
  });

  it('stop the edit when they were changed and have to change', async () => {
    const files = applied(bare, await add(bare, { fragment: fragments.action }));
    const path = 'src/plugwright/config.ts';
    const mine = withFiles(files, { [path]: `${files.get(path) ?? ''}// mine\n` });
    const other = fragment(`
apis: { toys: { baseUrl: https://toys.example, baseUrlEnv: TOYS_URL } }
environment: [{ name: TOYS_URL, description: Toys }]
permissions:
  hosts: [{ host: toys.example, reason: Toys }]
  environment: [{ name: TOYS_URL, reason: Toys }]
actions:
  - name: TOYS_GET
    description: Toys
    run: { kind: http, api: toys, method: GET, path: /, response: { kind: text } }
`);
    expect(codes(await add(mine, { fragment: other }))).toEqual(['PW_EDIT_FILE_CHANGED']);
    const plan = await add(files, { fragment: other });
    expect(plan.changed).toBe(true);
    expect(text(plan, path)).toContain('TOYS_URL');
  });

  it('keep comments in the record of what was added', async () => {
    const record = 'src/plugwright/plugwright.yaml';
    const files = applied(bare, await add(bare, provider));
    const mine = withFiles(files, {
      [record]: (files.get(record) ?? '').replace('providers:', '# by hand\nproviders:'),
    });
    const plan = await add(mine, { fragment: fragments.route });
    expect(changeOf(mine.get(record) ?? '', text(plan, record)).lost).toEqual([]);
    expect(text(plan, record)).toContain('# by hand\nproviders:');
    expect(text(plan, record)).toContain('shop-sign');
    expect(await add(applied(mine, plan), { fragment: fragments.route })).toMatchObject({
      changed: false,
    });
  });

  it('are not written again when somebody threw a body away', async () => {
    const files = new Map(applied(bare, await add(bare, { fragment: fragments.service })));
    files.delete('src/plugwright/handlers/shop-keeper.service.ts');
    expect(await add(files, { fragment: fragments.service })).toMatchObject({ changed: false });
  });

  it('carry the name of the package, or that of the part when there is none', async () => {
    const scoped = withFiles(bare, { 'package.json': '{ "name": "@me/plugin-mine" }' });
    const nameless = new Map([...bare].filter(([path]) => path !== 'package.json'));
    const record = 'src/plugwright/plugwright.yaml';
    expect(text(await add(scoped, provider), record)).toContain('name: plugin-mine');
    expect(text(await add(nameless, provider), record)).toContain('name: plugin-part');
  });
});

describe('a file', () => {
  it('keeps its byte order mark', async () => {
    const files = withFiles(bare, { 'src/index.ts': `\uFEFF${bare.get('src/index.ts') ?? ''}` });
    const after = text(await add(files, provider), 'src/index.ts');
    expect(after.startsWith('\uFEFFimport')).toBe(true);
    expect(after.lastIndexOf('\uFEFF')).toBe(0);
    expect(after).toContain('providers: [shopHoursProvider]');
  });

  it('can be a module or hold markup', async () => {
    const body = "export default { name: 'plugin-x', description: 'x', providers: [] };\n";
    const files = new Map([
      ['package.json', '{}'],
      ['src/index.mts', "export { default } from './view.js';\n"],
      ['src/view.tsx', `export const view = <b>x</b>;\n${body}`],
    ]);
    const plan = await add(files, provider);
    expect(text(plan, 'src/view.tsx')).toContain('providers: [shopHoursProvider]');
  });

  it('with a syntax error is told by its place', () => {
    expect(syntaxErrors('a.ts', 'const a = 1;\nconst = 2;\n')[0]).toMatch(/^2:7 /);
    expect(syntaxErrors('a.tsx', 'const a = <b>1</b>;\n')).toEqual([]);
  });
});

describe('the summary of a plan', () => {
  it('is a unified diff', async () => {
    const plan = await add(bare, provider);
    expect(summariseEdit(plan)).toContain(
      '--- /dev/null\n+++ b/src/plugwright/providers/shop-hours.ts',
    );
    expect(summariseEdit(plan)).toContain('--- a/src/index.ts\n+++ b/src/index.ts');
    expect(summariseEdit({ files: [], diagnostics: [], changed: false })).toBe('');
  });
});
