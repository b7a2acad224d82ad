import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import type { Isolation } from '@plugwright/sandbox';
import type * as Verify from '@plugwright/verify';
import { type Host, nodeHost } from './host.js';

/** One thing that was looked at. */
export interface DoctorRow {
  name: string;
  state: 'ok' | 'warn' | 'missing';
  /** What was found. */
  found: string;
  /** What to do, unless `ok`. */
  hint?: string;
}

export interface DoctorReport {
  /** Nothing is missing. */
  ok: boolean;
  rows: DoctorRow[];
  /** What generated code is run in, with every attempt of its self-test. */
  isolation: Isolation;
}

/** The floor of all packages; `engines` says the same. */
const nodeFloor = [20, 19] as const;
/** Bytes. The dependency store takes about 400 MB, a plugin less than 1 MB. */
const diskNeeded = 1024 ** 3;

/**
 * Looks at what the commands need on this machine, and what each missing thing keeps from working. Changes
 * nothing, unless `prepare`: then the dependency store of the gates is installed.
 */
export async function doctor(
  options: {
    prepare?: boolean | undefined;
    /** Told what npm says while it installs. */
    onProgress?: ((text: string) => void) | undefined;
    /** What is known about the terminal, by whoever has one. */
    terminal?: DoctorRow | undefined;
    /** Somebody is there who could type a passphrase. */
    canAsk?: boolean | undefined;
    /** `redis://` or `postgres://` where jobs lie, to be looked at too. */
    queue?: string | undefined;
    host?: Host | undefined;
    signal?: AbortSignal | undefined;
  } = {},
): Promise<DoctorReport> {
  const host = options.host ?? nodeHost();
  const verify = await import('@plugwright/verify');
  let prepared: unknown;
  if (options.prepare) {
    try {
      await verify.prepareStore({
        ...(options.signal ? { signal: options.signal } : {}),
        ...(options.onProgress ? { onProgress: options.onProgress } : {}),
      });
    } catch (error) {
      options.signal?.throwIfAborted();
      prepared = error;
    }
  }
  const isolation = await examineIsolation(options.signal);
  const rows: DoctorRow[] = [
    nodeRow(host),
    npmRow(process.execPath),
    ...storeRows(verify, prepared),
    typescriptRow(host),
    formatterRow(),
    await diskRow(host),
    isolationRow(isolation),
    await keyRow(host, options.canAsk === true),
    ...(options.queue === undefined ? [] : [await queueRow(options.queue)]),
    ...(options.terminal ? [options.terminal] : []),
  ];
  return { ok: rows.every((row) => row.state !== 'missing'), rows, isolation };
}

function nodeRow({ node }: Host): DoctorRow {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const enough = major > nodeFloor[0] || (major === nodeFloor[0] && minor >= nodeFloor[1]);
  const hint = `Install Node.js ${nodeFloor.join('.')} or later from https://nodejs.org.`;
  return enough
    ? { name: 'Node.js', state: 'ok', found: node }
    : { name: 'Node.js', state: 'missing', found: node, hint };
}

/** npm lies in `lib/node_modules` beside `bin` on Unix, beside `node.exe` on Windows. */
function npmRow(node: string): DoctorRow {
  const name = 'npm';
  const file = [
    join(dirname(node), '..', 'lib', 'node_modules', 'npm', 'package.json'),
    join(dirname(node), 'node_modules', 'npm', 'package.json'),
  ].find((path) => existsSync(path));
  if (file !== undefined) return { name, state: 'ok', found: versionAt(file) };
  const hint =
    'Only needed to install the dependency store and your plugin. Install Node.js with npm.';
  return { name, state: 'warn', found: 'not beside Node.js', hint };
}

const versionAt = (packageJson: string): string => {
  try {
    return (createRequire(import.meta.url)(packageJson) as { version: string }).version;
  } catch {
    return 'unknown version';
  }
};

