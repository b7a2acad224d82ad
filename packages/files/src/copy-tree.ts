import { PlugwrightError } from '@plugwright/errors';
import {
  closeSync,
  constants,
  type Dirent,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  writeSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { checkRelativePath } from './relative-path.js';
import { safeJoin } from './safe-join.js';

/** What to copy, and how much at most. */
export interface CopyTreeOptions {
  /** Files and directories below the source; default everything except `node_modules`. */
  paths?: readonly string[] | undefined;
  /** Default 5000. */
  maxFiles?: number | undefined;
  /** Bytes of all files together; default 64 MiB. */
  maxBytes?: number | undefined;
}

/** What was copied; paths are relative, with `/`. */
export interface CopiedTree {
  files: string[];
  bytes: number;
  /** Entries that were left where they are, and why. */
  skipped: { path: string; reason: string }[];
}

const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const asDirectory = flags | (constants.O_DIRECTORY ?? 0);

/**
 * Copies files that an untrusted program has left below `from` to the existing directory `to`. No link
 * is followed, on the way to a file or in its place: on Linux each name is opened below the descriptor
 * of its directory; elsewhere its real path must lie below `from`. Only regular files with one name
 * (no hard links) are copied, as data: modes and times are not.
 *
 * @throws PlugwrightError `PW_COPY_SOURCE`, `PW_COPY_LIMIT`.
 */
export function copyTree(from: string, to: string, options: CopyTreeOptions = {}): CopiedTree {
  const { paths, maxFiles = 5000, maxBytes = 64 * 1024 * 1024 } = options;
  const copied: CopiedTree = { files: [], bytes: 0, skipped: [] };
  const wanted = (path: string) =>
    paths === undefined
      ? path !== 'node_modules'
      : paths.some(
          (each) => path === each || path.startsWith(`${each}/`) || each.startsWith(`${path}/`),
        );
  const skip = (path: string, reason: string) => void copied.skipped.push({ path, reason });

  const visit = (directory: Opened, above: string) => {
    for (const entry of readdirSync(directory.path, { withFileTypes: true })) {
      const path = above === '' ? entry.name : `${above}/${entry.name}`;
      if (!wanted(path)) continue;
      const refused = checkRelativePath(path);
      if (refused) skip(path, refused.code);
      else if (entry.isDirectory()) inDirectory(directory, entry, path);
      else if (entry.isFile()) file(directory, entry, path);
      else skip(path, entry.isSymbolicLink() ? 'a link' : 'not a regular file');
    }
  };
  const inDirectory = (directory: Opened, entry: Dirent, path: string) => {
    const inner = openBelow(directory, entry.name, asDirectory);
    if (typeof inner === 'string') return skip(path, inner);
    try {
      visit(inner, path);
    } finally {
      closeSync(inner.descriptor);
    }
  };
  const file = (directory: Opened, entry: Dirent, path: string) => {
    const opened = openBelow(directory, entry.name, flags);
    if (typeof opened === 'string') return skip(path, opened);
    try {
      const stat = fstatSync(opened.descriptor);
      if (!stat.isFile()) return skip(path, 'not a regular file');
      if (stat.nlink > 1) return skip(path, 'a hard link');
      if (copied.files.length >= maxFiles) throw tooMuch(`more than ${maxFiles} files`);
      const target = safeJoin(to, path);
      mkdirSync(dirname(target), { recursive: true });
      copied.bytes += copyBytes(opened.descriptor, target, maxBytes - copied.bytes, maxBytes);
      copied.files.push(path);
    } finally {
      closeSync(opened.descriptor);
    }
  };

  const root = openRoot(from);
  try {
    visit(root, '');
  } finally {
    closeSync(root.descriptor);
  }
  return copied;
}

/** The text of one file below `from` that an untrusted program may have put there; no link is followed. */
export function readBelow(from: string, path: string, maxBytes: number): string | undefined {
  let directory = openRoot(from);
  try {
    const names = path.split('/');
    for (const [i, name] of names.entries()) {
      const last = i === names.length - 1;
      const next = openBelow(directory, name, last ? flags : asDirectory);
      if (typeof next === 'string') return undefined;
      closeSync(directory.descriptor);
      directory = next;
    }
    const stat = fstatSync(directory.descriptor);
    if (!stat.isFile() || stat.nlink > 1 || stat.size > maxBytes) return undefined;
    const bytes = Buffer.alloc(stat.size);
    return bytes.toString('utf8', 0, readSync(directory.descriptor, bytes));
  } finally {
    closeSync(directory.descriptor);
  }
}

interface Opened {
  descriptor: number;
  /** A path that means this very directory or file. */
  path: string;
  root: string;
}

/** Whether `/proc/self/fd/N/name` can be used: it means `name` in that directory, wherever that is now. */
const byDescriptor = process.platform === 'linux' && existsSync('/proc/self/fd');

function openRoot(from: string): Opened {
  try {
    // The root itself may be a link: its owner chose it.
    const descriptor = openSync(from, constants.O_RDONLY | (constants.O_DIRECTORY ?? 0));
    if (byDescriptor) return { descriptor, path: `/proc/self/fd/${descriptor}`, root: '' };
    const path = realpathSync(from);
    return { descriptor, path, root: path };
  } catch (cause) {
    throw new PlugwrightError({
      code: 'PW_COPY_SOURCE',
      message: `not a directory: ${from}`,
      hint: 'Check that it exists and may be read.',
      cause,
    });
  }
}

/** Opens `name` in a directory; the reason when that would follow a link. */
function openBelow(directory: Opened, name: string, how: number): Opened | string {
  const path = join(directory.path, name);
  try {
    const descriptor = openSync(path, how);
    if (byDescriptor) return { descriptor, path: `/proc/self/fd/${descriptor}`, root: '' };
    const real = realpathSync(path);
    if (real.startsWith(directory.root + sep))
      return { descriptor, path: real, root: directory.root };
    closeSync(descriptor);
    return 'outside';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ELOOP' || code === 'ENOTDIR' ? 'a link' : String(code);
  }
}

function copyBytes(source: number, target: string, allowed: number, maxBytes: number): number {
  const output = openSync(
    target,
    constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0),
    0o644,
  );
  try {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    let total = 0;
    for (;;) {
      const read = readSync(source, chunk, 0, chunk.length, null);
      if (read === 0) return total;
      total += read;
      if (total > allowed) throw tooMuch(`more than ${maxBytes} bytes`);
      for (let sent = 0; sent < read;) sent += writeSync(output, chunk, sent, read - sent);
    }
  } finally {
    closeSync(output);
  }
}

const tooMuch = (what: string) =>
  new PlugwrightError({
    code: 'PW_COPY_LIMIT',
    message: `${what} were left to copy out`,
    hint: 'Let the program write less, or raise the limit.',
  });
