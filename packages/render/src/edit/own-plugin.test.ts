import { beforeAll, describe, expect, it } from 'vitest';
import { readSpec } from '@plugwright/spec';
import type { Manifest } from '../manifest.js';
import { render } from '../render.js';
import { textDigest } from '../tree-digest.js';
import { changeOf } from './__fixtures__/diff.js';
import {
  applied,
  type Files,
  fragment,
  fragments,
  type Kind,
  kinds,
} from './__fixtures__/shapes.js';
import { typeErrors } from './__fixtures__/type-check.js';
import { add, type EditPlan, summariseEdit } from './index.js';

const MANIFEST = '.plugwright/manifest.json';
let made: Files;
beforeAll(async () => {
  const tree = await render({ ...fragments.action, name: 'plugin-shop' });
  made = new Map(tree.map((file) => [file.path, file.text]));
});

const edited = (changes: Record<string, (text: string) => string>): Files =>
  new Map([
    ...made,
    ...Object.entries(changes).map(([path, change]): [string, string] => [
      path,
      change(made.get(path) ?? ''),
    ]),
  ]);
const codes = (plan: EditPlan) => plan.diagnostics.map(({ code }) => code);
const pathsOf = (plan: EditPlan) => plan.files.map(({ path }) => path);
const manifestOf = (files: Files) => JSON.parse(files.get(MANIFEST) ?? '') as Manifest;

async function addAll(files: Files, order: readonly Kind[]): Promise<Files> {
  let current = files;
  for (const kind of order) {
    const plan = await add(current, { fragment: fragments[kind] });
    expect(codes(plan)).toEqual([]);
    current = applied(current, plan);
  }
  return current;
}

