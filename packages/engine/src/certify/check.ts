import {
  type AdvisoryMatches,
  checkCertificate,
  type CheckedPlugin,
  type CheckReport,
  certificateLimit,
  digestOf,
  type Level,
  packagesIn,
  parseRevocations,
  parseTrust,
  trustLimit,
} from '@plugwright/certify';
import { PlugwrightError } from '@plugwright/errors';
import { dirname, join } from 'node:path';
import { type Host, nodeHost } from '../host.js';
import { auditSettings } from '../audit.js';
import { fromCwd } from '../inside.js';
import { recipeOf } from './build-plugin.js';
import { readPlugin } from './read-plugin.js';
import { readLimited, readTrust, trustPath } from './signing-keys.js';
import { sourceOf } from './stage-plugin.js';

export interface CheckOptions {
  /** The certificate. */
  file: string;
  /** What it is held against: a directory or a tarball. */
  path: string;
  /** Trust file; default: the user's own. */
  trust?: string | undefined;
  /** List of revocations; default: `revocations.json` beside the trust file, where there is one. */
  revocations?: string | undefined;
  atLeast?: Level | undefined;
  host?: Host | undefined;
}

/** Bytes of a file beside a certificate. */
const attachmentLimit = 64 * 1024 * 1024;
export const attachmentEndings = {
  sbom: '.sbom.json',
  sarif: '.sarif.json',
  evidence: '.evidence.json',
} as const;
export const certificateEnding = '.certificate.json';

/**
 * Checks a certificate against a plugin: offline, with pinned keys. What is wrong is in the report.
 *
 * @throws PlugwrightError `PW_CERTIFY_*` when something that is needed cannot be read.
 */
export async function check(options: CheckOptions): Promise<CheckReport> {
  const host = options.host ?? nodeHost();
  const file = fromCwd(host.cwd, options.file);
  const bytes = await readCertificate(host, file);
  const [trust, revocations, plugin, attachments] = await Promise.all([
    options.trust === undefined
      ? readTrust(host)
      : readNamed(host, options.trust, trustLimit).then(parseTrust),
    revocationsOf(options, host),
    checkedPlugin(fromCwd(host.cwd, options.path), host),
    attachmentsOf(file, host),
  ]);
  return checkCertificate(bytes, plugin, {
    trust,
    revocations,
    now: new Date(host.now()),
    atLeast: options.atLeast,
    attachments,
    advisories: await advisoriesFor(attachments['sbom'], host),
  });
}

/** At most one byte more than a certificate can have: enough to see that it is too large. */
export async function readCertificate(host: Host, path: string): Promise<Uint8Array> {
  const found = await host.files.stat(path).catch(() => undefined);
  if (!found?.isFile()) throw unreadable(path);
  // A file of 100 MB is not read to be refused.
  return found.size > certificateLimit
    ? new Uint8Array(certificateLimit + 1)
    : host.files.readFile(path).catch((cause: unknown) => {
        throw unreadable(path, cause);
      });
}

const unreadable = (path: string, cause?: unknown) =>
  new PlugwrightError({
    code: 'PW_CERTIFY_READ',
    message: `${path} cannot be read.`,
    hint: 'Check its path and permissions.',
    cause,
  });

async function readNamed(host: Host, path: string, limit: number): Promise<string> {
  const at = fromCwd(host.cwd, path);
  const text = await readLimited(host, at, limit);
  if (text === undefined) throw unreadable(at);
  return text;
}

async function revocationsOf({ revocations, trust }: CheckOptions, host: Host) {
  if (revocations !== undefined)
    return parseRevocations(await readNamed(host, revocations, trustLimit));
  const beside = join(
    dirname(trust === undefined ? trustPath(host) : fromCwd(host.cwd, trust)),
    'revocations.json',
  );
  const text = await readLimited(host, beside, trustLimit);
  return text === undefined ? undefined : parseRevocations(text);
}

/** A plugin, as far as a check looks at it. */
export async function checkedPlugin(path: string, host: Host): Promise<CheckedPlugin> {
  const given = await readPlugin(path, host);
  if (given.kind === 'tarball') return { kind: 'tarball', bytes: given.bytes };
  const { readTree } = await import('@plugwright/scan');
  const tree = await readTree(path);
  const texts = [...tree.files]
    .filter(([name]) => name.startsWith('tsconfig'))
    .map(([name, bytes]) => ({ path: name, text: Buffer.from(bytes).toString('utf8') }));
  const recipe = recipeOf(given.manifest, texts);
  return {
    kind: 'directory',
    installed: Object.fromEntries(
      [...tree.files].map(([name, content]) => [name, digestOf(content)]),
    ),
    source: sourceOf(tree, recipe?.outDir).sha256,
  };
}

async function attachmentsOf(file: string, host: Host): Promise<Record<string, Uint8Array>> {
  if (!file.endsWith(certificateEnding)) return {};
  const base = file.slice(0, -certificateEnding.length);
  const found = await Promise.all(
    Object.entries(attachmentEndings).map(async ([name, ending]) => {
      const text = await readLimited(host, `${base}${ending}`, attachmentLimit);
      return text === undefined ? [] : [[name, Buffer.from(text)] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** What the advisories that are kept on this disk say about a list of components; nobody is asked. */
async function advisoriesFor(
  sbom: Uint8Array | undefined,
  host: Host,
): Promise<AdvisoryMatches | undefined> {
  if (sbom === undefined) return undefined;
  let packages;
  try {
    packages = packagesIn(JSON.parse(Buffer.from(sbom).toString('utf8')));
  } catch {
    // The digest is wrong too, and that is told.
    return undefined;
  }
  const { checkPackages } = await import('@plugwright/scan/dependencies');
  const { sentence, vulnerable } = await checkPackages(
    packages,
    await auditSettings({ path: '', offline: true, host }),
  );
  return {
    sentence,
    matches: vulnerable.flatMap(({ name, version, vulnerabilities }) =>
      vulnerabilities.map(({ id, severity, title }) => ({
        id,
        package: name,
        version,
        severity,
        title,
      })),
    ),
  };
}
