import { describe, expect, it } from 'vitest';
import { type Files, fragment, fragments, shape } from './__fixtures__/shapes.js';
import { add } from './index.js';

const manifest = '{ "name": "plugin-odd", "version": "1.0.0" }\n';
const odd = (entry: string, more: Record<string, string> = {}): Files =>
  new Map([['package.json', manifest], ['src/index.ts', entry], ...Object.entries(more)]);
const plugin = (body: string, before = '') =>
  odd(
    `import type { Plugin } from '@elizaos/core';\n${before}\nexport const oddPlugin: Plugin = {\n  name: 'plugin-odd',\n  description: 'Odd',\n${body}};\n`,
  );

const refusals: [string, Files, string][] = [
  ['a list that is filtered', plugin('  providers: [].filter(Boolean),\n'), 'LIST_COMPUTED'],
  [
    'a list that depends',
    plugin('  providers: process.env.X ? [] : undefined,\n'),
    'LIST_COMPUTED',
  ],
  [
    'a list that a function returns',
    plugin('  providers: makeProviders(),\n', 'const makeProviders = () => [];'),
    'LIST_COMPUTED',
  ],
  [
    'a list that is assigned again',
    plugin('  providers,\n', 'let providers = [];\nproviders = [];'),
    'LIST_COMPUTED',
  ],
  ['a list behind a getter', plugin('  get providers() { return []; },\n'), 'LIST_COMPUTED'],
  ['a list that is an object', plugin('  providers: {} as never,\n'), 'LIST_COMPUTED'],
  [
    'a shorthand without a value',
    plugin('  providers,\n', 'declare const providers: [];'),
    'LIST_COMPUTED',
  ],
  ['a computed key', plugin('  [String(1)]: [],\n'), 'LIST_COMPUTED'],
  [
    'a spread part from a package',
    plugin('  ...base,\n', "import { base } from 'some-package';"),
    'LIST_COMPUTED',
  ],
  [
    'a list of values of a namespace',
    odd(
      "import type { Plugin } from '@elizaos/core';\nimport * as parts from './parts.js';\nexport default { name: 'plugin-odd', description: 'Odd', providers: Object.values(parts) } as Plugin;\n",
      { 'src/parts.ts': 'export const one = 1;\n' },
    ),
    'LIST_COMPUTED',
  ],
  ['no plugin', odd('export const answer = 42;\n'), 'PLUGIN_NOT_FOUND'],
  ['no entry', new Map([['package.json', manifest]]), 'PLUGIN_NOT_FOUND'],
  [
    'a project of agents',
    odd("export default { name: 'x', description: 'y', agents: [] };\n"),
    'PLUGIN_NOT_FOUND',
  ],
  [
    'two plugins',
    odd(
      "import type { Plugin } from '@elizaos/core';\nexport const a: Plugin = { name: 'a', description: 'a' };\nexport const b: Plugin = { name: 'b', description: 'b' };\n",
    ),
    'PLUGIN_AMBIGUOUS',
  ],
  [
    'a plugin from another package',
    odd("import { make } from 'some-package';\nexport default make('plugin-odd');\n"),
    'PLUGIN_COMPUTED',
  ],
  [
    'a plugin merged from several objects',
    odd("export default Object.assign({ name: 'a' }, { description: 'b' });\n"),
    'PLUGIN_COMPUTED',
  ],
  [
    'a plugin that one of several returns make',
    odd(
      "function make() { if (process.env.X) return { name: 'a', description: 'a' }; return { name: 'b', description: 'b' }; }\nexport default make();\n",
    ),
    'PLUGIN_COMPUTED',
  ],
  [
    'a name that is imported',
    plugin('', "import { shopHoursProvider } from 'shop';"),
    'NAME_TAKEN',
  ],
  [
    'a name that is a default import',
    plugin('', "import shopHoursProvider from 'shop';"),
    'NAME_TAKEN',
  ],
  [
    'a name that is a namespace',
    plugin('', "import * as shopHoursProvider from 'shop';"),
    'NAME_TAKEN',
  ],
  ['a name that is a variable', plugin('', 'const shopHoursProvider = 1;'), 'NAME_TAKEN'],
  ['a name that is a function', plugin('', 'function shopHoursProvider() {}'), 'NAME_TAKEN'],
  ['a name that is a type', plugin('', 'type shopHoursProvider = 1;'), 'NAME_TAKEN'],
  [
    'a name that is a parameter where the list is',
    odd(
      "import type { Plugin } from '@elizaos/core';\nconst make = (shopHoursProvider: string): Plugin => ({ name: 'plugin-odd', description: shopHoursProvider, providers: [] });\nexport default make('x');\n",
    ),
    'NAME_TAKEN',
  ],
  [
    'a provider of that name',
    plugin("  providers: [{ name: 'SHOP_HOURS', get: async () => ({}) }],\n"),
    'NAME_TAKEN',
  ],
  [
    'a file in the way',
    new Map([...plugin(''), ['src/plugwright/providers/shop-hours.ts', 'export {};\n']]),
    'FILE_EXISTS',
  ],
];