describe('a plugin that Plugwright made', () => {
  it('is, when nobody changed it, what its grown spec renders to', async () => {
    const result = await addAll(made, kinds);

    const spec = readSpec(result.get('plugwright.yaml') ?? '');
    const tree = spec.ok ? await render(spec.spec) : [];
    expect(Object.fromEntries(result)).toEqual(
      Object.fromEntries(tree.map(({ path, text }) => [path, text])),
    );
    expect(await typeErrors(new Map([['plugin-shop', result]]))).toEqual([]);
  });

  it.each(kinds)('changes nothing the second time: %s', async (kind) => {
    const once = applied(made, await add(made, { fragment: fragments[kind] }));
    expect(await add(once, { fragment: fragments[kind] })).toMatchObject({
      files: [],
      changed: false,
      diagnostics: [],
    });
  });

  it('gets two lines in an entry that somebody changed', async () => {
    const files = edited({
      'src/index.ts': (text) => text.replace('  services:', '  // my own order\n  services:'),
    });
    const plan = await add(files, { fragment: fragments.provider });

    const entry = plan.files.find(({ path }) => path === 'src/index.ts');
    expect(changeOf(entry?.before ?? '', entry?.after ?? '')).toEqual({
      added: [
        "import { shopHoursProvider } from './providers/shop-hours.js';",
        '  providers: [shopHoursProvider],',
      ],
      grown: [],
      lost: [],
    });
    expect(summariseEdit(plan)).toContain('+  providers: [shopHoursProvider],');
  });

  it('keeps comments and own keys of package.json, plugwright.yaml and .env.example', async () => {
    const files = edited({
      'package.json': (text) => text.replace('"license"', '"mine": true,\n  "license"'),
      'plugwright.yaml': (text) =>
        `# mine\n${text.replace('actions:', '# what it can do\nactions:')}`,
      '.env.example': (text) => `${text}# mine\nMINE=1\n`,
      'src/index.ts': (text) => `${text}// mine\n`,
    });
    const plan = await add(files, { fragment: fragments.variable });
    const result = applied(files, plan);

    expect(codes(plan)).toEqual([]);
    for (const path of ['package.json', 'plugwright.yaml', '.env.example', 'src/index.ts']) {
      const change = changeOf(files.get(path) ?? '', result.get(path) ?? '');
      expect(change.lost).toEqual([]);
      expect(change.added.join('\n')).toContain('SHOP_TOKEN');
    }
    expect(result.get('plugwright.yaml')).toContain('# what it can do\nactions:');
    expect(await add(result, { fragment: fragments.variable })).toMatchObject({ changed: false });
    const read = readSpec(result.get('plugwright.yaml') ?? '');
    expect(read).toMatchObject({ ok: true });
  });

  it('records the base of shared files, so that a later merge starts from what was rendered', async () => {
    const files = edited({ 'src/index.ts': (text) => `${text}// mine\n` });
    const result = applied(files, await add(files, { fragment: fragments.route }));
    const entry = manifestOf(result).files['src/index.ts'];

    expect(entry?.base).toContain('routes: [shopSignRoute]');
    expect(entry?.base).not.toContain('// mine');
    expect(entry?.digest).toBe(textDigest(result.get('src/index.ts') ?? ''));
  });

  it('has the same files in CRLF', async () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    const windows = new Map([...made].map(([path, text]) => [path, crlf(text)]));
    const expected = await addAll(made, ['provider', 'variable']);

    const result = await addAll(windows, ['provider', 'variable']);

    expect(Object.fromEntries(result)).toEqual(
      Object.fromEntries([...expected].map(([path, text]) => [path, crlf(text)])),
    );
  });

  it('merges a README that somebody changed elsewhere', async () => {
    const files = edited({ 'README.md': (text) => `${text}\n## My notes\n` });
    const result = applied(files, await add(files, { fragment: fragments.route }));

    expect(result.get('README.md')).toContain('## My notes');
    expect(result.get('README.md')).toContain('/shop/sign');
    expect(await add(result, { fragment: fragments.route })).toMatchObject({ changed: false });
  });

  it('leaves a README alone whose same lines were changed, and says so', async () => {
    const files = edited({
      'README.md': (text) => text.replaceAll('\n## Settings', '\n## What to set'),
    });
    const plan = await add(files, { fragment: fragments.route });
    const again = await add(applied(files, plan), { fragment: fragments.route });

    expect(codes(plan)).toEqual(['PW_EDIT_NOT_MERGED']);
    expect(pathsOf(plan)).not.toContain('README.md');
    expect(pathsOf(plan)).toContain('src/routes/shop-sign.ts');
    expect(again).toMatchObject({ changed: false });
  });

  it('merges an entry whose frame has to change: an event of its own', async () => {
    const own = fragment(
      'events: [{ event: SHOP_CLOSED, description: The shop closed, run: { kind: log } }]',
    );
    const files = edited({ 'src/index.ts': (text) => `${text}\nexport const mine = 1;\n` });
    const plan = await add(files, { fragment: own });
    const result = applied(files, plan);

    expect(codes(plan)).toEqual([]);
    expect(result.get('src/index.ts')).toContain('export const mine = 1;');
    expect(result.get('src/index.ts')).toMatch(/SHOP_CLOSED/);
    expect(await add(result, { fragment: own })).toMatchObject({ changed: false });
  });

  it('does not bring back what somebody took out of the entry or threw away', async () => {
    const custom = fragment(
      'actions: [{ name: SHOP_OPEN, description: Opens, run: { kind: custom, notes: Open it } }]',
    );
    const grown = new Map(applied(made, await add(made, { fragment: custom })));
    grown.delete('src/handlers/shop-open.ts');
    grown.set(
      'src/index.ts',
      (grown.get('src/index.ts') ?? '').replace(/\s*petsGetAction,(?= shop|\s+shop)/, ''),
    );
    const plan = await add(grown, { fragment: fragments.provider });

    expect(pathsOf(plan)).not.toContain('src/handlers/shop-open.ts');
    expect(applied(grown, plan).get('src/index.ts')).not.toMatch(/actions: \[[^\]]*petsGetAction/);
  });

  it('refuses when a generated file was changed and is needed in another version', async () => {
    const files = edited({ 'src/config.ts': (text) => `${text}// mine\n` });

    const other = await add(files, { fragment: fragments.provider });
    const needed = await add(files, { fragment: fragments.variable });

    expect(codes(other)).toEqual([]);
    expect(pathsOf(other)).not.toContain('src/config.ts');
    expect(needed).toMatchObject({ files: [], changed: false });
    expect(needed.diagnostics[0]).toMatchObject({
      code: 'PW_EDIT_FILE_CHANGED',
      position: { source: 'src/config.ts' },
    });
  });

  it('refuses to write over a file that it did not make', async () => {
    const files = new Map([...made, ['src/providers/shop-hours.ts', 'export {};\n']]);
    expect(codes(await add(files, { fragment: fragments.provider }))).toEqual([
      'PW_EDIT_FILE_EXISTS',
    ]);
  });

  it('refuses a name that a hand-written component has', async () => {
    const mine =
      "export const mine = { name: 'SHOP_HOURS', get: async () => ({ text: 'Never.' }) };\n";
    const files = new Map([...made, ['src/mine.ts', mine]]);
    expect(codes(await add(files, { fragment: fragments.provider }))).toEqual([
      'PW_EDIT_NAME_TAKEN',
    ]);
  });

  it('refuses a spec that does not read, a manifest that is broken, and a part that conflicts', async () => {
    const broken = await add(edited({ 'plugwright.yaml': () => 'name: [' }), {
      fragment: fragments.route,
    });
    const lost = await add(edited({ [MANIFEST]: () => '{' }), { fragment: fragments.route });
    const [action] = fragments.action.actions;
    const conflict = await add(made, {
      fragment: {
        ...fragments.action,
        actions: action ? [{ ...action, parameters: [], similes: [] }] : [],
      },
    });

    expect(broken.diagnostics[0]).toMatchObject({ severity: 'error' });
    expect(codes(lost)).toEqual(['PW_EDIT_MANIFEST']);
    expect(codes(conflict)).toEqual(['PW_EDIT_SPEC_CONFLICT']);
    expect([broken, lost, conflict].every((plan) => !plan.changed)).toBe(true);
  });

  it('says when another version of the tool made it', async () => {
    const files = edited({
      [MANIFEST]: (text) => text.replace(/"version": "[^"]+"/, '"version": "0.0.1"'),
    });
    expect(codes(await add(files, { fragment: fragments.route }))).toContain(
      'PW_EDIT_TOOL_VERSION',
    );
  });
});
