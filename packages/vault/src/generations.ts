import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import { safeJoin, writeAtomically } from '@plugwright/files';
import { fileLimit } from './vault-file.js';

/** The newest file of a vault. */
export interface Generation {
  /** 1, 2, 3 …; 0 when there is none. */
  number: number;
  bytes: Uint8Array;
}

const fileName = (generation: number) => `keys-${String(generation).padStart(8, '0')}.vault`;
const numberOf = (name: string) => Number(/^keys-(\d{8})\.vault$/.exec(name)?.[1] ?? 0);

/** The path of a file of ours, which is no link. */
function fileOf(directory: string, name: string): string {
  try {
    return safeJoin(directory, name);
  } catch {
    throw inTheWay(join(directory, name));
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? 'unknown error';
const problem = (code: string, message: string, hint: string, cause?: unknown) =>
  new PlugwrightError({ code, message, hint, cause });

/**
 * The newest generation in `directory`.
 *
 * @throws `PW_VAULT_SYMLINK`, `PW_VAULT_PERMISSIONS`, `PW_VAULT_READ`, `PW_VAULT_LIMIT`.
 */
export async function readNewest(directory: string): Promise<Generation> {
  // Whoever writes takes older files away, perhaps the one we were about to open.
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop
    const number = await newestNumber(directory);
    if (number === 0) return { number, bytes: new Uint8Array() };
    // oxlint-disable-next-line no-await-in-loop
    const bytes = await readPrivate(fileOf(directory, fileName(number)));
    if (bytes !== undefined) return { number, bytes };
  }
}

/**
 * Makes `text` the next generation, unless somebody else has made one since `number` was read: then `false`, and
 * nothing has changed. There is no lock that a killed process could leave behind. A generation comes into being
 * whole, by a link that fails when the name is taken; the newest is never removed, so nobody can build on an old
 * one unnoticed.
 *
 * @throws `PW_VAULT_WRITE`; what was there before can still be read.
 */
export async function writeNext(
  directory: string,
  number: number,
  text: string,
  write: typeof writeAtomically = writeAtomically,
): Promise<boolean> {
  const next = number + 1;
  try {
    await fs.mkdir(directory, { recursive: true, mode: 0o700 });
    await checkDirectory(directory);
    await write(fileOf(directory, fileName(next)), text, { mode: 0o600, replace: false });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (PlugwrightError.isInstance(error) && error.code.split('_')[1] === 'VAULT') throw error;
    throw problem(
      'PW_VAULT_WRITE',
      `The vault could not be written: ${codeOf(error)}. What was there before is unchanged.`,
      codeOf(error) === 'ENOSPC'
        ? 'Free the disk, then run the same command again.'
        : 'Check the disk and the permissions of the directory, then run the same command again.',
      error,
    );
  }
  const newest = await newestNumber(directory);
  if (newest !== next) {
    // We built on a generation that others had left behind and cleared away.
    await fs.rm(fileOf(directory, fileName(next)), { force: true });
    return false;
  }
  await removeBefore(directory, next);
  return true;
}

/** Takes older generations away: a key that was removed or replaced shall be gone from the disk. */
async function removeBefore(directory: string, newest: number): Promise<void> {
  const names = await fs.readdir(directory);
  const old = names.filter((name) => numberOf(name) > 0 && numberOf(name) < newest);
  // Left from a writer that was killed. A live one is done within seconds.
  const unfinished = await Promise.all(
    names
      .filter((name) => /^\.keys-\d{8}\.vault\.[0-9a-f-]{36}\.tmp$/.test(name))
      .map(async (name) => {
        const found = await fs.lstat(fileOf(directory, name)).catch(() => undefined);
        return found !== undefined && Date.now() - found.mtimeMs > 60_000 ? [name] : [];
      }),
  );
  await Promise.all(
    [...old, ...unfinished.flat()].map((name) =>
      fs.rm(fileOf(directory, name), { force: true }).catch(() => {}),
    ),
  );
}

async function newestNumber(directory: string): Promise<number> {
  try {
    const names = await fs.readdir(directory);
    await checkDirectory(directory);
    return Math.max(0, ...names.map(numberOf));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    if (codeOf(error) === 'ENOTDIR') throw inTheWay(directory);
    throw PlugwrightError.isInstance(error) ? error : unreadable(error);
  }
}

const inTheWay = (path: string) =>
  problem(
    'PW_VAULT_SYMLINK',
    `${path} is a link or something else than the vault's own file or directory.`,
    'Remove it; the vault never follows links.',
  );

const unreadable = (cause: unknown) =>
  problem(
    'PW_VAULT_READ',
    `The vault cannot be read: ${codeOf(cause)}.`,
    'Check who owns it and its permissions.',
    cause,
  );

async function checkDirectory(directory: string): Promise<void> {
  const found = await fs.lstat(directory);
  if (!found.isDirectory()) throw inTheWay(directory);
  refuseOpen(directory, found, 0o022, '700');
}

/** The file's bytes, or `undefined` when it is gone. Never through a link, never more than the limit. */
async function readPrivate(path: string): Promise<Uint8Array | undefined> {
  let file;
  try {
    // Windows has no such flag, and links there need rights that few have.
    file = await fs.open(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return undefined;
    throw code === 'ELOOP' || code === 'EISDIR' || code === 'ENXIO'
      ? inTheWay(path)
      : unreadable(error);
  }
  try {
    const found = await file.stat();
    if (!found.isFile()) throw inTheWay(path);
    refuseOpen(path, found, 0o077, '600');
    if (found.size > fileLimit)
      throw problem(
        'PW_VAULT_LIMIT',
        `The vault file has more than ${fileLimit} bytes.`,
        'It was not written by Plugwright; restore it from a copy.',
      );
    return await file.readFile();
  } catch (error) {
    throw PlugwrightError.isInstance(error) ? error : unreadable(error);
  } finally {
    await file.close();
  }
}

/** Refuses what other users may read or change. Windows keeps a user's directory to the user by other means. */
function refuseOpen(
  path: string,
  found: { mode: number; uid: number },
  others: number,
  wanted: string,
): void {
  const { getuid } = process;
  if (getuid === undefined) return;
  const owner = getuid.call(process);
  if ((found.mode & others) === 0 && found.uid === owner) return;
  const mode = (found.mode & 0o777).toString(8);
  throw problem(
    'PW_VAULT_PERMISSIONS',
    found.uid === owner
      ? `${path} is open to other users (mode ${mode}).`
      : `${path} belongs to another user.`,
    `Run chmod ${wanted} on it, and replace the keys if somebody may have read them.`,
  );
}
