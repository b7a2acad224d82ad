import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import { checkRelativePath, safeJoin } from '@plugwright/files';
import type { HostFiles } from './host.js';
import { lstatOrNothing, refuseLinks } from './inside.js';
import { writeNewTree } from './write-new-tree.js';

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
 * checked and every changed file is written whole into a private directory, then each is renamed to its place;
 * where nothing is yet, the directory as a whole. So a full disk or a bad path changes nothing, and a reader
 * never sees half a file.
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
  if (!(await isThere(host, options.root))) {
    try {
      await writeNewTree({ ...options, files });
    } catch (error) {
      throw signal?.aborted ? error : failed(error, [], files);
    }
    return { written: files.map(({ path }) => path), unchanged: [] };
  }
  const root = await host.realpath(options.root);
  const stage = join(root, `.plugwright-${randomBytes(6).toString('hex')}.tmp`);
  const written: string[] = [];
  const changed: FileToWrite[] = [];
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
  } catch (error) {
    if (signal?.aborted || PlugwrightError.isInstance(error)) throw error;
    throw failed(error, written, changed);
  } finally {
    await host.rm(stage, { recursive: true, force: true }).catch(() => {});
  }
  const wrote = new Set(written);
  return { written, unchanged: files.map((file) => file.path).filter((path) => !wrote.has(path)) };
}

/** False when nothing has that name, not even a link that leads nowhere. */
async function isThere(host: HostFiles, root: string): Promise<boolean> {
  let found;
  try {
    if ((await lstatOrNothing(host, root)) === undefined) return false;
    found = await host.stat(root);
  } catch (error) {
    throw failed(error, [], []);
  }
  if (found.isDirectory()) return true;
  throw new PlugwrightError({
    code: 'PW_APPLY_NOT_A_DIRECTORY',
    message: `${root} is a file, not a directory.`,
    hint: 'Choose another directory.',
  });
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
