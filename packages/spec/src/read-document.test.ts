import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocument } from './index.js';

const codes = (text: string | Uint8Array, options = {}) =>
  readDocument(text, options).diagnostics.map(({ code }) => code);

describe('readDocument', () => {
  test('reads YAML and says where things stand: scalars themselves, lists and objects at their keys', () => {
    const text = [
      '# comment',
      'a: 1',
      'b:',
      '  - c: two',
      '    d: [x, "y"]',
      'e/f~g: 3',
      '200: ok',
      '',
    ].join('\n');
    const { value, locate, diagnostics } = readDocument(text, { source: 'x.yaml' });
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({ a: 1, b: [{ c: 'two', d: ['x', 'y'] }], 'e/f~g': 3, 200: 'ok' });
    const at = (pointer: string, target?: 'key') => {
      const found = locate(pointer, target);
      expect(found?.source).toBe('x.yaml');
      return `${found?.line}:${found?.column}`;
    };
    expect(at('/a')).toBe('2:4');
    expect(at('/a', 'key')).toBe('2:1');
    expect(at('/b')).toBe('3:1');
    expect(at('/b/0')).toBe('4:5');
    expect(at('/b/0/c')).toBe('4:8');
    expect(at('/b/0/d')).toBe('5:5');
    expect(at('/b/0/d/1')).toBe('5:12');
    expect(at('/e~1f~0g')).toBe('6:8');
    expect(at('#/200')).toBe('7:6');
    expect(at('')).toBe('2:1');
    expect(at('/b/0/missing')).toBe('4:5');
    expect(at('/b/7')).toBe('3:1');
    expect(at('/a/deeper')).toBe('2:4');
  });

  test('reads JSON and says where things stand', () => {
    const text =
      '{\n  "a": -1.5e3,\n  "b" : [ {"c\\"d": "}]\\\\" }, null ],\n  "é~/": {"x": true}\n}';
    const { value, locate } = readDocument(text);
    expect(value).toEqual(JSON.parse(text));
    const at = (pointer: string, target?: 'key') => {
      const found = locate(pointer, target);
      expect(found).not.toHaveProperty('source');
      return `${found?.line}:${found?.column}`;
    };
    expect(at('')).toBe('1:1');
    expect(at('/a')).toBe('2:8');
    expect(at('/a', 'key')).toBe('2:3');
    expect(at('/b')).toBe('3:3');
    expect(at('/b/0')).toBe('3:11');
    expect(at('/b/0/c"d')).toBe('3:20');
    expect(at('/b/1')).toBe('3:30');
    expect(at('/é~0~1/x')).toBe('4:16');
    expect(at('/b/0/missing/deeper')).toBe('3:11');
    expect(at('/a/deeper')).toBe('2:8');
  });

  test('finds every value of random JSON where JSON.parse found it', () => {
    const clean = fc.jsonValue({ maxDepth: 4 }).filter((v) => typeof v === 'object' && v !== null);
    fc.assert(
      fc.property(clean, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const lines = text.split('\n');
        const { locate, value: parsed } = readDocument(text);
        const walk = (part: unknown, pointer: string): boolean => {
          if (typeof part === 'object' && part !== null)
            return Object.entries(part).every(([key, child]) =>
              walk(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
            );
          const position = locate(pointer);
          const rest = (lines[(position?.line ?? 0) - 1] ?? '').slice((position?.column ?? 1) - 1);
          return rest.startsWith(JSON.stringify(part));
        };
        expect(parsed).toEqual(JSON.parse(text));
        expect(walk(parsed, '')).toBe(true);
      }),
      { numRuns: 300, seed: 8 },
    );
  });

  test('takes a byte order mark, Windows line ends and bytes', () => {
    expect(readDocument('\uFEFF{"a": 1}').value).toEqual({ a: 1 });
    const { value, locate } = readDocument(Buffer.from('\uFEFFa: 1\r\nb: é\r\n'));
    expect(value).toEqual({ a: 1, b: 'é' });
    expect(locate('/b')).toEqual({ line: 2, column: 4 });
  });

  test('reads YAML 1.2: only true and false are booleans, no dates, no octal traps', () => {
    const text =
      'country: NO\nflag: on\nyes: y\nday: 2020-01-01\ntime: 12:30:00\nmode: 0755\nt: true\nnil: ~\n';
    expect(readDocument(text).value).toEqual({
      country: 'NO',
      flag: 'on',
      yes: 'y',
      day: '2020-01-01',
      time: '12:30:00',
      mode: 755,
      t: true,
      nil: null,
    });
  });

  test('follows anchors, aliases and merge keys', () => {
    const { value, locate } = readDocument(
      'base: &b { x: 1, y: 2 }\nmore:\n  <<: *b\n  y: 3\nagain: *b\n',
    );
    expect(value).toEqual({ base: { x: 1, y: 2 }, more: { x: 1, y: 3 }, again: { x: 1, y: 2 } });
    expect(locate('/more/x')).toEqual({ line: 2, column: 1 });
    expect(locate('/again/x')).toEqual({ line: 5, column: 1 });
  });

  test('reads JSON with comments and trailing commas as the YAML that it is', () => {
    expect(readDocument('{ "a": 1, # why\n "b": [2,], }').value).toEqual({ a: 1, b: [2] });
    expect(codes('{ "a": 1, }', { source: 'x.json' })).toEqual(['PW_DOCUMENT_SYNTAX']);
  });

  test('keeps __proto__ an ordinary key', () => {
    for (const text of ['{"__proto__": {"x": 1}}', '__proto__: { x: 1 }']) {
      const value = readDocument(text).value as object;
      expect(Object.keys(value)).toEqual(['__proto__']);
      expect((value as { x?: number }).x).toBeUndefined();
    }
  });

  test.each([
    ['', 'PW_DOCUMENT_EMPTY'],
    ['  \n\t\n', 'PW_DOCUMENT_EMPTY'],
    ['\n\n', 'PW_DOCUMENT_EMPTY'],
    ['# only\n', 'PW_DOCUMENT_EMPTY'],
    ['a: \0', 'PW_DOCUMENT_NUL'],
    ['a: 1\n---\nb: 2', 'PW_DOCUMENT_SEVERAL'],
    ['a: 1\na: 2', 'PW_DOCUMENT_DUPLICATE_KEY'],
    ['a: 1\n"a": 2', 'PW_DOCUMENT_DUPLICATE_KEY'],
    ['{"a": {"b": 1, "b": 2}}', 'PW_DOCUMENT_DUPLICATE_KEY'],
    ['{"a": 1, "\\u0061": 2}', 'PW_DOCUMENT_DUPLICATE_KEY'],
    ['%YAML 1.1\n---\na: yes', 'PW_DOCUMENT_YAML_VERSION'],
    ['a: !!js/function x', 'PW_DOCUMENT_TAG'],
    ['a: !!binary aGk=', 'PW_DOCUMENT_TAG'],
    ['a: !!set { x }', 'PW_DOCUMENT_TAG'],
    ['? [1]\n: 2', 'PW_DOCUMENT_KEY'],
    ['a: *x', 'PW_DOCUMENT_SYNTAX'],
    ['a: "open', 'PW_DOCUMENT_SYNTAX'],
    ['a: b: c', 'PW_DOCUMENT_SYNTAX'],
    ['a: [1', 'PW_DOCUMENT_SYNTAX'],
    ['a: 1\n b: 2', 'PW_DOCUMENT_SYNTAX'],
    ['a: @x', 'PW_DOCUMENT_SYNTAX'],
    ['a: &x [*x]', 'PW_DOCUMENT_ALIAS_BOMB'],
    ['&x\na: { b: [1, *x] }', 'PW_DOCUMENT_ALIAS_BOMB'],
  ])('refuses %j as %s, with line and hint', (text, code) => {
    const { value, diagnostics, locate } = readDocument(text);
    expect(value).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ code, severity: 'error' });
    expect(diagnostics[0]?.hint).toMatch(/\.$/);
    expect(diagnostics[0]?.position?.line).toBeGreaterThanOrEqual(1);
    expect(() => locate('/a')).not.toThrow();
  });

  test('stops aliases that explode, quickly', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level++)
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    const start = performance.now();
    expect(codes(lines.join('\n'))).toEqual(['PW_DOCUMENT_ALIAS_BOMB']);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('stops depth in both languages, however deep', () => {
    expect(codes('[[[1]]]', { maxDepth: 2 })).toEqual(['PW_DOCUMENT_TOO_DEEP']);
    expect(codes('[[1]]', { maxDepth: 2 })).toEqual([]);
    expect(codes('- - - 1', { maxDepth: 2 })).toEqual(['PW_DOCUMENT_TOO_DEEP']);
    expect(codes('- - 1', { maxDepth: 2 })).toEqual([]);
    expect(codes(`a: ${'['.repeat(5000)}${']'.repeat(5000)}`)[0]).toBe('PW_DOCUMENT_TOO_DEEP');
    expect(codes('['.repeat(200_000) + ']'.repeat(200_000))).toEqual(['PW_DOCUMENT_TOO_DEEP']);
  });

  test('stops size, in bytes and not characters', () => {
    expect(codes('a: éé', { maxBytes: 7 })).toEqual([]);
    expect(codes('a: éé', { maxBytes: 6 })).toEqual(['PW_DOCUMENT_TOO_LARGE']);
    expect(codes('a: 12345', { maxBytes: 6 })).toEqual(['PW_DOCUMENT_TOO_LARGE']);
    expect(codes(Buffer.from('a: 12345'), { maxBytes: 6 })).toEqual(['PW_DOCUMENT_TOO_LARGE']);
  });

  test('says where bytes are not UTF-8', () => {
    const { diagnostics } = readDocument(Buffer.from([0x61, 0x3a, 0x20, 0x31, 0x0a, 0x62, 0xff]));
    expect(diagnostics[0]).toMatchObject({
      code: 'PW_DOCUMENT_ENCODING',
      position: { line: 2, column: 2 },
    });
  });

  test('lets a reader of foreign documents go on with keys that stand twice', () => {
    for (const text of ['{"a": 1, "a": 2}', 'a: 1\na: 2']) {
      const { value, diagnostics } = readDocument(text, { duplicateKeys: 'warning' });
      expect(value).toEqual({ a: 2 });
      expect(diagnostics).toMatchObject([
        { code: 'PW_DOCUMENT_DUPLICATE_KEY', severity: 'warning', path: '/a' },
      ]);
    }
  });

  test('passes on what the YAML reader doubts', () => {
    const { value, diagnostics } = readDocument('%FOO bar\n---\na: 1\n');
    expect(value).toEqual({ a: 1 });
    expect(diagnostics).toMatchObject([{ code: 'PW_DOCUMENT_WARNING', severity: 'warning' }]);
  });

  test('large text that only looks like JSON is not tried as YAML', () => {
    const { diagnostics } = readDocument(`{"a": "${'x'.repeat(1_100_000)}",, }`);
    expect(diagnostics).toMatchObject([
      { code: 'PW_DOCUMENT_SYNTAX', position: { line: 1, column: 1100010 } },
    ]);
    expect(diagnostics[0]?.message).not.toContain('xxx');
  });

  test('large JSON is read and searched about as fast as JSON.parse allows', () => {
    const item = {
      id: 1,
      name: 'x'.repeat(40),
      tags: ['a', 'b'],
      nested: { deep: [1, 2, { y: null }] },
    };
    const text = JSON.stringify(
      { paths: Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`/p${i}`, item])) },
      null,
      1,
    );
    const spent = (work: () => void) => {
      const before = process.cpuUsage();
      work();
      return process.cpuUsage(before).user;
    };
    const parsing = spent(() => JSON.parse(text));
    let { value, locate } = readDocument('{}');
    const reading = spent(() => ({ value, locate } = readDocument(text)));
    expect(Object.keys((value as { paths: object }).paths)).toHaveLength(50_000);
    const locating = spent(() => {
      for (let i = 0; i < 50_000; i += 50) expect(locate(`/paths/~1p${i}/id`)?.column).toBe(10);
    });
    // It takes three times as long; a pass over all of it for each position would take thousands of times.
    expect(reading / parsing).toBeLessThan(40);
    expect(locating / parsing).toBeLessThan(80);
  });

  test('never throws on random text', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&x ',
      '*x',
      '!',
      '|',
      '>',
      '#',
      ',',
      '? ',
      '%',
      '<<: ',
      '\t',
      '---\n',
      '1',
      '\u0085',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece, { maxLength: 20 }).map((parts) => parts.join('')),
        ),
        (text) => {
          const { value, diagnostics, locate } = readDocument(text);
          const failed = diagnostics.some(({ severity }) => severity === 'error');
          expect(value === undefined).toBe(failed);
          locate('/a/0');
        },
      ),
      { numRuns: 2000, seed: 9 },
    );
  });
});
