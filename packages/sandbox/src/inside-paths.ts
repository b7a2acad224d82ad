import { PlugwrightError } from '@plugwright/errors';
import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative } from 'node:path';
import type { Inside } from './run-options.js';

/** Where things are in a sandbox. One size-limited file system, `/box`, holds all that can be written. */
export const box = {
  root: '/box',
  workspace: '/box/work',
  home: '/box/home',
  temporary: '/box/tmp',
};

/** Where the workspace of every run is in a sandbox: a path that says nothing about the host. */
export const sandboxWorkspace = box.workspace;

/** A directory of the host, and where it is inside. */
export interface Mount {
  source: string;
  target: string;
}

/** Whether `path` is `directory` or below it. */
export function isBelow(path: string, directory: string): boolean {
  const away = relative(directory, path);
  return away === '' || (!isAbsolute(away) && away.split(/[/\\]/)[0] !== '..');
}

/** `/deps/0/node_modules`: the last name stays, because Node looks for modules by it. */
export const depsMounts = (readOnly: readonly string[]): Mount[] =>
  readOnly.map((path, i) => {
    const source = realpathSync(path);
    return { source, target: `/deps/${i}/${basename(source)}` };
  });

/** Paths of the host as they are inside; the first mount that holds one decides. */
export function insidePaths(mounts: readonly Mount[]): Inside {
  return {
    workspace: box.workspace,
    home: box.home,
    path: (hostPath) => {
      const found = mounts.find(({ source }) => isBelow(hostPath, source));
      if (found) return joined(found.target, relative(found.source, hostPath));
      if (isBelow(hostPath, '/usr')) return hostPath;
      throw new PlugwrightError({
        code: 'PW_SANDBOX_COMMAND',
        message: `${hostPath} does not exist in the sandbox`,
        hint: 'Put it into the workspace, or pass its directory as readOnly.',
      });
    },
  };
}

const joined = (directory: string, rest: string) =>
  rest === '' ? directory : `${directory}/${rest.split('\\').join('/')}`;

/** Whether any user may go to a mount's source and read it: a store in root's home is not. */
export function openToAll({ source }: Mount): boolean {
  const mode = (path: string) => statSync(path).mode;
  if ((mode(source) & 0o004) === 0) return false;
  for (let at = source; at !== dirname(at); at = dirname(at)) {
    const isDirectory = at !== source || statSync(at).isDirectory();
    if (isDirectory && (mode(at) & 0o001) === 0) return false;
  }
  return true;
}

/** A mount that was made one step before, at the same place. */
export const staged = ({ target }: Mount): Mount => ({ source: target, target });
