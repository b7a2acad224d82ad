import type { PluginSpec } from '@plugwright/spec';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeOf } from './__fixtures__/diff.js';
import {
  applied,
  type Files,
  fragments,
  type Kind,
  kinds,
  shape,
  shapes,
} from './__fixtures__/shapes.js';
import { typeErrors } from './__fixtures__/type-check.js';
import { add, mergeSpecs } from './index.js';

import { isCode } from './sources.js';
import { syntaxErrors } from './ts-morph.js';

/** One of every kind in one part; a variable alone is another thing than one that a component needs. */
const everything = kinds.slice(1).reduce<PluginSpec>((whole, kind) => {
  const merged = mergeSpecs(whole, kind === 'variable' ? fragments.provider : fragments[kind]);
  return merged.ok ? merged.spec : whole;
}, fragments.action);

async function addAll(files: Files): Promise<Files> {
  let current = files;
  for (const fragment of [everything, fragments.variable]) {
    const plan = await add(current, { fragment });
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    current = applied(current, plan);
  }
  return current;
}

/** Imports to add. An action of an API comes with the service that holds the API's connection state. */
const IMPORTS: Record<Kind, number> = {
  action: 2,
  provider: 1,
  evaluator: 1,
  service: 1,
  route: 1,
  event: 1,
  variable: 0,
};
/** Elements to add. A variable stands in the schema of the settings, and where they are collected. */
const ELEMENTS = { ...IMPORTS, variable: 2 };

const results = new Map<string, Files>();
beforeAll(async () => {
  for (const [name, files] of shapes) results.set(name, await addAll(files));
});

describe.each(shapes)('%s', (name, files) => {
  it.each(kinds)('takes one more: %s', async (kind) => {
    const plan = await add(files, { fragment: fragments[kind] });

    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan.changed).toBe(true);
    const edits = plan.files.filter((file) => file.kind === 'edit' && isCode(file.path));
    const changes = edits.map(({ before = '', after }) => changeOf(before, after));
    const added = changes.flatMap((change) => change.added);
    const grown = changes.flatMap((change) => change.grown);
    // A comma after an element that had none is not a line of its own.
    const commas = grown.filter(([old, now]) => now.length === old.length + 1);
    const imports = added.filter((line) => line.startsWith('import'));
    const elements = added.length - imports.length + grown.length - commas.length;
    expect(changes.flatMap((change) => change.lost)).toEqual([]);
    expect(imports).toHaveLength(IMPORTS[kind]);
    expect(elements).toBeLessThanOrEqual(ELEMENTS[kind]);
    expect(elements).toBeGreaterThanOrEqual(Math.min(1, IMPORTS[kind]));
    expect(commas.length).toBeLessThanOrEqual(IMPORTS[kind]);
    expect(edits.flatMap(({ path, after }) => syntaxErrors(path, after))).toEqual([]);

    const again = await add(applied(files, plan), { fragment: fragments[kind] });
    expect(again).toMatchObject({ files: [], changed: false });
  });

  it('takes everything with CRLF line ends as it does with LF', async () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    const expected = [...(results.get(name) ?? [])].map(([path, text]) => [path, crlf(text)]);

    const result = await addAll(new Map([...files].map(([path, text]) => [path, crlf(text)])));

    expect(Object.fromEntries(result)).toEqual(Object.fromEntries(expected));
  });
});

describe('plugins that took one of every kind', () => {
  it('type-check, with their new tests', async () => {
    expect([everything.actions, everything.routes, everything.events].flat()).toHaveLength(3);
    expect(results.size).toBeGreaterThanOrEqual(20);
    expect(await typeErrors(results)).toEqual([]);
  }, 120_000);

  it('type-check without strict rules too, as in the official full template', async () => {
    const starter = new Map([...results].filter(([name]) => name === 'official-starter'));
    expect(await typeErrors(starter, false)).toEqual([]);
  });

  it('would show a type error', async () => {
    const wrong = 'export const count: number = "";\n';
    const broken = new Map([...shape('bare'), ['src/index.ts', wrong]]);
    expect(await typeErrors(new Map([['bare', broken]]))).toHaveLength(1);
  });
});
