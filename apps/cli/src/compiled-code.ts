import { isAscii } from 'node:buffer';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { writeAtomically } from '@plugwright/files';
import { lateBuiltins } from './late-builtins.js';

/** A loaded file, and a way to spare the next process the compiling. */
export interface CompiledFile {
  /** What the file exports. */
  exports: unknown;
  /** Keeps the code that V8 has compiled up to now. To be called when the work is done; never throws. */
  keep: () => Promise<void>;
}

export interface LoadCompiledOptions {
  /** Absolute path of a CommonJS file. */
  path: string;
  /** For what: each purpose has its own code, so that a small command does not load that of a large one. */
  purpose: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

/** Code of an earlier process, and the parts of the file that it has code for. */
interface KeptCode {
  parts: readonly string[];
  code: Buffer;
}

const digestBytes = 20;
/** Files that stay: some versions of Plugwright and of Node.js, times the commands that people use. */
const keptFiles = 24;

/**
 * Loads a CommonJS file of ours with the code that V8 compiled for it in an earlier process, which saves a
 * third of a short run. The code lies in the user's cache directory (`XDG_CACHE_HOME`, else `~/.cache`), is
 * named after the file's identity and what V8 says of itself, and is believed only when the user alone could
 * have written it. Without it, or with `NODE_DISABLE_COMPILE_CACHE`, the file is compiled as always.
 */
export function loadCompiled({ path, purpose, env }: LoadCompiledOptions): CompiledFile {
  const file = fs.openSync(path, 'r');
  const place = env['NODE_DISABLE_COMPILE_CACHE'] ? undefined : placeOf(file, purpose, env);
  const source = readSource(file);
  fs.closeSync(file);
  const kept = place === undefined ? undefined : readKept(place);
  const script = new Script(source, { filename: path, cachedData: kept?.code });
  const module = { exports: {} };
  const parts = new Set<string>();
  const run = script.runInThisContext() as (...scope: unknown[]) => void;
  const require = Object.assign(lateBuiltins(createRequire(path)), {
    // `import()` does not survive being kept, so the file gets ours.
    import: (name: string) => import(name),
    /** The file says which of its parts it loads. */
    part: (name: string) => parts.add(name),
  });
  run(module.exports, require, module, path, dirname(path));
  const known = new Set(script.cachedDataRejected === false ? kept?.parts : []);
  return {
    exports: module.exports,
    keep: async () => {
      const isNew = kept === undefined || script.cachedDataRejected === true;
      if (place === undefined || (!isNew && [...parts].every((part) => known.has(part)))) return;
      await write(place, [...new Set([...known, ...parts])], script.createCachedData());
    },
  };
}

/** The file as a function. It is put together as bytes: of a text of some megabytes, each copy takes a while. */
function readSource(file: number): string {
  const head = Buffer.from('(function(exports,require,module,__filename,__dirname){');
  const tail = Buffer.from('\n})');
  const { size } = fs.fstatSync(file);
  const bytes = Buffer.allocUnsafe(head.length + size + tail.length);
  head.copy(bytes);
  let at = head.length;
  for (let read = -1; read !== 0 && at < head.length + size; at += read)
    read = fs.readSync(file, bytes, at, head.length + size - at, null);
  const all = bytes.subarray(0, at + tail.copy(bytes, at));
  // What is ASCII needs no decoding.
  return all.toString(isAscii(all) ? 'latin1' : 'utf8');
}

/** Where the code of an open file would be; `undefined` for a user without a home. */
function placeOf(
  file: number,
  purpose: string | undefined,
  env: LoadCompiledOptions['env'],
): string | undefined {
  try {
    const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
    // V8 looks at the length of a source only. Who changes a file cannot keep its time of change.
    const { dev, ino, size, ctimeNs } = fs.fstatSync(file, { bigint: true });
    const word = /^[a-z]{1,20}$/.exec(purpose ?? '')?.[0] ?? 'other';
    const numbers = [dev, ino, size, ctimeNs, cachedDataVersionTag()];
    return join(
      cache,
      'plugwright',
      'code',
      `${[word, ...numbers.map((one) => one.toString(36))].join('-')}.bin`,
    );
  } catch {
    return undefined;
  }
}

/** Written by us alone: V8 trusts what it is given, so nothing is taken that somebody else could have written. */
const isOurs = ({ uid, mode }: fs.Stats) =>
  process.getuid === undefined || (uid === process.getuid() && !(mode & 0o022));

const digest = (bytes: Buffer) => createHash('sha1').update(bytes).digest();

function readKept(place: string): KeptCode | undefined {
  let file: number | undefined;
  try {
    file = fs.openSync(place, 'r');
    if (!isOurs(fs.fstatSync(file))) return undefined;
    const all = fs.readFileSync(file);
    const body = all.subarray(digestBytes);
    // V8 does not notice broken code, it ends the process.
    if (!all.subarray(0, digestBytes).equals(digest(body))) return undefined;
    const code = 4 + body.readUInt32LE(0);
    return {
      parts: JSON.parse(body.toString('utf8', 4, code)) as string[],
      code: body.subarray(code),
    };
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) fs.closeSync(file);
  }
}

async function write(place: string, parts: readonly string[], code: Buffer): Promise<void> {
  const folder = dirname(place);
  try {
    makeFolder(folder);
    // With `sudo`, the home may be that of somebody else.
    if (!isOurs(fs.lstatSync(folder))) return;
    const header = Buffer.from(JSON.stringify([...parts].sort()));
    const size = Buffer.alloc(4);
    size.writeUInt32LE(header.byteLength);
    const body = Buffer.concat([size, header, code]);
    await writeAtomically(place, Buffer.concat([digest(body), body]), { mode: 0o600 });
    removeOld(folder);
  } catch {
    // No place to keep it: the next run compiles again.
  }
}

/** Like `recursive`, which never ends below a directory such as `/proc` (seen with Node.js 20.20). */
function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = folder; !fs.existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const each of missing) fs.mkdirSync(each, { mode: 0o700 });
}

function removeOld(folder: string): void {
  const files = fs.readdirSync(folder).map((name) => join(folder, name));
  const old = files
    .map((path) => ({ path, at: fs.statSync(path).mtimeMs }))
    .sort((a, b) => b.at - a.at)
    .slice(keptFiles);
  for (const { path } of old) fs.rmSync(path, { force: true });
}
