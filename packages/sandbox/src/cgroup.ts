import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LimitName, Limits } from './limits.js';

/** A control group that holds one run. */
export interface Cgroup {
  /** Moves a process, and with it all that it starts from now on; false where that is not allowed. */
  add: (pid: number) => Promise<boolean>;
  /** The limit at which the kernel stopped something. */
  passed: () => LimitName | undefined;
  /** Removes the group once its processes are gone; gives up after a second. */
  remove: () => Promise<void>;
}

/** Where the kernel shows control groups. */
export interface CgroupHost {
  /** Default `/sys/fs/cgroup`. */
  mount: string;
  /** Text of `/proc/self/cgroup`. */
  own: string;
}

const prefix = 'plugwright-';

/**
 * A new control group with the limits of a run, version 2 or 1; `undefined` where we may not make one.
 * In version 2 a group with processes cannot have groups below it, so that ours stands beside our own.
 */
export function createCgroup(limits: Limits, host = hostCgroups()): Cgroup | undefined {
  if (host === undefined) return undefined;
  const name = `${prefix}${process.pid}-${randomUUID()}`;
  try {
    return existsSync(join(host.mount, 'cgroup.controllers'))
      ? versionTwo(host, name, limits)
      : versionOne(host, name, limits);
  } catch {
    return undefined;
  }
}

function hostCgroups(): CgroupHost | undefined {
  const own = read('/proc/self/cgroup');
  return own === undefined ? undefined : { mount: '/sys/fs/cgroup', own };
}

function versionTwo({ mount, own }: CgroupHost, name: string, limits: Limits): Cgroup | undefined {
  const path = /^0::(?<path>.*)$/m.exec(own)?.groups?.['path'] ?? '/';
  const places = [join(mount, path, '..'), join(mount, path)];
  for (const place of places.filter((each) => each.startsWith(mount))) {
    removeStale(place);
    const group = join(place, name);
    try {
      const active = read(join(place, 'cgroup.subtree_control')) ?? '';
      if (!/\bmemory\b/.test(active) || !/\bpids\b/.test(active)) {
        writeFileSync(join(place, 'cgroup.subtree_control'), '+memory +pids');
      }
      mkdirSync(group);
      set(group, 'memory.max', limits.memoryBytes + limits.workspaceBytes);
      set(group, 'pids.max', limits.processes);
      if (existsSync(join(group, 'memory.swap.max'))) set(group, 'memory.swap.max', 0);
    } catch {
      tryRemove(group);
      continue;
    }
    return {
      add: (pid) => moveTo([group], pid),
      passed: () =>
        events(read(join(group, 'memory.events')), 'oom_kill') ? 'memoryBytes' : undefined,
      remove: () => removeSoon([group]),
    };
  }
  return undefined;
}

function versionOne({ mount, own }: CgroupHost, name: string, limits: Limits): Cgroup | undefined {
  const make = (controller: string): string | undefined => {
    const line = own
      .split('\n')
      .find((each) => each.split(':')[1]?.split(',').includes(controller));
    const path = line?.split(':').slice(2).join(':');
    if (path === undefined) return undefined;
    const below = join(mount, controller, path);
    // In a container the path is the host's, and the mount starts below it.
    const place = existsSync(below) ? below : join(mount, controller);
    removeStale(place);
    const group = join(place, name);
    try {
      mkdirSync(group);
      return group;
    } catch {
      return undefined;
    }
  };
  const memory = make('memory');
  const pids = make('pids');
  const groups = [memory, pids].filter((group) => group !== undefined);
  try {
    if (memory === undefined || pids === undefined) throw new Error('no place for a group');
    set(memory, 'memory.limit_in_bytes', limits.memoryBytes + limits.workspaceBytes);
    set(pids, 'pids.max', limits.processes);
  } catch (error) {
    groups.forEach(tryRemove);
    throw error;
  }
  return {
    add: (pid) => moveTo(groups, pid),
    passed: () =>
      events(read(join(memory, 'memory.oom_control')), 'oom_kill') ? 'memoryBytes' : undefined,
    remove: () => removeSoon(groups),
  };
}

const set = (group: string, file: string, value: number) =>
  writeFileSync(join(group, file), String(value));

/** Not blocking: the kernel stops every fork of the machine for some ms while it moves a process. */
async function moveTo(groups: readonly string[], pid: number): Promise<boolean> {
  try {
    for (const group of groups) await writeFile(join(group, 'cgroup.procs'), String(pid));
    return true;
  } catch {
    return false;
  }
}

/** Whether an event of this name was counted. */
const events = (text: string | undefined, name: string): boolean =>
  Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text ?? '')?.[1] ?? 0) > 0;

/** Groups of a process of ours that was killed. */
function removeStale(place: string): void {
  for (const name of names(place)) {
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!existsSync(`/proc/${pid}`)) tryRemove(join(place, name));
  }
}

function names(place: string): string[] {
  try {
    return readdirSync(place).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

async function removeSoon(groups: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    groups.forEach(tryRemove);
    if (!groups.some((group) => existsSync(group))) return;
    await wait(10);
  }
}

function tryRemove(group: string): void {
  try {
    rmdirSync(group);
  } catch {
    // Still in use, or never made.
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
