import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { hostileTexts } from './__fixtures__/hostile-texts.js';
import {
  codeSpan,
  commentText,
  envLine,
  identifier,
  jsonLiteral,
  markdownText,
  oneLine,
  promptText,
  propertyKey,
  stringLiteral,
  yamlText,
} from './encode.js';

/** The value of an expression, read by the engine itself. */
const evaluate = (expression: string): unknown =>
  // oxlint-disable-next-line no-new-func, no-implied-eval -- the engine is the judge of what a literal means
  new Function(`"use strict"; return (${expression});`)() as unknown;
const INVISIBLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

describe.each(hostileTexts.map((text) => [text.slice(0, 60), text]))('%j', (_shown, text) => {
  it('is the same text again after a string literal', () => {
    const literal = stringLiteral(text);
    expect(evaluate(literal)).toBe(text);
    expect(literal).not.toMatch(INVISIBLE);
    expect(literal).not.toMatch(/[\r\n]/);
    expect(literal).not.toMatch(/@vitest-environment|# ?source(?:Mapping)?URL=/);
  });

  it('is the same text again as value and key of a JSON literal', () => {
    const value = JSON.parse(JSON.stringify([{ [text]: [text, { text }] }])) as object;
    expect(evaluate(jsonLiteral(value))).toEqual(value);
    expect(Object.getPrototypeOf((evaluate(jsonLiteral(value)) as object[])[0])).toBe(
      Object.prototype,
    );
  });

  it('cannot leave a comment or act in it', () => {
    const source = `/** ${commentText(text)} */\nexport {};\n`;
    const { comments, errors, program } = parseSync('x.ts', source);
    expect(errors).toEqual([]);
    expect(comments).toHaveLength(1);
    expect(program.body).toHaveLength(1);
    expect(source).not.toMatch(
      /@(?:ts-|vitest|jsx|license|preserve)|[#@]\s*source(?:Mapping)?URL|<reference|<amd/i,
    );
    expect(source.split('\n')).toHaveLength(3);
  });

  it('stays one line of plain Markdown', () => {
    const line = markdownText(text);
    expect(line).not.toMatch(/[\r\n]/);
    expect(line).not.toMatch(/(?<!\\)(?:\\\\)*[<|`]/);
    expect(line).not.toMatch(/^(?:#|>|- |\+ |\d+[.)] )/);
    expect(line).not.toMatch(/(?<!\\):\/\//);
    const span = codeSpan(text);
    expect(span).toMatch(/^(?:`[^`\n]*`|)$/);
    expect(span).not.toMatch(/(?<!\\)\|/);
  });

  it('is the same text again after YAML', () => {
    expect(parseYaml(yamlText(text))).toBe(text);
  });

  it('holds no template tag in a prompt', () => {
    expect(promptText(text)).not.toMatch(/\{\{|\}\}/);
  });

  it('is one line of an .env file', () => {
    const line = envLine('NAME', text);
    expect(line).toMatch(/^NAME=/);
    expect(line).not.toMatch(/[\r\n\0]/);
  });
});

describe('encoders', () => {
  it('write numbers, booleans, null, lists, objects; nothing else', () => {
    expect(jsonLiteral([1.5, -0, true, null, {}, [], { a: undefined, b: 1 }])).toBe(
      '[1.5, 0, true, null, {}, [], { "b": 1 }]',
    );
    expect(() => jsonLiteral(Number.POSITIVE_INFINITY)).toThrow(/cannot be written/);
    expect(() => jsonLiteral(() => 1)).toThrow(/type function/);
    expect(() => jsonLiteral(undefined)).toThrow(/type undefined/);
  });

  it('keep a __proto__ key a key', () => {
    expect(propertyKey('__proto__')).toBe('["__proto__"]');
    const value = evaluate(jsonLiteral(JSON.parse('{"__proto__":{"x":1}}'))) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect('x' in value).toBe(false);
  });

  it('let only names be identifiers', () => {
    expect(identifier('getPetAction')).toBe('getPetAction');
    for (const name of ['', '1a', 'a-b', 'a b', 'await', 'class', 'eval', 'a;b', 'ａ'])
      expect(() => identifier(name)).toThrow(
        expect.objectContaining({ code: 'PW_RENDER_IDENTIFIER' }),
      );
  });

  it('quote .env values only where they need it', () => {
    expect(envLine('A', 'https://x.example/a,b')).toBe('A=https://x.example/a,b');
    expect(envLine('A', 'a b')).toBe("A='a b'");
    expect(envLine('A', `it's $HOME`)).toBe('A="it\'s \\$HOME"');
  });

  it('keep ordinary Markdown text readable', () => {
    expect(markdownText('Get a pet_id (v1.2) & more, e.g. "x"!')).toBe(
      'Get a pet_id (v1.2) & more, e.g. "x"!',
    );
    expect(markdownText('&lt;b&gt; _x_ https://a.example www.b.example')).toBe(
      '\\&lt;b\\&gt; \\_x\\_ https\\://a.example www\\.b.example',
    );
    expect(markdownText('1. one')).toBe('1\\. one');
    expect(oneLine('  a\r\n\tb  ')).toBe('a b');
    expect(codeSpan('')).toBe('');
  });
});
