import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { code } from './encode.js';
import { format } from './format.js';
import { helpers, renderTemplate, templateNames } from './template.js';

describe('templates', () => {
  it('are all embedded, named like the files they make', () => {
    const names = templateNames();
    expect(names).toContain('elizaos/src/lib/http.ts');
    expect(names).toContain('elizaos/package.json');
  });

  it('fail on data that is missing', () => {
    expect(() => renderTemplate('elizaos/src/apis.ts', {})).toThrow(/str was given nothing/);
    expect(() => renderTemplate('elizaos/src/apis.ts', { userAgent: 1 })).toThrow(
      /str was given number/,
    );
    expect(() => renderTemplate('elizaos/nothing', {})).toThrow(
      expect.objectContaining({ code: 'PW_RENDER_TEMPLATE' }),
    );
  });

  it('without placeholders were formatted when they were embedded', async () => {
    const fixed = templateNames().flatMap((name) => {
      try {
        const { text, formatted } = renderTemplate(name, {});
        return formatted ? [{ name, text }] : [];
      } catch {
        return [];
      }
    });
    expect(fixed.length).toBeGreaterThan(15);
    const again = fixed.map(async ({ name, text }) => ({ name, text: await format(name, text) }));
    expect(await Promise.all(again)).toEqual(fixed);
  });

  it('know the encoders that the build step allows', () => {
    const script = fileURLToPath(new URL('../scripts/embed.mjs', import.meta.url));
    const list = /encoders = \[([^\]]*)\]/.exec(readFileSync(script, 'utf8'))?.[1] ?? '';
    const allowed = [...list.matchAll(/'(\w+)'/g)].map((match) => match[1]);
    expect(allowed.sort()).toEqual(Object.keys(helpers).sort());
  });
});

describe('encoder helpers', () => {
  const call = (name: string, ...values: unknown[]) => helpers[name]!(...values);

  it('refuse what is no text, and code that is not marked as ours', () => {
    for (const name of ['str', 'key', 'ident', 'comment', 'md', 'span', 'yaml', 'prompt', 'plain'])
      expect(() => call(name, undefined)).toThrow(`${name} was given nothing`);
    expect(() => call('code', 'z.string()')).toThrow(/was given nothing/);
    expect(() => call('jsonText', undefined)).toThrow(/was given nothing/);
    expect(() => call('envLine', 'A')).toThrow(/was given nothing/);
    expect(() => call('plain', '`rm`')).toThrow(/plain was given/);
  });

  it('encode for their place', () => {
    expect(call('str', "it's")).toBe('"it\'s"');
    expect(call('json', [1])).toBe('[1]');
    expect(call('key', 'a')).toBe('"a"');
    expect(call('ident', 'a')).toBe('a');
    expect(call('code', code('z.string()'))).toBe('z.string()');
    expect(call('comment', '*/')).not.toContain('*/');
    expect(call('jsonText', { a: 1 })).toBe('{\n  "a": 1\n}');
    expect(call('md', '<b>')).toBe('\\<b>');
    expect(call('span', 'a')).toBe('`a`');
    expect(call('yaml', 'yes')).toBe('"yes"');
    expect(call('prompt', '{{x}}')).toBe('{ {x} }');
    expect(call('envLine', 'A', 'b')).toBe('A=b');
    expect(call('plain', '@scope/plugin-x 1.0')).toBe('@scope/plugin-x 1.0');
  });
});

describe('formatting', () => {
  it('leaves files of other kinds and canonical ones alone', async () => {
    for (const path of ['.env.example', 'LICENSE', 'plugwright.yaml', '.plugwright/manifest.json'])
      expect(await format(path, '  a:   1 ')).toBe('  a:   1 ');
  });

  it('keeps the order of package.json, and sorts imports', async () => {
    expect(await format('package.json', '{"version":"1","name":"x"}')).toBe(
      '{\n  "version": "1",\n  "name": "x"\n}\n',
    );
    expect(await format('a.ts', `import b from './b';\nimport a from 'a';\na(b)`)).toBe(
      `import a from 'a';\nimport b from './b';\na(b);\n`,
    );
  });

  it('calls a file that does not parse a fault', async () => {
    await expect(format('a.ts', 'const = 1')).rejects.toMatchObject({ code: 'PW_RENDER_FORMAT' });
  });
});
