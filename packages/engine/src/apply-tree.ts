import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import { checkRelativePath, safeJoin } from '@plugwright/files';
import type { HostFiles } from './host.js';
import { lstatOrNothing, refuseLinks } from './inside.js';

/** One file to be. */
export interface FileToWrite {
  /** Relative, `/` between segments. */
  path: string;
  /** UTF-8. */
  text: string;
  /** Permission bits for a new file; 0o644 when absent. An existing file keeps its own. */
  mode?: number;
}

/** What was done, by path, sorted. */
export interface ApplyResult {
  written: string[];
  /** Had these bytes already. */
  unchanged: string[];
}

/** Which files were in place when {@link applyTree} stopped half-way; the `cause` of its error. */
export class PartialWrite extends Error {
  override readonly name = 'PartialWrite';
  readonly written: readonly string[];
  readonly missing: readonly string[];
  constructor(written: readonly string[], missing: readonly string[], cause: unknown) {
    super(`wrote ${written.length} of ${written.length + missing.length} files`, { cause });
    this.written = written;
    this.missing = missing;
  }
}

/**
 * The only code of the project that writes into a plugin's directory. In two phases: first every path is
 * checked and every changed file is written whole into a private directory beside the others, then each is
 * renamed to its place. So a full disk or a bad path changes nothing, and a reader never sees half a file.
 *
 * @throws `PW_PATH_*` for a path that is not plain and relative, `PW_APPLY_SYMLINK` and its like for what is
 * in the way, `PW_APPLY_CASE` for two paths that some disks hold for one, `PW_APPLY_FAILED` when the disk
 * fails; then `cause` may be a {@link PartialWrite}.
 */
export async function applyTree(options: {
  /** Absolute; made when missing. */
  root: string;
  files: readonly FileToWrite[];
  host: HostFiles;
  signal?: AbortSignal | undefined;
}): Promise<ApplyResult> {
  const { host, signal } = options;
  const files = [...options.files].sort((a, b) => (a.path < b.path ? -1 : 1));
  refusePaths(files);
  const madeRoot = await makeRoot(host, options.root);
  const root = await host.realpath(options.root);
  const stage = join(root, `.plugwright-${randomBytes(6).toString('hex')}.tmp`);
  const written: string[] = [];
  const changed: FileToWrite[] = [];
  let complete = false;
  try {
    const same = await Promise.all(files.map((file) => isSame(host, root, file)));
    changed.push(...files.filter((_, index) => !same[index]));
    if (changed.length > 0) {
      await host.mkdir(stage, { mode: 0o700 });
      await Promise.all(
        changed.map(async ({ text, mode }, index) => {
          signal?.throwIfAborted();
          await host.writeFile(join(stage, String(index)), text, {
            flag: 'wx',
            mode: mode ?? 0o644,
          });
        }),
      );
      for (const [index, file] of changed.entries()) {
        signal?.throwIfAborted();
        // In order, so that an error leaves a known front part in place.
        // oxlint-disable-next-line no-await-in-loop
        await place(host, root, join(stage, String(index)), file);
        written.push(file.path);
      }
    }
    complete = true;
  } catch (error) {
    if (signal?.aborted || PlugwrightError.isInstance(error)) throw error;
    throw failed(error, written, changed);
  } finally {
    await host.rm(stage, { recursive: true, force: true }).catch(() => {});
    if (!complete && written.length === 0 && madeRoot !== undefined)
      await removeEmpty(host, options.root, madeRoot);
  }
  const wrote = new Set(written);
  return { written, unchanged: files.map((file) => file.path).filter((path) => !wrote.has(path)) };
}

/** The topmost directory that had to be made; `undefined` when `root` was there. */
async function makeRoot(host: HostFiles, root: string): Promise<string | undefined> {
  try {
    const found = await host.stat(root);
    if (found.isDirectory()) return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      try {
        return await host.mkdir(root, { recursive: true });
      } catch (cause) {
        throw failed(cause, [], []);
      }
    }
    throw failed(error, [], []);
  }
  throw new PlugwrightError({
    code: 'PW_APPLY_NOT_A_DIRECTORY',
    message: `${root} is a file, not a directory.`,
    hint: 'Choose another directory.',
  });
}

/** Takes back what {@link makeRoot} made, as far as it is empty. */
async function removeEmpty(host: HostFiles, root: string, top: string): Promise<void> {
  for (let at = root; at.length >= top.length; at = dirname(at)) {
    try {
      // From the inside out.
      // oxlint-disable-next-line no-await-in-loop
      await host.rmdir(at);
    } catch {
      return;
    }
  }
}

/** True when the file has these bytes already. Refuses paths that are not ours to write. */
async function isSame(host: HostFiles, root: string, file: FileToWrite): Promise<boolean> {
  await refuseLinks(host, root, file.path);
  const target = safeJoin(root, file.path);
  const found = await lstatOrNothing(host, target);
  if (found === undefined) return false;
  const bytes = Buffer.from(file.text);
  return found.size === bytes.byteLength && bytes.equals(await host.readFile(target));
}

async function place(host: HostFiles, root: string, staged: string, file: FileToWrite) {
  const target = safeJoin(root, file.path);
  await host.mkdir(dirname(target), { recursive: true });
  // Once more: something may have been planted since the first look.
  await refuseLinks(host, root, file.path);
  const found = await lstatOrNothing(host, target);
  if (found !== undefined) await host.chmod(staged, found.mode & 0o777);
  await host.rename(staged, target);
}

/** Paths that are not plain and relative, and `README.md` beside `readme.md`: one file on macOS and Windows. */
function refusePaths(files: readonly FileToWrite[]): void {
  const seen = new Map<string, string>();
  for (const { path } of files) {
    const bad = checkRelativePath(path);
    if (bad) throw new PlugwrightError({ code: bad.code, message: bad.message, hint: bad.hint });
    const key = path.normalize('NFC').toLowerCase();
    const other = seen.get(key);
    if (other !== undefined)
      throw new PlugwrightError({
        code: 'PW_APPLY_CASE',
        message: `${other} and ${path} are the same file on some disks.`,
        hint: 'Rename one of the components that these files are made from.',
      });
    seen.set(key, path);
  }
}

function failed(cause: unknown, written: string[], changed: readonly FileToWrite[]) {
  const { code, message } = cause as NodeJS.ErrnoException;
  const missing = changed.slice(written.length).map((file) => file.path);
  const where = written.length > 0 && missing[0] !== undefined ? ` at ${missing[0]}` : '';
  const done = changed.length > 0 ? ` after ${written.length} of ${changed.length} files` : '';
  return new PlugwrightError({
    code: 'PW_APPLY_FAILED',
    message: `Writing stopped${done}${where}: ${code === undefined ? message : `${code}, ${message}`}`,
    hint: 'Free the disk or fix the permissions, then run the same command again: files that are in place are kept.',
    cause: new PartialWrite(written, missing, cause),
  });
}
