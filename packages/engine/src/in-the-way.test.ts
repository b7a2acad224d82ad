import type { WritePlan } from '@plugwright/render';
import { describe, expect, it } from 'vitest';
import { useWorkspace } from './__fixtures__/workspace.js';
import { inTheWay } from './in-the-way.js';

const workspace = useWorkspace();
const plan = (...actions: WritePlan['files'][number]['action'][]): WritePlan => ({
  stale: [],
  files: actions.map((action, at) => ({
    path: `src/${at}.ts`,
    action,
    owner: 'generated' as const,
    text: '',
  })),
});
const of = (made: WritePlan, options: { yes?: boolean; confirm?: () => Promise<boolean> } = {}) =>
  inTheWay({ source: 'x', ...options }, workspace.host(), workspace.path(), made, () => 'diff');

describe('what is in the way of a plan', () => {
  it('names the first files that somebody changed, and counts the others', async () => {
    const one = await of(plan('conflict', 'create'), { yes: true });
    expect(one?.code).toBe('PW_CREATE_CONFLICT');
    expect(one?.message).toMatch(/^src\/0\.ts was changed by somebody/);
    const six = Array.from({ length: 7 }, () => 'conflict' as const);
    expect((await of(plan(...six)))?.message).toMatch(
      /^src\/0\.ts, .*src\/4\.ts and 2 more were changed by somebody/,
    );
  });

  it('is a directory that is not empty, unless somebody agrees or nothing changes', async () => {
    expect(await of(plan('create'))).toBeUndefined();
    await workspace.write('a', '');
    expect(await of(plan('create'))).toMatchObject({ code: 'PW_CREATE_DIRECTORY_EXISTS' });
    expect(await of(plan('create'), { confirm: async () => false })).toMatchObject({
      code: 'PW_CREATE_DIRECTORY_EXISTS',
    });
    expect(await of(plan('create'), { confirm: async () => true })).toBeUndefined();
    expect(await of(plan('create'), { yes: true })).toBeUndefined();
    expect(await of(plan('unchanged', 'keep'))).toBeUndefined();
  });
});
