import type { CapabilitySet } from '../../evidence/capabilities-schema.js';

/** One thing outside the plugin that it asked for. */
export type Capability =
  | { kind: 'host'; host: string }
  | { kind: 'file'; path: string; access: 'read' | 'write' }
  | { kind: 'variable'; name: string }
  | { kind: 'process'; command: string };

/** Takes what the hooks see; each thing once. */
export interface CapabilityLog {
  note: (capability: Capability) => void;
  /** Whether a frame of the plugin stands in a stack trace. */
  isPlugin: (frame: string) => boolean;
  /** A path as it goes into the evidence: the same on every machine. */
  shownPath: (path: string) => string;
  /** Told of a directory whose name ends in six characters by chance. */
  temporary: (path: unknown) => void;
}

/** One line of JSON as a capability; nothing when it is none. */
export function readCapability(line: string): Capability[] {
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    const text = (name: string) => (typeof value[name] === 'string' ? value[name] : undefined);
    const [host, path, name, command] = ['host', 'path', 'name', 'command'].map(text);
    const access = value['access'] === 'write' ? ('write' as const) : ('read' as const);
    if (value['kind'] === 'host' && host) return [{ kind: 'host', host }];
    if (value['kind'] === 'file' && path) return [{ kind: 'file', path, access }];
    if (value['kind'] === 'variable' && name) return [{ kind: 'variable', name }];
    if (value['kind'] === 'process' && command) return [{ kind: 'process', command }];
  } catch {
    // The end of a line that a killed worker began, or something else that is no JSON.
  }
  return [];
}

/** What a log holds, sorted. */
export function capabilitySet(noted: Iterable<Capability>): CapabilitySet {
  const set: CapabilitySet = { hosts: [], files: [], environment: [], processes: [] };
  const seen = new Set<string>();
  for (const each of noted) {
    const key = JSON.stringify(each);
    if (seen.has(key)) continue;
    seen.add(key);
    if (each.kind === 'host') set.hosts.push(each.host);
    else if (each.kind === 'file') set.files.push({ path: each.path, access: each.access });
    else if (each.kind === 'variable') set.environment.push(each.name);
    else set.processes.push(each.command);
  }
  const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  set.hosts.sort(text);
  set.files.sort((a, b) => text(`${a.path} ${a.access}`, `${b.path} ${b.access}`));
  set.environment.sort(text);
  set.processes.sort(text);
  return set;
}

/** The frames above a hook, the nearest first, without Node's own. `hook` is the function to leave out. */
export function callers(hook: (...args: never[]) => unknown): string[] {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  Error.captureStackTrace(holder, hook);
  Error.stackTraceLimit = limit;
  return (holder.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
}

/** A frame of Node itself, or none of any file. */
export const isNode = (frame: string): boolean =>
  /[( ]node:/.test(frame) || /<anonymous>\)?$|\(native\)$/.test(frame);
