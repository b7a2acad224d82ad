import { findTool } from './find-tools.js';

/** Programs that the driver needs, absolute. */
export interface BubblewrapTools {
  bwrap: string;
  prlimit: string;
  /** Only as root. */
  setpriv: string | undefined;
}

/** The tools, or the name of the first that is missing. */
export function bubblewrapTools(
  find: (name: string) => string | undefined = findTool,
  root = process.getuid?.() === 0,
): BubblewrapTools | { missing: string } {
  const [bwrap, prlimit, setpriv] = [find('bwrap'), find('prlimit'), find('setpriv')];
  if (bwrap === undefined) return { missing: 'bubblewrap' };
  if (prlimit === undefined) return { missing: 'prlimit (package util-linux)' };
  if (root && setpriv === undefined) return { missing: 'setpriv (package util-linux)' };
  return { bwrap, prlimit, setpriv: root ? setpriv : undefined };
}
