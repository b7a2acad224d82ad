import { describe, expect, it } from 'vitest';
import { insertItem } from './insert-item.js';
import { openSources } from './sources.js';
import { tsMorph } from './ts-morph.js';

/** `text` with `x` put into its first array, or `x: 1` into its first object when there is none. */
function inserted(text: string): string {
  const { SyntaxKind } = tsMorph();
  const file = openSources(new Map([['a.ts', text]])).parse('a.ts');
  const array = file.getFirstDescendantByKind(SyntaxKind.ArrayLiteralExpression);
  if (array) return insertItem(text, array, 'x');
  return insertItem(
    text,
    file.getFirstDescendantByKindOrThrow(SyntaxKind.ObjectLiteralExpression),
    'x: 1',
  );
}

describe('an element at the end of a list', () => {
  it.each([
    ['an empty list', 'f([]);', 'f([x]);'],
    ['a list with a space', 'f([ ]);', 'f([ x ]);'],
    ['one line', 'f([a, b]);', 'f([a, b, x]);'],
    ['one line with a comma at the end', 'f([a, b,]);', 'f([a, b, x,]);'],
    ['one line with a comment', 'f([a /* 1 */]);', 'f([a, x /* 1 */]);'],
    ['only a comment', 'f([/* none */]);', 'f([/* none */ x]);'],
    ['only a comment and a space', 'f([ /* none */ ]);', 'f([ /* none */ x]);'],
    ['empty over two lines', 'f([\n]);', 'f([\n  x,\n]);'],
    ['a comment line', '  f([\n    // none\n  ]);', '  f([\n    // none\n    x,\n  ]);'],
    ['a comment before the bracket', 'f([\n  /* none */]);', 'f([\n  /* none */x, ]);'],
    ['several lines', 'f([\n  a,\n  b,\n]);', 'f([\n  a,\n  b,\n  x,\n]);'],
    ['no comma at the end', 'f([\n  a,\n  b\n]);', 'f([\n  a,\n  b,\n  x\n]);'],
    ['tabs', 'f([\n\ta,\n]);', 'f([\n\ta,\n\tx,\n]);'],
    ['CRLF', 'f([\r\n  a,\r\n]);', 'f([\r\n  a,\r\n  x,\r\n]);'],
    ['a comment behind', 'f([\n  a, // 1\n]);', 'f([\n  a, // 1\n  x,\n]);'],
    ['a comment behind, no comma', 'f([\n  a // 1\n]);', 'f([\n  a, // 1\n  x\n]);'],
    ['comments behind and below', 'f([\n  a // 1\n  // 2\n]);', 'f([\n  a, // 1\n  x\n  // 2\n]);'],
    ['a long comment behind', 'f([\n  a, /* 1\n  2 */\n]);', 'f([\n  a, /* 1\n  2 */\n  x,\n]);'],
    ['a whole comment behind', 'f([\n  a, /* 1 */\n]);', 'f([\n  a, /* 1 */\n  x,\n]);'],
    ['a slash comment with a star', 'f([\n  a, // /* 1\n]);', 'f([\n  a, // /* 1\n  x,\n]);'],
    ['two in a line', 'f([\n  a, b,\n  c, d,\n]);', 'f([\n  a, b,\n  c, d,\n  x,\n]);'],
    ['the first on the first line', 'f([a,\n  b]);', 'f([a,\n  b, x]);'],
    ['all on the first line', '  f([a,\n  ]);', '  f([a,\n    x,\n  ]);'],
    ['objects', 'f([{\n  a: 1,\n}]);', 'f([{\n  a: 1,\n}, x]);'],
    ['comma first', 'f([\n  a\n  , b\n]);', 'f([\n  a\n  , b,\n  x\n]);'],
  ])('%s', (_name, before, after) => {
    expect(inserted(before)).toBe(after);
  });
});

describe('a property at the end of an object', () => {
  it.each([
    ['an empty object', 'f({});', 'f({ x: 1 });'],
    ['an empty object with a space', 'f({ });', 'f({ x: 1 });'],
    ['one line', 'f({ a });', 'f({ a, x: 1 });'],
    ['several lines', 'f({\n  a,\n  b() {},\n});', 'f({\n  a,\n  b() {},\n  x: 1,\n});'],
    ['a spread at the end', 'f({\n  a,\n  ...b\n});', 'f({\n  a,\n  ...b,\n  x: 1\n});'],
  ])('%s', (_name, before, after) => {
    expect(inserted(before)).toBe(after);
  });
});
