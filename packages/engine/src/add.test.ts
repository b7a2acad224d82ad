import { writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { helloSpec, timesApi, useWorkspace } from './__fixtures__/workspace.js';
import { add, type AddToPluginOptions } from './add.js';
import { create } from './create.js';

const workspace = useWorkspace();
const put = (options: Partial<AddToPluginOptions> & { from: string }) =>
  add({ kind: 'action', directory: 'plugin-hello', yes: true, host: workspace.host(), ...options });
const wave = `name: HELLO_WAVE
description: Waves at somebody.
parameters:
  - { name: who, required: true, schema: { type: string } }
run: { kind: text, template: 'Waves at {who}.' }
`;
const fragment = `actions:
  - ${wave.trimEnd().replaceAll('\n', '\n    ')}
  - name: HELLO_BOW
    description: Bows.
    run: { kind: text, template: Bows. }
environment:
  - name: HELLO_MOOD
    description: How we feel.
permissions:
  environment:
    - { name: HELLO_MOOD, reason: To be polite. }
`;

describe('add', () => {
  beforeEach(async () => {
    await workspace.write('hello.yaml', helloSpec);
    await create({ source: 'hello.yaml', verify: false, host: workspace.host() });
  });

  it('adds an action from a component that stands alone, once', async () => {
    await workspace.write('wave.yaml', wave);
    const result = await put({ from: 'wave.yaml' });
    expect(result).toMatchObject({ outcome: 'written', name: 'HELLO_WAVE' });
    expect(result.applied?.written).toContain('src/actions/hello-wave.ts');
    expect(result.diff).toContain('+++ b/src/index.ts');
    expect(await workspace.read('plugin-hello/src/index.ts')).toContain('hello-wave');
    expect(await put({ from: 'wave.yaml' })).toMatchObject({ outcome: 'unchanged' });
  });

  it('keeps what a person wrote into the plugin', async () => {
    const path = workspace.path('plugin-hello', 'src', 'index.ts');
    const before = await workspace.read('plugin-hello/src/index.ts');
    await writeFile(path, `// by hand\n${before}`);
    await workspace.write('wave.yaml', wave);
    expect((await put({ from: 'wave.yaml' })).outcome).toBe('written');
    expect(await workspace.read('plugin-hello/src/index.ts')).toMatch(/^\/\/ by hand\n/);
  });

  it('takes one of several components by a name in any style', async () => {
    await workspace.write('more.yaml', fragment);
    expect(await put({ from: 'more.yaml', name: 'helloBow' })).toMatchObject({ name: 'HELLO_BOW' });
    await expect(put({ from: 'more.yaml' })).rejects.toMatchObject({
      code: 'PW_ADD_COMPONENT_CHOICE',
      hint: expect.stringContaining('HELLO_WAVE, HELLO_BOW'),
    });
    await expect(put({ from: 'more.yaml', name: 'jump' })).rejects.toMatchObject({
      code: 'PW_ADD_COMPONENT_UNKNOWN',
    });
    await expect(put({ from: 'more.yaml', kind: 'service' })).rejects.toMatchObject({
      code: 'PW_ADD_COMPONENT_UNKNOWN',
    });
    expect(await put({ from: 'more.yaml', kind: 'variable' })).toMatchObject({
      outcome: 'written',
      name: 'HELLO_MOOD',
    });
  });

  it('adds from a whole spec, and from an operation of an OpenAPI document', async () => {
    await workspace.write('other.yaml', helloSpec.replaceAll('HELLO_GREET', 'HELLO_AGAIN'));
    expect(await put({ from: 'other.yaml' })).toMatchObject({ name: 'HELLO_AGAIN' });
    await workspace.write('times.json', JSON.stringify(timesApi));
    const first = await put({ from: 'times.json', name: 'getTime' });
    expect(first.outcome).toBe('written');
    expect(first.name).toMatch(/GET_TIME$/);
    const named = await put({ from: 'times.json', operation: 'listZones', name: 'showZones' });
    expect(named).toMatchObject({ outcome: 'written', name: 'SHOW_ZONES' });
    await expect(put({ from: 'times.json' })).rejects.toMatchObject({
      code: 'PW_ADD_COMPONENT_CHOICE',
    });
    await expect(put({ from: 'times.json', kind: 'route', name: 'x' })).rejects.toMatchObject({
      code: 'PW_ADD_COMPONENT_CHOICE',
      message: expect.stringContaining('route'),
    });
    expect(await put({ from: 'times.json', name: 'noSuchThing' })).toMatchObject({
      outcome: 'unreadable',
    });
  });

  it('adds from a second API under the name of its own document', async () => {
    await workspace.write('times.json', JSON.stringify(timesApi));
    await put({ from: 'times.json', name: 'getTime' });
    const tides = {
      ...timesApi,
      info: { ...timesApi.info, title: 'Tide tables' },
      servers: [{ url: 'https://tides.example.com' }],
    };
    await workspace.write('tides.json', JSON.stringify(tides));
    const added = await put({ from: 'tides.json', name: 'getTime' });
    expect(added).toMatchObject({ outcome: 'written', name: 'TIDE_TABLES_GET_TIME' });
    const spec = await workspace.read('plugin-hello/plugwright.yaml');
    expect(spec).toContain('baseUrl: https://tides.example.com');
    expect(spec).toContain('baseUrlEnv: TIDE_TABLES_BASE_URL');
    expect((await put({ from: 'tides.json', name: 'getTime' })).outcome).toBe('unchanged');
  });

  it('shows the diff first: plans only with dryRun, and writes only when somebody agrees', async () => {
    await workspace.write('wave.yaml', wave);
    const before = await workspace.read('plugin-hello/src/index.ts');
    expect(await put({ from: 'wave.yaml', dryRun: true })).toMatchObject({
      outcome: 'planned',
      diff: expect.stringContaining('hello-wave'),
    });
    const refused = await put({ from: 'wave.yaml', yes: false });
    expect(refused.outcome).toBe('refused');
    expect(refused.diagnostics.at(-1)).toMatchObject({ code: 'PW_ADD_DECLINED' });
    expect(await workspace.read('plugin-hello/src/index.ts')).toBe(before);
    let seen = '';
    const agreed = await put({
      from: 'wave.yaml',
      yes: false,
      confirm: async ({ diff }) => {
        seen = diff;
        return true;
      },
    });
    expect(agreed.outcome).toBe('written');
    expect(seen).toBe(agreed.diff);
  });

  it('gives the place of a mistake in a fragment, also when the component stands alone', async () => {
    await workspace.write('wave.yaml', wave.replace('kind: text', 'kind: poem'));
    expect(await put({ from: 'wave.yaml' })).toMatchObject({
      outcome: 'unreadable',
      diagnostics: [{ position: { source: 'wave.yaml', line: 5 } }],
    });
    await workspace.write('broken.yaml', 'actions: [');
    expect(await put({ from: 'broken.yaml' })).toMatchObject({ outcome: 'unreadable' });
  });

  it('refuses what is no fragment, no plugin, or cannot be edited', async () => {
    await workspace.write('list.yaml', '- 1\n');
    await workspace.write('odd.yaml', 'a: 1\n');
    for (const from of ['list.yaml', 'odd.yaml'])
      await expect(put({ from })).rejects.toMatchObject({ code: 'PW_ADD_FRAGMENT' });
    await workspace.write('wave.yaml', wave);
    for (const directory of ['nowhere', '.'])
      await expect(put({ from: 'wave.yaml', directory })).rejects.toMatchObject({
        code: 'PW_ADD_NO_PLUGIN',
      });
    await workspace.write('strange/package.json', 'not json');
    const refused = await put({ from: 'wave.yaml', directory: 'strange' });
    expect(refused.outcome).toBe('refused');
    expect(refused.diagnostics[0]?.code).toMatch(/^PW_EDIT_/);
    await workspace.write('nameless/package.json', '{ "name": 1 }');
    expect((await put({ from: 'wave.yaml', directory: 'nameless' })).outcome).toBe('refused');
    const here = { kind: 'action', from: 'wave.yaml', directory: workspace.path('none') } as const;
    await expect(add(here)).rejects.toMatchObject({ code: 'PW_ADD_NO_PLUGIN' });
  });
});
