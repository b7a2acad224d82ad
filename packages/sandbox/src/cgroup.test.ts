import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCgroup } from './cgroup.js';
import { limitsWith } from './limits.js';

const root = mkdtempSync(join(tmpdir(), 'plugwright-cgroup-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const limits = limitsWith({ memoryBytes: 1000, workspaceBytes: 10, processes: 7 });

/** Directories with the files of the kernel; the kernel itself is not in them. */
function tree(name: string, files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, name, path, '..'), { recursive: true });
    writeFileSync(join(root, name, path), text);
  }
  return join(root, name);
}
const groupIn = (place: string) =>
  join(place, readdirSync(place).find((each) => each.startsWith('plugwright-')) ?? 'none');
const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

describe('createCgroup, version 2', () => {
  it('makes a group beside our own, with the limits', async () => {
    const mount = tree('two', {
      'cgroup.controllers': 'memory pids',
      'user/cgroup.subtree_control': 'cpu memory pids\n',
      'user/session/cgroup.procs': '',
    });
    const made = createCgroup(limits, { mount, own: '0::/user/session\n' });
    const group = groupIn(join(mount, 'user'));
    expect(read(group, 'memory.max')).toBe('1010');
    expect(read(group, 'pids.max')).toBe('7');
    expect(await made?.add(4711)).toBe(true);
    expect(read(group, 'cgroup.procs')).toBe('4711');
    expect(made?.passed()).toBe(undefined);
    writeFileSync(join(group, 'memory.events'), 'oom 3\noom_kill 2\n');
    expect(made?.passed()).toBe('memoryBytes');
    readdirSync(group).forEach((file) => rmSync(join(group, file)));
    await made?.remove();
    expect(existsSync(group)).toBe(false);
  });

  it('turns the controllers on, and removes groups of processes that are gone', () => {
    const mount = tree('stale', {
      'cgroup.controllers': 'memory pids',
      'user/cgroup.subtree_control': '',
      'user/session/cgroup.procs': '',
    });
    mkdirSync(join(mount, 'user', 'plugwright-999999999-x'));
    createCgroup(limits, { mount, own: '0::/user/session\n' });
    expect(read(mount, 'user/cgroup.subtree_control')).toBe('+memory +pids');
    expect(existsSync(join(mount, 'user', 'plugwright-999999999-x'))).toBe(false);
  });
});

describe('createCgroup, version 2, where it may not be made', () => {
  it('tries beside and below, and does without', () => {
    const mount = tree('closed', {
      'cgroup.controllers': '',
      'user/cgroup.subtree_control/is-a-directory': '',
      'user/session/cgroup.subtree_control/is-a-directory': '',
    });
    expect(createCgroup(limits, { mount, own: '0::/user/session\n' })).toBe(undefined);
  });

  it('turns swap off where the kernel counts it', () => {
    const mount = tree('swap', {
      'cgroup.controllers': '',
      'cgroup.subtree_control': 'memory pids',
    });
    expect(createCgroup(limits, { mount, own: '' })).toBeDefined();
  });
});

describe('createCgroup, version 1', () => {
  it('makes a group for each controller', async () => {
    const mount = tree('one', { 'memory/own/tasks': '', 'pids/tasks': '' });
    const own = '4:memory:/own\n8:cpu,pids:/not/in/this/mount\n';
    const made = createCgroup(limits, { mount, own });
    const memory = groupIn(join(mount, 'memory/own'));
    expect(read(memory, 'memory.limit_in_bytes')).toBe('1010');
    expect(read(groupIn(join(mount, 'pids')), 'pids.max')).toBe('7');
    expect(await made?.add(12)).toBe(true);
    expect(read(memory, 'cgroup.procs')).toBe('12');
    writeFileSync(join(memory, 'memory.oom_control'), 'under_oom 0\noom_kill 1\n');
    expect(made?.passed()).toBe('memoryBytes');
  });

  it('does without when there is no place, or the group cannot be entered', async () => {
    const mount = tree('none', { 'memory/x': '', 'pids/x': '' });
    expect(createCgroup(limits, { mount, own: '4:memory:/\n' })).toBe(undefined);
    expect(
      createCgroup(limits, { mount: join(root, 'nowhere'), own: '4:memory:/\n8:pids:/\n' }),
    ).toBe(undefined);
    const made = createCgroup(limits, { mount, own: '4:memory:/\n8:pids:/\n' });
    const group = groupIn(join(mount, 'memory'));
    rmSync(group, { recursive: true });
    expect(await made?.add(1)).toBe(false);
  });
});