function storeRows(
  verify: Pick<typeof Verify, 'findStore' | 'storePackages'>,
  failure: unknown,
): DoctorRow[] {
  const expected = verify.storePackages['@elizaos/core'] ?? '';
  try {
    const store = verify.findStore();
    const core = store.versions['@elizaos/core'] ?? 'unknown';
    const same = core === expected;
    return [
      {
        name: 'dependency store',
        state: failure === undefined ? 'ok' : 'warn',
        found: `${store.origin}: ${store.modules}`,
        ...(failure === undefined ? {} : { hint: messageOf(failure) }),
      },
      {
        name: '@elizaos/core',
        state: same ? 'ok' : 'warn',
        found: core,
        ...(same ? {} : { hint: `Plugins are made for ${expected}; the gates use ${core}.` }),
      },
    ];
  } catch {
    return [
      {
        name: 'dependency store',
        state: 'missing',
        found: 'none',
        hint:
          failure === undefined
            ? 'Run plugwright doctor --prepare once; until then use create --no-verify.'
            : messageOf(failure),
      },
    ];
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The native compiler is an optional package per platform; without it the gates use TypeScript 5.9. */
function typescriptRow({ platform, arch }: Host): DoctorRow {
  const name = 'TypeScript, native';
  const wanted = `@typescript/typescript-${platform}-${arch}`;
  const file = resolveFrom(['@plugwright/verify', '@typescript/native'], `${wanted}/package.json`);
  if (file !== undefined) return { name, state: 'ok', found: versionAt(file) };
  const hint =
    'Types are checked with TypeScript 5.9 instead, about ten times slower. Install with optional dependencies.';
  return { name, state: 'warn', found: `no ${wanted}`, hint };
}

/** The formatter has a native part too; without it nothing can be made. */
function formatterRow(): DoctorRow {
  const name = 'formatter (oxfmt)';
  const file = resolveFrom(['@plugwright/render'], 'oxfmt/package.json');
  if (file !== undefined) return { name, state: 'ok', found: versionAt(file) };
  const hint = 'Install Plugwright again, with optional dependencies.';
  return { name, state: 'missing', found: 'not installed', hint };
}

/** Where `wanted` is for the last of a chain of packages, each as far as it can be found from the one before. */
function resolveFrom(chain: readonly string[], wanted: string): string | undefined {
  let from = createRequire(import.meta.url);
  for (const name of chain) {
    try {
      from = createRequire(from.resolve(`${name}/package.json`));
    } catch {
      // Bundled into one package: look from where we are.
    }
  }
  try {
    return from.resolve(wanted);
  } catch {
    return undefined;
  }
}

async function diskRow(host: Host): Promise<DoctorRow> {
  const name = 'disk';
  try {
    const { bavail, bsize } = await host.files.statfs(host.cwd);
    const free = bavail * bsize;
    const found = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
    if (free >= diskNeeded) return { name, state: 'ok', found };
    return { name, state: 'warn', found, hint: 'The dependency store needs 0.4 GiB.' };
  } catch {
    const hint = 'The working directory cannot be examined.';
    return { name, state: 'warn', found: 'unknown', hint };
  }
}

/** A wrong `PLUGWRIGHT_ISOLATION` is something to say, not a reason to say nothing. */
async function examineIsolation(signal: AbortSignal | undefined): Promise<Isolation> {
  const { findIsolation } = await import('@plugwright/sandbox');
  try {
    return await findIsolation({ signal });
  } catch (error) {
    signal?.throwIfAborted();
    const hint = (error as { hint?: string }).hint;
    const none = { driver: 'none', level: 'none', canaries: [] } as const;
    return { ...none, reason: messageOf(error), ...(hint && { hint }) };
  }
}

/** Without a sandbox everything works, but what is made runs with the user's rights. */
function isolationRow({ driver, level, canaries, reason, hint }: Isolation): DoctorRow {
  const name = 'isolation';
  const stopped = canaries.filter(({ open }) => !open).length;
  const tested = canaries.length === 0 ? '' : `, ${stopped} of ${canaries.length} attempts stopped`;
  const found = `${level} (${driver}${tested})`;
  if (level === 'sandbox') return { name, state: 'ok', found };
  return {
    name,
    state: 'warn',
    found: reason === undefined ? found : `${found}: ${reason}`,
    ...(hint !== undefined && { hint }),
  };
}

/** A server that may lose or drop jobs is as good as none. */
async function queueRow(url: string): Promise<DoctorRow> {
  const name = 'queue';
  const { inspectQueue } = await import('./jobs/queue.js');
  try {
    const { server, version, problems, warnings = [] } = await inspectQueue(url);
    const found = `${server}, version ${version}`;
    if (problems.length > 0)
      return {
        name,
        state: 'missing',
        found: `${found}: not safe`,
        hint: `${problems.join('; ')}.`,
      };
    if (warnings.length > 0) return { name, state: 'warn', found, hint: `${warnings.join('; ')}.` };
    return { name, state: 'ok', found };
  } catch (error) {
    const hint = PlugwrightError.isInstance(error) ? error.hint : undefined;
    return {
      name,
      state: 'missing',
      found: messageOf(error),
      hint: hint ?? 'Look at the address and at the server.',
    };
  }
}

/** Where API keys can be kept. Nothing needs one, so this is never more than a warning. */
async function keyRow(host: Host, canAsk: boolean): Promise<DoctorRow> {
  const name = 'API keys';
  const { keyStorage, openVault, vaultDirectory } = await import('@plugwright/vault');
  const directory = vaultDirectory(host.env, host.home, host.platform);
  const given = ['PLUGWRIGHT_PASSPHRASE', 'PLUGWRIGHT_PASSPHRASE_FILE'].some(
    (one) => host.env[one],
  );
  try {
    const storage = await keyStorage(openVault({ directory }), { hasPassphrase: given || canAsk });
    const where = storage.exists ? directory : `${directory}, when one is stored`;
    if (storage.kind === 'keyring') return { name, state: 'ok', found: `OS keyring, ${where}` };
    if (storage.kind === 'passphrase')
      return { name, state: 'ok', found: `behind a passphrase, ${where}` };
    const hint = `They come from the environment; to store them set PLUGWRIGHT_PASSPHRASE_FILE (${storage.why}).`;
    return { name, state: 'warn', found: 'cannot be stored', hint };
  } catch (error) {
    return { name, state: 'warn', found: 'the vault cannot be used', hint: messageOf(error) };
  }
}
