import { PlugwrightError } from '@plugwright/errors';
import { writeAtomically } from '@plugwright/files';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { homedir, release } from 'node:os';
import { join } from 'node:path';
import { attempts, tryAttempts } from './attempts/try-attempts.js';
import { findTool } from './find-tools.js';
import type { Canary, DriverName } from './isolation.js';

/** What the self-test of a driver found. */
export interface SelfTest {
  /** A program could be run at all. */
  works: boolean;
  canaries: Canary[];
  /** Why it does not work. */
  reason?: string;
  hint?: string;
}

/** Where results are kept, and whether to look. */
export interface SelfTestOptions {
  cacheDirectory?: string | undefined;
  fresh?: boolean | undefined;
  env?: Readonly<Record<string, string | undefined>> | undefined;
  signal?: AbortSignal | undefined;
}

/** Raise it when an attempt is added: what was found before then no longer counts. */
const version = 1;

const known = new Map<string, Promise<SelfTest>>();

/**
 * Tries to get out of a driver: files, environment, sockets, processes, memory, disk. Half a second,
 * once per start of the machine, user, program versions and set of attempts.
 */
export function selfTest(driver: DriverName, options: SelfTestOptions = {}): Promise<SelfTest> {
  const env = options.env ?? process.env;
  const directory =
    options.cacheDirectory ??
    join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'plugwright', 'isolation');
  const path = join(directory, `${keyOf(driver)}.json`);
  const found = options.fresh ? undefined : (known.get(path) ?? kept(path));
  const result = found ?? tested(driver, options.signal, path, directory);
  known.set(path, result);
  // One that was cancelled says nothing about the driver.
  result.catch(() => known.delete(path));
  return result;
}

function kept(path: string): Promise<SelfTest> | undefined {
  try {
    const { works, canaries, reason, hint } = JSON.parse(readFileSync(path, 'utf8')) as SelfTest;
    // Only a good result is kept: what was missing may be installed meanwhile.
    if (!works || !Array.isArray(canaries) || canaries.length === 0) return undefined;
    return Promise.resolve({ works, canaries, ...(reason && { reason }), ...(hint && { hint }) });
  } catch {
    return undefined;
  }
}

async function tested(
  driver: DriverName,
  signal: AbortSignal | undefined,
  path: string,
  directory: string,
): Promise<SelfTest> {
  let canaries: Canary[];
  try {
    canaries = await tryAttempts(driver, {
      only: attempts.filter((attempt) => attempt.selfTest),
      signal,
    });
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    const hint = PlugwrightError.isInstance(error) ? error.hint : undefined;
    return { works: false, canaries: [], reason, ...(hint && { hint }) };
  }
  signal?.throwIfAborted();
  const result = { works: true, canaries };
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    await writeAtomically(path, JSON.stringify(result));
  } catch {
    // A read-only home: it is tested again next time.
  }
  return result;
}

/** Everything the result depends on. */
function keyOf(driver: DriverName): string {
  const program = findTool(
    { bubblewrap: 'bwrap', seatbelt: 'sandbox-exec' }[driver as string] ?? driver,
  );
  const stat = program === undefined ? undefined : statSync(program, { throwIfNoEntry: false });
  const parts = [version, driver, bootId(), process.getuid?.(), process.execPath, process.version];
  const text = JSON.stringify([
    ...parts,
    release(),
    program,
    stat?.size,
    stat?.mtimeMs,
    ownGroup(),
  ]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Changes at every start of the machine; elsewhere than on Linux the day has to do. */
function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id') ?? new Date().toISOString().slice(0, 10);
}

/** Whether groups can be made depends on the one we are in: of its names, not the numbers in them. */
const ownGroup = () => (read('/proc/self/cgroup') ?? '').replaceAll(/[0-9a-f]{8,}|\d+/g, '#');

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
