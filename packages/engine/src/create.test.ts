import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { helloSpec, timesApi, useWorkspace } from './__fixtures__/workspace.js';
import { create, type CreateOptions } from './create.js';
import type { StepEvent } from './steps.js';

const workspace = useWorkspace();
const make = (options: Partial<CreateOptions> = {}) =>
  create({ source: 'spec.yaml', host: workspace.host(), verify: false, ...options });

describe('create', { timeout: 120_000 }, () => {
  it('writes a plugin into a directory named after it, and the same again changes nothing', async () => {
    await workspace.write('spec.yaml', helloSpec);
    const steps: StepEvent[] = [];
    const first = await make({ onStep: (event) => steps.push(event) });
    expect(first).toMatchObject({ outcome: 'written', directory: workspace.path('plugin-hello') });
    expect(first.applied?.written).toContain('src/index.ts');
    expect(await workspace.list('plugin-hello')).toContain('plugwright.yaml');
    expect(steps.filter((one) => one.state === 'done').map((one) => one.step)).toEqual([
      'read',
      'render',
      'write',
    ]);
    const second = await make();
    expect(second).toMatchObject({ outcome: 'written', applied: { written: [] } });
  });

  it('plans only with dryRun: the tree, the diff, and nothing on the disk', async () => {
    await workspace.write('spec.yaml', helloSpec);
    const result = await make({ dryRun: true });
    expect(result.outcome).toBe('planned');
    expect(result.diff).toContain('+++ b/src/index.ts');
    expect(result.plan?.files.every((file) => file.action === 'create')).toBe(true);
    expect(await workspace.list()).toEqual(['spec.yaml']);
  });

  it('asks before it writes into a directory that is not empty', async () => {
    await workspace.write('spec.yaml', helloSpec);
    await workspace.write('here/notes.txt', 'mine');
    const silent = await make({ out: 'here' });
    expect(silent).toMatchObject({ outcome: 'refused' });
    expect(silent.diagnostics.at(-1)).toMatchObject({ code: 'PW_CREATE_DIRECTORY_EXISTS' });
    expect(silent.diff).toContain('+++ b/src/index.ts');
    expect(await workspace.list('here')).toEqual(['notes.txt']);
    let asked = '';
    const no = await make({
      out: 'here',
      confirm: async (question) => {
        asked = question.diff;
        return false;
      },
    });
    expect(no.outcome).toBe('refused');
    expect(asked).toContain('+++ b/package.json');
    expect((await make({ out: 'here', confirm: async () => true })).outcome).toBe('written');
    expect(await workspace.read('here/notes.txt')).toBe('mine');
  });

  it('never overwrites a generated file that somebody changed, unless forced', async () => {
    await workspace.write('spec.yaml', helloSpec);
    await make();
    const path = 'plugin-hello/tsconfig.json';
    const target = workspace.path('plugin-hello', 'src', 'lib', 'action.ts');
    await writeFile(target, '// mine\n');
    const refused = await make({ yes: true });
    expect(refused).toMatchObject({ outcome: 'refused' });
    expect(refused.diagnostics.at(-1)).toMatchObject({
      code: 'PW_CREATE_CONFLICT',
      message: expect.stringContaining('src/lib/action.ts'),
    });
    expect(await workspace.read('plugin-hello/src/lib/action.ts')).toBe('// mine\n');
    expect((await make({ yes: true, force: true })).outcome).toBe('written');
    expect(await workspace.read('plugin-hello/src/lib/action.ts')).not.toBe('// mine\n');
    expect(await workspace.read(path)).not.toBe('');
  });

  it('does not follow a link that somebody planted in the directory', async () => {
    await workspace.write('spec.yaml', helloSpec);
    await workspace.write('elsewhere/index.ts', 'precious');
    await mkdir(workspace.path('out'));
    await symlink(workspace.path('elsewhere'), workspace.path('out', 'src'));
    await expect(make({ out: 'out', yes: true })).rejects.toMatchObject({
      code: expect.stringMatching(/SYMLINK$/),
    });
    expect(await workspace.read('elsewhere/index.ts')).toBe('precious');
    expect(await workspace.list('elsewhere')).toEqual(['index.ts']);
  });

  it('says what is in the way when it cannot write or read there', async () => {
    await workspace.write('spec.yaml', helloSpec);
    await expect(make({ out: 'spec.yaml' })).rejects.toMatchObject({
      code: 'PW_APPLY_NOT_A_DIRECTORY',
    });
    await make();
    const { files } = workspace.host();
    const readFile = (async (path: string, encoding: 'utf8') => {
      if (path.endsWith('README.md')) throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
      return files.readFile(path, encoding);
    }) as typeof files.readFile;
    await expect(
      make({ host: workspace.host({ files: { ...files, readFile } }) }),
    ).rejects.toMatchObject({
      code: 'PW_APPLY_FAILED',
      message: expect.stringContaining('README.md'),
    });
  });

  it('tells which files of an earlier run nobody needs any more', async () => {
    await workspace.write('times.json', JSON.stringify(timesApi));
    const out = 'plugin-times';
    await make({ source: 'times.json', out });
    const curation = { operations: ['getTime'] };
    const less = await make({ source: 'times.json', out, yes: true, curation });
    expect(less.outcome).toBe('written');
    expect(less.diagnostics.find((one) => one.code === 'PW_CREATE_STALE')?.message).toContain(
      'list-zones.ts',
    );
    expect(await workspace.list(`${out}/src/actions`)).toHaveLength(2);
  });

  it('gives the problems of an unreadable source back as data', async () => {
    await workspace.write('spec.yaml', 'specVersion: 1\nname: x\n');
    const result = await make();
    expect(result.outcome).toBe('unreadable');
    expect(result.loaded?.source).toBe('spec.yaml');
    expect(result.diagnostics.length).toBeGreaterThan(0);
    expect(await workspace.list()).toEqual(['spec.yaml']);
  });

  it('marks the step that failed, and stops at a signal', async () => {
    const steps: StepEvent[] = [];
    await expect(make({ source: 'none.yaml', onStep: (e) => steps.push(e) })).rejects.toThrow(
      'none.yaml',
    );
    expect(steps.map((one) => one.state)).toEqual(['start', 'failed']);
    await workspace.write('spec.yaml', helloSpec);
    const stop = new AbortController();
    await expect(
      make({
        signal: stop.signal,
        onStep: ({ step, state }) => {
          if (step === 'render' && state === 'done') stop.abort();
        },
      }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(await workspace.list()).toEqual(['spec.yaml']);
  });

  it('runs the gates on what it wrote, and leaves everything when one fails', async () => {
    await workspace.write('times.json', JSON.stringify(timesApi));
    const steps: StepEvent[] = [];
    const good = await make({
      source: 'times.json',
      verify: true,
      onStep: (event) => steps.push(event),
    });
    expect(good.report?.gates.map(({ gate, status }) => `${gate} ${status}`)).toEqual([
      'parse passed',
      'types passed',
      'bundle passed',
      'boot passed',
      'tests passed',
    ]);
    expect(good.outcome).toBe('verified');
    expect(steps.filter((one) => one.state === 'done').map((one) => one.step)).toContain('boot');
    await writeFile(
      workspace.path('plugin-times', 'src', 'extra.ts'),
      'export const n: number = "x";\n',
    );
    const bad = await make({
      source: 'times.json',
      yes: true,
      verify: { gates: ['parse', 'types'] },
    });
    expect(bad.outcome).toBe('failed');
    expect(bad.report?.gates.find((one) => one.gate === 'types')?.status).toBe('failed');
    expect(await workspace.list('plugin-times')).toContain('src');
  });
});
