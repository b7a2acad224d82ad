import { describe, expect, it } from 'vitest';
import { mutantsOf } from './mutants.js';

describe('mutants', () => {
  const files = [
    {
      path: 'src/a.ts',
      text: "type T = 1 extends 2 ? true : false;\nexport const f = (a: number) => a > 1 && 'x' + a !== '';\nconst on = true;\n",
    },
    { path: 'src/a.test.ts', text: 'const a = 1 > 2;' },
    { path: 'src/__tests__/b.ts', text: 'const a = 1 > 2;' },
    { path: 'other.ts', text: 'const a = 1 > 2;' },
  ];
  it('change what runs, in sources that are no tests, and the same ones each time', async () => {
    const made = await mutantsOf(files, 10);
    expect(made.map(({ path, change }) => `${path} ${change}`).toSorted()).toEqual([
      'src/a.ts !== to ===',
      'src/a.ts && to ||',
      'src/a.ts > to <=',
      'src/a.ts true to false',
    ]);
    expect(await mutantsOf(files, 10)).toEqual(made);
    expect(await mutantsOf(files, 2)).toEqual(made.slice(0, 2));
    expect(made.every(({ text }) => text !== files[0]?.text)).toBe(true);
  });
});
