import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag, getHeapCodeStatistics } from 'node:v8';
import { Script } from 'node:vm';

/** A loaded file, and a way to spare the next process the compiling. */
export interface CompiledFile {
  /** What the file exports. */
  exports: unknown;
  /** Keeps the code that V8 has compiled up to now. To be called when the work is done; never throws. */
  keep: () => void;
}

/** Digest of the code, then how many bytes of code were compiled when it was kept. */
const digestBytes = 20;
const headerBytes = digestBytes + 8;
/** Other code than last time is kept too, when there is this much more of it. */
const worthKeeping = 1.1;
/** Files of other versions that stay. */
const keptFiles = 8;

/**
 * Loads a CommonJS file of ours with the code that V8 compiled for it in an earlier process, which saves a
 * third of a short run. The code lies in the user's cache directory (`XDG_CACHE_HOME`, else `~/.cache`), is
 * named after the file's content and what V8 says of itself, and is believed only when the user alone could
 * have written it. Without it, or with `NODE_DISABLE_COMPILE_CACHE`, the file is compiled as always.
 *
 * @param path absolute
 */
export function loadCompiled(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): CompiledFile {
  const source = fs.readFileSync(path);
  const place = env['NODE_DISABLE_COMPILE_CACHE'] ? undefined : placeOf(source, env);
  const kept = place === undefined ? undefined : readKept(place);
  const script = new Script(
    `(function(exports,require,module,__filename,__dirname){${source.toString()}\n})`,
    { filename: path, cachedData: kept?.code },
  );
  const module = { exports: {} };
  const run = script.runInThisContext() as (...scope: unknown[]) => void;
  // `import()` does not survive being kept, so the file gets ours.
  const require = Object.assign(createRequire(path), { import: (name: string) => import(name) });
  run(module.exports, require, module, path, dirname(path));
  const known = script.cachedDataRejected === false ? (kept?.size ?? 0) : 0;
  return {
    exports: module.exports,
    keep: () => {
      if (place === undefined) return;
      const size = getHeapCodeStatistics().bytecode_and_metadata_size;
      if (size > known * worthKeeping) write(place, size, script.createCachedData());
    },
  };
}

/** Where the code of `source` would be; `undefined` for a user without a home. */
function placeOf(
  source: Buffer,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  try {
    const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
    const content = createHash('sha1').update(source).digest('hex').slice(0, 16);
    // V8 looks at the length of a source only, so the content stands in the name.
    const name = `${content}-${cachedDataVersionTag().toString(36)}.bin`;
    return join(cache, 'plugwright', 'code', name);
  } catch {
    return undefined;
  }
}

const digest = (bytes: Buffer) => createHash('sha1').update(bytes).digest();

/** V8 trusts what it is given, so nothing is taken from a file that somebody else could have written. */
function readKept(place: string): { size: number; code: Buffer } | undefined {
  let file: number | undefined;
  try {
    file = fs.openSync(place, 'r');
    const { uid, mode } = fs.fstatSync(file);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && !(mode & 0o022));
    if (!isOurs) return undefined;
    const all = fs.readFileSync(file);
    if (!all.subarray(0, digestBytes).equals(digest(all.subarray(digestBytes)))) return undefined;
    return { size: all.readDoubleLE(digestBytes), code: all.subarray(headerBytes) };
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) fs.closeSync(file);
  }
}

/** A process beside us may read or write the same file, so it is renamed to its place. */
function write(place: string, size: number, code: Buffer): void {
  const folder = dirname(place);
  const own = `${place}.${process.pid}.tmp`;
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const body = Buffer.alloc(headerBytes - digestBytes + code.byteLength);
    body.writeDoubleLE(size);
    body.set(code, headerBytes - digestBytes);
    try {
      fs.writeFileSync(own, Buffer.concat([digest(body), body]), { flag: 'wx', mode: 0o600 });
      fs.renameSync(own, place);
    } catch {
      fs.rmSync(own, { force: true });
    }
    removeOld(folder);
  } catch {
    // No place to keep it: the next run compiles again.
  }
}

function removeOld(folder: string): void {
  const files = fs.readdirSync(folder).map((name) => join(folder, name));
  const old = files
    .map((path) => ({ path, at: fs.statSync(path).mtimeMs }))
    .sort((a, b) => b.at - a.at)
    .slice(keptFiles);
  for (const { path } of old) fs.rmSync(path, { force: true });
}
