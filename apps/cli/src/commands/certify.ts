import {
  defaultPolicy,
  type Level,
  levelNames,
  levels,
  parsePolicy,
  publicKeyOf,
  type Policy,
} from '@plugwright/certify';
import {
  attachmentEndings,
  certificateEnding,
  certify as run,
  findSigningKey,
  noSigningKey,
  readTrust,
} from '@plugwright/engine/certify';
import { writeAtomically } from '@plugwright/files';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { printDecision } from '../certify/print-decision.js';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { PlugwrightError } from '../error-table.js';
import { exitCode } from '../exit-code.js';
import { openUserVault } from '../keys/open-vault.js';
import { createProgress } from '../progress.js';
import { shownPath } from '../shown-path.js';
import { choice, wholeNumber } from '../source-options.js';
import { version } from '../version.js';

/** What is shown while it works, in order. */
const steps = [
  'pack',
  'parse',
  'types',
  'bundle',
  'boot',
  'tests',
  'load',
  'scan',
  'coverage',
  'audit',
  'mutants',
  'bench',
  'sign',
];

/** `plugwright certify [path]` */
export async function certify(
  context: Context,
  [path = '.']: string[],
  options: Record<string, unknown>,
): Promise<number> {
  if (options['printPolicy'] === true) {
    context.io.stdout.write(`${JSON.stringify(defaultPolicy, null, 2)}\n`);
    return exitCode.done;
  }
  const host = cliHost(context);
  const atLeast = choice('--require-level', options['requireLevel'], levels) ?? 'L0';
  const policy = await policyOf(context, options['policy']);
  const privateKey =
    options['sign'] === false
      ? undefined
      : await findSigningKey(host, openUserVault(context, options));
  if (privateKey === undefined && options['sign'] !== false) throw noSigningKey();
  const progress = createProgress(context, steps);
  try {
    const result = await run({
      path,
      policy,
      ...(privateKey !== undefined && {
        signer: { privateKey, name: await signerName(host, privateKey) },
      }),
      review: options['review'] as string | undefined,
      provenance: options['provenance'] as string | undefined,
      waivers: options['waivers'] as string | undefined,
      offline: options['offline'] === true,
      mutants: wholeNumber('--mutants', options['mutants'], 0, 1000),
      bench: options['bench'] === false ? 'none' : options['quick'] === true ? 'quick' : 'full',
      host,
      version,
      onStep: progress.onStep,
      signal: context.io.signal,
    });
    await progress.stop();
    const { plugin } = result.facts;
    const base = `${plugin.name.replace(/^@/, '').replaceAll('/', '-')}-${plugin.version}`;
    const out = resolve(context.io.cwd, (options['out'] as string | undefined) ?? '.');
    await mkdir(out, { recursive: true });
    const write = async (name: string, content: string | Uint8Array) => {
      await writeAtomically(join(out, name), content);
      return join(out, name);
    };
    const written = [
      ...(result.files.tarball ? [await write(result.tarballName, result.files.tarball)] : []),
      await write(`${base}${attachmentEndings.sbom}`, result.files.sbom),
      await write(`${base}${attachmentEndings.sarif}`, result.files.sarif),
      await write(`${base}${attachmentEndings.evidence}`, result.files.evidence),
      ...(result.certificate === undefined
        ? []
        : [await write(`${base}${certificateEnding}`, result.certificate)]),
      ...(result.files.page ? [await write(`${base}.html`, result.files.page)] : []),
      ...(result.files.badge ? [await write(`${base}.svg`, result.files.badge)] : []),
    ];
    printDecision(context, result.decision, policy);
    const { level } = result.decision;
    const c = context.colours;
    const mark = level === null ? c.red('✖') : c.green('✔');
    context.print(
      `\n${mark} ${c.bold(plugin.name)} ${plugin.version}: ${level === null ? 'no level' : `${level} ${levelNames[level]}`}.`,
    );
    for (const file of written) context.note(`  ${shownPath(context.io.cwd, file)}`);
    context.emitJson({
      ok: reaches(level, atLeast),
      level,
      checks: result.decision.checks,
      package: result.facts.package,
      files: written,
    });
    return reaches(level, atLeast) ? exitCode.done : exitCode.failed;
  } finally {
    await progress.stop();
  }
}

/** What the pinned keys call it. */
async function signerName(host: ReturnType<typeof cliHost>, privateKey: string): Promise<string> {
  const { keyid } = publicKeyOf(privateKey);
  const { keys } = await readTrust(host);
  return keys.find((key) => key.keyid === keyid)?.name ?? 'own key';
}

const reaches = (level: Level | null, wanted: Level): boolean =>
  level !== null && levels.indexOf(level) >= levels.indexOf(wanted);

async function policyOf(context: Context, file: unknown): Promise<Policy> {
  if (typeof file !== 'string') return defaultPolicy;
  try {
    return parsePolicy(JSON.parse(await readFile(resolve(context.io.cwd, file), 'utf8')));
  } catch (cause) {
    if (PlugwrightError.isInstance(cause)) throw cause;
    throw new PlugwrightError({
      code: 'PW_CERTIFY_POLICY',
      message: `${file} cannot be read as JSON.`,
      hint: 'Start from plugwright certify --print-policy.',
      cause,
    });
  }
}
