import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as syntax from './syntax.js';

const typescript = createRequire(import.meta.url)('typescript') as typeof ts;
const text = readFileSync(join(import.meta.dirname, 'syntax.ts'), 'utf8');
const kinds = [...text.matchAll(/^ {2}(?<name>\w+) = (?<value>\d+),$/gm)].map(
  ({ groups }) => [groups?.name ?? '', Number(groups?.value)] as const,
);

describe('the kinds of nodes', () => {
  it('have the numbers of the compiler', () => {
    expect(kinds.length).toBeGreaterThan(100);
    const theirs = typescript.SyntaxKind as unknown as Readonly<Record<string, number>>;
    for (const [name, value] of kinds) expect([name, theirs[name]]).toEqual([name, value]);
  });

  it('are told apart as the compiler does', () => {
    const theirs = typescript as unknown as Readonly<Record<string, (node: ts.Node) => boolean>>;
    const guards = Object.entries(syntax).filter(([name]) => name.startsWith('is'));
    expect(guards.length).toBeGreaterThan(60);
    for (const [name, guard] of guards)
      for (let kind = 0; kind < typescript.SyntaxKind.Count; kind += 1) {
        const node = { kind } as ts.Node;
        const own = (guard as (one: ts.Node) => boolean)(node);
        expect([name, kind, own]).toEqual([name, kind, theirs[name]?.(node)]);
      }
    expect(syntax.isFunctionLike(undefined)).toBe(false);
  });
});
