import type ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { outline } from './outline.js';
import { loadTypeScript } from './program.js';
import { resolveName } from './resolve-name.js';

const typescript = loadTypeScript();

/** The line that declares what the last `name` on the line marked with `// here` stands for. */
function declaredAt(text: string, name: string): number | undefined {
  const source = typescript.createSourceFile('a.tsx', text, typescript.ScriptTarget.ESNext);
  const found = outline(typescript, source, 400);
  const line = text.split('\n').findIndex((one) => one.includes('// here'));
  const start = text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0);
  const end = text.indexOf('// here');
  let last: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    const at = node.getStart(source);
    if (typescript.isIdentifier(node) && node.text === name && at >= start && at < end) last = node;
    typescript.forEachChild(node, visit);
  };
  visit(source);
  if (!found || !last) throw new Error(`There is no ${name} in the line.`);
  const [declaration] = resolveName(found.scopes, last)?.declarations ?? [];
  return declaration && source.getLineAndCharacterOfPosition(declaration.getStart(source)).line + 1;
}

describe('the scopes of a file', () => {
  it.each([
    ['a block', 'x', 'const x = 1;\n{ const x = 2;\nuse(x); } // here', 2],
    ['what stands around a block', 'x', 'const x = 1;\n{ const x = 2; }\nuse(x); // here', 1],
    ['a block of its own at the top', 'x', '{ let x = 1; }\nuse(x); // here', undefined],
    [
      '`var` for the whole function',
      'x',
      'function f() {\nif (a) { var x = 1; }\nuse(x); } // here',
      2,
    ],
    ['`var` in a loop', 'x', 'for (\nvar x = 0;;) {}\nuse(x); // here', 2],
    ['`let` in a loop', 'x', 'for (\nlet x of xs) {}\nuse(x); // here', undefined],
    ['a parameter', 'x', 'const x = 1;\nconst f = (\nx) => use(x); // here', 3],
    ['a pattern', 'x', 'const {\na: { x }, ...rest } = y;\nuse(x); // here', 2],
    ['the rest of a pattern', 'rest', 'const { a,\n...rest } = y;\nuse(rest); // here', 2],
    ['a function below', 'x', 'use(x); // here\nfunction x() {}', 2],
    [
      'a function that has a local of its name',
      'x',
      'x(); // here\nfunction x() { const x = 1; }',
      2,
    ],
    ['the name of a function expression', 'x', 'const y =\nfunction x() { x(); }; // here', 2],
    ['a parameter before that name', 'x', 'const y = function x(\nx) { use(x); }; // here', 2],
    ['the name of a class expression', 'X', 'const y =\nclass X { f() { X; } }; // here', 2],
    ['a class', 'X', 'class X {}\nnew X(); // here', 1],
    ['the clause of a catch', 'x', 'try {} catch (\nx) { use(x); } // here', 2],
    [
      'cases, which share one scope',
      'x',
      'switch (a) { case 1:\nlet x = 1; break; default: use(x); } // here',
      2,
    ],
    ['an import', 'x', "import {\na as x } from 'b';\nuse(x); // here", 2],
    ['a default import', 'x', "import x from 'b';\nuse(x); // here", 1],
    ['a namespace import', 'x', "import * as\nx from 'b';\nuse(x); // here", 1],
    ['an enum', 'X', 'enum X { A }\nuse(X); // here', 1],
    ['a namespace', 'x', 'namespace N {\nexport const x = 1;\nuse(x); } // here', 2],
    ['a property written short', 'x', 'const x = 1;\nuse({ x }); // here', 1],
    ['a static block', 'x', 'class A { static {\nvar x = 1; use(x); } } // here', 2],
    ['an element of JSX', 'X', 'const X = 1;\nuse(<X />); // here', 1],
  ])('know %s', (_, name, text, line) => {
    expect(declaredAt(text, name)).toBe(line);
  });

  it.each([
    ['a member', 'const x = 1;\ny.x; // here'],
    ['a key', 'const x = 1;\ny = { x: 2 }; // here'],
    ['a method', 'const x = 1;\nclass A { x() {} } // here'],
    ['the key of a pattern', 'const x = 1;\nconst { x: z } = y; // here'],
    ['a parameter of a type', 'let f: (x: string) => void;\nuse(x); // here'],
    ['a name of a type', 'interface x {}\nuse(x); // here'],
    ['what nobody declares', 'use(x); // here'],
  ])('take %s for no variable', (_, text) => {
    expect(declaredAt(text, 'x')).toBeUndefined();
  });

  it('name what is declared twice once', () => {
    const source = typescript.createSourceFile(
      'a.ts',
      'function f(a: string): void;\nfunction f(a: number): void;\nfunction f() {}',
      typescript.ScriptTarget.ESNext,
    );
    const found = outline(typescript, source, 400);
    expect(found?.scopes.get(source)?.get('f')?.declarations).toHaveLength(3);
  });

  it('are not looked for in a file that is nested too deeply', () => {
    const text = `${'['.repeat(30)}${']'.repeat(30)}`;
    const source = typescript.createSourceFile('a.ts', text, typescript.ScriptTarget.ESNext);
    expect(outline(typescript, source, 20)).toBeUndefined();
    expect(outline(typescript, source, 60)?.scopes.size).toBe(0);
  });
});
