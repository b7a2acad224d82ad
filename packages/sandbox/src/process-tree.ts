import { readdirSync, readFileSync } from 'node:fs';

/** Variable by which every descendant of one run is known, also after it left the process group. */
export const runMarker = 'PLUGWRIGHT_RUN';

/**
 * Ids of the living processes that carry `marker` in their environment. Linux only (`/proc`);
 * elsewhere the list is empty and the process group has to do.
 */
export function processesOfRun(marker: string, procRoot = '/proc'): number[] {
  const wanted = Buffer.from(`${runMarker}=${marker}\0`);
  return entries(procRoot).filter((pid) => {
    const environment = read(`${procRoot}/${pid}/environ`);
    // A zombie has an empty environment: it is dead and only waits for its parent.
    return environment !== undefined && environment.includes(wanted);
  });
}

/** What Linux says about a living process: peak and present memory in bytes, CPU time in ms. */
export function processUsage(
  pid: number,
  procRoot = '/proc',
): { maxRssBytes: number; rssBytes: number; anonymousBytes: number; cpuMs: number } | undefined {
  const status = read(`${procRoot}/${pid}/status`)?.toString('latin1');
  const stat = read(`${procRoot}/${pid}/stat`)?.toString('latin1');
  const bytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status ?? '')?.[1] ?? Number.NaN) * 1024;
  const maxRssBytes = bytes('VmHWM');
  // Fields 14 to 17 of proc_pid_stat(5); the command name before them may hold spaces. One tick is 10 ms.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  if (Number.isNaN(maxRssBytes) || fields.length < 15) return undefined;
  const [rssBytes, anonymousBytes] = [bytes('VmRSS'), bytes('RssAnon')];
  return { maxRssBytes, rssBytes, anonymousBytes, cpuMs: ticks * 10 };
}

function entries(procRoot: string): number[] {
  try {
    return readdirSync(procRoot)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Ids of a process's descendants, by what each of its threads has started. */
export function descendants(pid: number, procRoot = '/proc'): number[] {
  const children = threads(pid, procRoot).flatMap((thread) =>
    (read(`${procRoot}/${pid}/task/${thread}/children`)?.toString('latin1') ?? '')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
  return children.flatMap((child) => [child, ...descendants(child, procRoot)]);
}

const threads = (pid: number, procRoot: string) => entries(`${procRoot}/${pid}/task`);

/**
 * What a process and its descendants use now: CPU time in ms, that of children that have ended included;
 * resident memory in bytes; and of that what is not shared with files, so that it can be added up.
 */
export function treeUsage(
  pid: number,
  procRoot = '/proc',
): { cpuMs: number; rssBytes: number; anonymousBytes: number } {
  const sum = { cpuMs: 0, rssBytes: 0, anonymousBytes: 0 };
  for (const each of [pid, ...descendants(pid, procRoot)]) {
    const usage = processUsage(each, procRoot);
    sum.cpuMs += usage?.cpuMs ?? 0;
    sum.rssBytes += usage?.rssBytes ?? 0;
    sum.anonymousBytes += usage?.anonymousBytes ?? 0;
  }
  return sum;
}
