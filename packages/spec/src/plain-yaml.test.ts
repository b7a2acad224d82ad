import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carefulYaml } from './careful-yaml.js';
import { plainYaml } from './plain-yaml.js';
import { positionFinder } from './source-text.js';

const careful = (text: string) =>
  carefulYaml(text, { at: positionFinder(text), maxDepth: 500, duplicateKeys: 'error' });

describe('plainYaml', () => {
  it.each([
    'a: 0o17\nb: 0b11\nc: 1_000\nd: 0x1F\ne: 012\nf: -0\ng: .5\nh: 1e3\ni: +1\nj: .inf\nk: 12345678901234567890',
    'a: y\nb: Yes\nc: off\nd: NULL\ne: TRUE\nf: tRue\ng: ~\nh:\ni: 2020-01-01\nj: 12:30:45\nk: 0.0.1',
    'a: |\n  x\n   y\n\nb: >\n  x\n  y\n\n  z\nc: >-\n x\n  y\n z\nd: |+\n x\n\n\ne: |2\n   x\n',
    '"a": "\\x41\\u00e9\\n"\n"b": \'it\'\'s\'\nc: "x\n  y\n\n  z"\nd: "x\\\n   y"\n',
    'a: {b: 1, c: [1,2,{d: e}]}\nf: [1,\n  2]\ng: {"h":i}\nj: {k:l}\nm: {n, o: }\np: [q,]\n',
    'a: b # c\nd: e#f\ng: h\n  i\n  j\nk:\n- l\n-\n  - m\n- - n\n  - o\n',
    '__proto__: 1\nconstructor: 2\n200: 3\n1.0: 4\ntrue: 5\né: ü\n😀: 6\n',
    '---\na: b\r\nc: |\r\n  d\r\n  e\r\n...\n',
  ])('gives what the careful reader gives: %j', (text) => {
    const value = plainYaml(text);
    expect(value).toBeDefined();
    expect(value).toEqual(careful(text).value);
    expect(Object.keys(value ?? {})).toEqual(Object.keys(careful(text).value as object));
  });

  it('gives what the careful reader gives for the examples of the project', () => {
    const folder = join(import.meta.dirname, '../../../examples');
    for (const name of ['petstore.yaml', 'weather.yaml', 'collection.yaml', 'compute.yaml']) {
      const text = readFileSync(join(folder, name), 'utf8');
      expect(plainYaml(text)).toEqual(careful(text).value);
    }
  });

  it.each([
    ['an alias', 'a: &x 1\nb: *x'],
    ['a merge key', '<<: {a: b}\nc: d'],
    ['a directive', '%YAML 1.1\n---\na: no'],
    ['a key that stands twice', 'a: 1\na: 2'],
    ['a list as key', '[a]: b'],
    ['an unknown tag', 'a: !x y'],
    ['several documents', 'a: b\n---\nc: d'],
    ['a list', '- a'],
    ['a text', 'a'],
    ['nothing', ''],
    ['broken text', 'a: "b'],
    ['too much depth', `a: ${'['.repeat(200)}${']'.repeat(200)}`],
  ])('leaves %s to the careful reader', (_, text) => {
    expect(plainYaml(text)).toBeUndefined();
  });
});