describe('an edit that is not safe', () => {
  it.each(refusals)('is refused and changes nothing: %s', async (_name, files, code) => {
    const plan = await add(files, { fragment: fragments.provider });

    expect(plan.diagnostics.map((one) => one.code)).toEqual([`PW_EDIT_${code}`]);
    expect(plan.diagnostics[0]?.hint).toMatch(/\w/);
    expect(plan).toMatchObject({ files: [], changed: false });
  });

  it('shows the line', async () => {
    const plan = await add(plugin('  providers: [].concat([]),\n'), {
      fragment: fragments.provider,
    });
    expect(plan.diagnostics[0]?.position).toEqual({ source: 'src/index.ts', line: 6, column: 14 });
  });

  it('is refused as a whole when only one of its parts is not possible', async () => {
    const files = plugin('  services: [].concat([]),\n');
    const plan = await add(files, { fragment: fragments.action });
    expect(plan).toMatchObject({ files: [], changed: false });
  });

  it('is refused for events that are not an object, and handlers that are not a list', async () => {
    const list = await add(plugin('  events: [] as never,\n'), { fragment: fragments.event });
    const one = await add(plugin('  events: { MESSAGE_RECEIVED: {} as never },\n'), {
      fragment: fragments.event,
    });
    expect([list, one].map((plan) => plan.diagnostics[0]?.code)).toEqual([
      'PW_EDIT_LIST_COMPUTED',
      'PW_EDIT_LIST_COMPUTED',
    ]);
  });

  it.each([
    [
      'an event of its own',
      'events: [{ event: SHOP_CLOSED, description: It closed, run: { kind: log } }]',
      'PW_EDIT_EVENT_CUSTOM',
    ],
    [
      'a task',
      'tasks: [{ name: SWEEP, description: Sweeps, run: { kind: custom } }]',
      'PW_EDIT_KIND_UNSUPPORTED',
    ],
    [
      'a model handler',
      'models: [{ type: TEXT_SMALL, description: Answers, run: { kind: custom } }]',
      'PW_EDIT_KIND_UNSUPPORTED',
    ],
  ])('is refused for what no list can hold: %s', async (_name, text, code) => {
    const plan = await add(shape('bare'), { fragment: fragment(text) });
    expect(plan.diagnostics.map((one) => one.code)).toEqual([code]);
  });

  it('is refused for a service and a route that are there', async () => {
    const files = plugin(
      "  services: [Keeper],\n  routes: [{ type: 'GET', path: '/shop/sign' }],\n",
      "import { Service } from '@elizaos/core';\nclass Keeper extends Service { static serviceType = 'shop_keeper'; static other = 1; }",
    );
    const service = await add(files, { fragment: fragments.service });
    const route = await add(files, { fragment: fragments.route });
    expect([service, route].map((plan) => plan.diagnostics[0]?.code)).toEqual([
      'PW_EDIT_NAME_TAKEN',
      'PW_EDIT_NAME_TAKEN',
    ]);
  });

  it('is refused when the entry that was named does not exist', async () => {
    const plan = await add(shape('bare'), { fragment: fragments.route }, { entry: 'src/x.ts' });
    expect(plan.diagnostics[0]?.code).toBe('PW_EDIT_ENTRY_NOT_FOUND');
  });

  it('is refused when the record of what was added before does not read', async () => {
    const files = new Map([...shape('bare'), ['src/plugwright/plugwright.yaml', 'name: [']]);
    const plan = await add(files, { fragment: fragments.route });
    expect(plan).toMatchObject({ files: [], changed: false });
    expect(plan.diagnostics[0]?.severity).toBe('error');
  });

  it('is refused when it conflicts with what was added before', async () => {
    const first = await add(shape('bare'), { fragment: fragments.provider });
    const files = new Map([
      ...shape('bare'),
      ...first.files.map(({ path, after }): [string, string] => [path, after]),
    ]);
    const other = fragment(
      'providers: [{ name: SHOP_HOURS, description: Hours, run: { kind: text, template: Never. } }]',
    );
    expect((await add(files, { fragment: other })).diagnostics[0]?.code).toBe(
      'PW_EDIT_SPEC_CONFLICT',
    );
  });

  it('leaves a file with syntax errors of its own as broken as it was', async () => {
    const files = new Map(plugin('  providers: [],\n'));
    files.set('src/index.ts', `${files.get('src/index.ts') ?? ''}const = ;\n`);
    const plan = await add(files, { fragment: fragments.provider });
    expect(plan.diagnostics.filter((one) => one.severity === 'error')).toEqual([]);
  });
});

describe('an entry that was named', () => {
  it('wins over the usual files', async () => {
    const files = new Map([
      ...shape('bare'),
      ['src/other.ts', "export default { name: 'plugin-other', description: 'Other' };\n"],
    ]);
    const plan = await add(files, { fragment: fragments.route }, { entry: 'src/other.ts' });
    expect(plan.files.map(({ path }) => path)).toContain('src/other.ts');
    expect(plan.files.map(({ path }) => path)).not.toContain('src/index.ts');
  });
});
