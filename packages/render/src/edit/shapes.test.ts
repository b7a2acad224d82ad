import { describe, expect, it } from 'vitest';
import { changeOf } from './__fixtures__/diff.js';
import { type Files, fragments, type Kind, kinds, shapes } from './__fixtures__/shapes.js';
import { add, type EditPlan } from './index.js';
import { isCode } from './sources.js';
import { syntaxErrors } from './ts-morph.js';

const applied = (files: Files, plan: EditPlan): Files =>
  new Map([...files, ...plan.files.map((file): [string, string] => [file.path, file.after])]);

async function addAll(files: Files, order: readonly Kind[]): Promise<Files> {
  let current = files;
  for (const kind of order) {
    const plan = await add(current, { fragment: fragments[kind] });
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    current = applied(current, plan);
  }
  return current;
}

/** An action of an API comes with the service that holds the API's connection state. */
const REGISTRATIONS: Record<Kind, number> = {
  action: 2,
  provider: 1,
  evaluator: 1,
  service: 1,
  route: 1,
  event: 1,
  variable: 0,
};

/** A variable stands in the schema of the settings and where they are collected. */
const ELEMENTS = { ...REGISTRATIONS, variable: 2 };

describe.each(shapes)('%s', (_name, files) => {
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
    expect(imports).toHaveLength(REGISTRATIONS[kind]);
    expect(elements).toBeLessThanOrEqual(ELEMENTS[kind]);
    expect(elements).toBeGreaterThanOrEqual(Math.min(1, REGISTRATIONS[kind]));
    expect(commas.length).toBeLessThanOrEqual(REGISTRATIONS[kind]);
    expect(edits.flatMap(({ path, after }) => syntaxErrors(path, after))).toEqual([]);

    const again = await add(applied(files, plan), { fragment: fragments[kind] });
    expect(again).toMatchObject({ files: [], changed: false });
  });

  it('takes everything, one after the other, with CRLF line ends as well as with LF', async () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    const windows = new Map([...files].map(([path, text]) => [path, crlf(text)]));

    const expected = await addAll(files, kinds);
    const result = await addAll(windows, kinds);

    expect([...result.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [path, text] of expected) expect([path, result.get(path)]).toEqual([path, crlf(text)]);
  });
});
