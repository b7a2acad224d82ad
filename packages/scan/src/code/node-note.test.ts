import type ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { Analysis } from './analysis.js';
import { bodyOf, noteOf } from './node-note.js';
import { loadTypeScript } from './program.js';

const typescript = loadTypeScript();
const parse = (text: string) =>
  typescript.createSourceFile('a.tsx', text, typescript.ScriptTarget.ESNext);
const analysisOf = (notes: Analysis['notes'] = []) => ({ notes }) as unknown as Analysis;

function nodesOf(source: ts.SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    typescript.forEachChild(node, visit);
  };
  visit(source);
  return nodes;
}

describe('notes of nodes', () => {
  it('finds the place for their number free in each node that the compiler makes', () => {
    const nodes = nodesOf(parse('class A<T> { #b = <i>{`${c?.d}`}</i>; e(f = 1, ...g) {} }'));
    expect(nodes.map((node) => (node as unknown as { id: unknown }).id)).toEqual(
      nodes.map(() => 0),
    );
  });

  it('keeps one note for each node', () => {
    const analysis = analysisOf();
    const nodes = nodesOf(parse('f(a, a);'));
    const notes = nodes.map((node) => noteOf(analysis, node));
    expect(new Set(notes).size).toBe(nodes.length);
    expect(nodes.map((node) => noteOf(analysis, node))).toEqual(notes);
  });

  it('begins anew with what a pass knows of a function, and keeps the rest', () => {
    const [first, second] = [analysisOf(), analysisOf()];
    (second as { notes: Analysis['notes'] }).notes = first.notes;
    const [node] = nodesOf(parse('function f() {}')).slice(1) as [ts.Node];
    noteOf(first, node).usesArguments = true;
    bodyOf(first, node).readings = 3;
    expect(bodyOf(second, node).readings).toBe(0);
    expect(noteOf(second, node).usesArguments).toBe(true);
  });
});
