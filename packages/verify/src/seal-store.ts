import { PlugwrightError } from '@plugwright/errors';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { release } from 'node:os';
import { dirname, join } from 'node:path';

/** File in a sealed store that says what its files must be. */
const sealName = 'plugwright-store.json';

interface Seal {
  /** Of every path, with the digest of its bytes or the target of its link. */
  sha256: string;
  files: number;
}

/** Makes the files of a finished store read-only, and notes what they are. */
export function sealStore(directory: string): void {
  const seal = digestOf(join(directory, 'node_modules'), (path, mode) =>
    chmodSync(path, mode & 0o111 ? 0o555 : 0o444),
  );
  writeFileSync(join(directory, sealName), JSON.stringify(seal), { mode: 0o444 });
}

/**
 * Holds a sealed store against its seal: every byte once after each start of the machine, which takes about
 * a second; then the note of that is enough.
 *
 * @throws PlugwrightError `PW_VERIFY_STORE_CHANGED`.
 */
export function checkStore(directory: string, fresh = false): void {
  const stamp = join(dirname(directory), 'checked', `${directory.split(/[/\\]/).at(-1)}.json`);
  const now = JSON.stringify({
    directory,
    boot: bootId(),
    seal: textOf(join(directory, sealName)),
  });
  if (!fresh && textOf(stamp) === now) return;
  const seal = sealOf(directory);
  const found = digestOf(join(directory, 'node_modules'));
  if (seal === undefined || seal.sha256 !== found.sha256) {
    throw new PlugwrightError({
      code: 'PW_VERIFY_STORE_CHANGED',
      message: `the dependency store ${directory} is not what was installed`,
      hint: 'Run plugwright doctor --prepare; it is installed again.',
    });
  }
  try {
    mkdirSync(dirname(stamp), { recursive: true, mode: 0o700 });
    writeFileSync(stamp, now);
  } catch {
    // A read-only cache: it is checked again next time.
  }
}

function sealOf(directory: string): Seal | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, sealName), 'utf8')) as Seal;
  } catch {
    return undefined;
  }
}

/** Of every path below, in a fixed order. */
function digestOf(root: string, visit?: (path: string, mode: number) => void): Seal {
  const hash = createHash('sha256');
  let files = 0;
  const walk = (directory: string, below: string) => {
    for (const name of readdirSync(directory).sort()) {
      const path = join(directory, name);
      const stat = lstatSync(path);
      if (stat.isDirectory()) {
        walk(path, `${below}${name}/`);
        continue;
      }
      const bytes = stat.isSymbolicLink()
        ? Buffer.from(`link ${readlinkSync(path)}`)
        : readFileSync(path);
      hash.update(`${below}${name}\0${bytes.length}\0`).update(bytes);
      files += 1;
      if (!stat.isSymbolicLink()) visit?.(path, stat.mode);
    }
  };
  walk(root, '');
  return { sha256: hash.digest('hex'), files };
}

/** Changes at every start of the machine; elsewhere than on Linux the day has to do. */
const bootId = () =>
  textOf('/proc/sys/kernel/random/boot_id') ??
  `${release()} ${new Date().toISOString().slice(0, 10)}`;

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
