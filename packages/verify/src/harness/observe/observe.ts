import { syncBuiltinESMExports } from 'node:module';
import type { Capability, CapabilityLog } from './capability-log.js';
import { observeEnvironment } from './observe-environment.js';
import { observeFiles } from './observe-files.js';
import { observeNetwork, type MeantHost } from './observe-network.js';
import { observeProcesses } from './observe-processes.js';
import { unobserved } from './wrap.js';

/** Where things are in this process, and what is the plugin. */
export interface ObserveOptions {
  workspace: string;
  isPlugin: (frame: string) => boolean;
  note: (capability: Capability) => void;
  meant?: MeantHost | undefined;
}

/**
 * Watches from now on what the plugin touches outside itself. It is evidence about code that plays by the rules,
 * not a wall: whoever wants to can get around hooks in its own process. The wall is the sandbox.
 */
export function observe(options: ObserveOptions): CapabilityLog {
  const temporary = new Map<string, string>();
  const places = [
    [options.workspace, '.'],
    [process.env['TMPDIR'] ?? '', '$TMPDIR'],
    [process.env['HOME'] ?? '', '~'],
  ] as const;
  const shownPath = (path: string): string => {
    let plain = path.replace(/^file:\/\//, '');
    for (const [made, name] of temporary)
      if (isBelow(plain, made)) plain = name + plain.slice(made.length);
    for (const [place, name] of places) {
      if (place === '' || place === '/' || !isBelow(plain, place)) continue;
      return name === '.' ? plain.slice(place.length + 1) || '.' : name + plain.slice(place.length);
    }
    return plain;
  };
  const log: CapabilityLog = {
    note: (capability) => unobserved(() => options.note(capability)),
    isPlugin: options.isPlugin,
    shownPath,
    temporary: (path) => {
      if (typeof path === 'string') temporary.set(path, `${path.slice(0, -6)}XXXXXX`);
    },
  };
  observeEnvironment(log);
  observeFiles(log);
  observeNetwork(log, options.meant);
  observeProcesses(log);
  syncBuiltinESMExports();
  return log;
}

const isBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(`${directory}/`);
