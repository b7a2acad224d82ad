import { describe, expect, it } from 'vitest';
import { loadTypeScript } from './program.js';
import { valueOf } from './summary.js';
import { constant, makeTaint, Safe, tainted, UNKNOWN, withSafe } from './value.js';

const ts = loadTypeScript();
const source = ts.createSourceFile('a.ts', 'a; b; c;', ts.ScriptTarget.ESNext, true);
const [first, second, third] = source.statements as unknown as [
  (typeof source.statements)[0],
  (typeof source.statements)[0],
  (typeof source.statements)[0],
];

describe('what a function returns for arguments with which it was not read', () => {
  it('puts the data of the call in the place of those it was read with, and keeps what was proved', () => {
    const known = tainted('remote', first);
    const summary = { args: [known, UNKNOWN], value: withSafe(known, Safe.path) };
    expect(valueOf([summary], [tainted('remote', second), UNKNOWN])?.taints).toEqual([
      makeTaint('remote', second, Safe.path),
    ]);
    expect(valueOf([summary], [constant('ours'), UNKNOWN])?.taints).toEqual([]);
  });

  it('keeps what the function fetched by itself', () => {
    const summary = { args: [tainted('remote', first)], value: tainted('response', third) };
    expect(valueOf([summary], [tainted('remote', second)])?.taints).toEqual([
      makeTaint('response', third, 0),
    ]);
  });

  it('takes the reading whose arguments are most alike', () => {
    const plain = { args: [constant('a')], value: constant('a') };
    const strange = { args: [tainted('remote', first)], value: tainted('remote', first) };
    expect(valueOf([plain, strange], [tainted('remote', second)])?.taints[0]?.at).toBe(second);
    expect(valueOf([strange, plain], [constant('b')])).toBe(plain.value);
    expect(valueOf([], [])).toBeUndefined();
  });
});
