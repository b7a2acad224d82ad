import { dirname, join } from 'node:path';
import type { AdvisoryArchive, AuditNetwork, AuditResult } from '@plugwright/scan/dependencies';
import { type Host, nodeHost } from './host.js';
import { fromCwd } from './inside.js';
import { stateDirectory } from './jobs/jobs-directory.js';
import { npmConfig } from './npm-config.js';
import { readWaivers } from './read-waivers.js';

/** How advisories are reached. */
export interface AdvisoryCommandOptions {
  allowHttp?: boolean | undefined;
  allowPrivate?: boolean | undefined;
  host?: Host | undefined;
  signal?: AbortSignal | undefined;
}

export interface AuditCommandOptions extends AdvisoryCommandOptions {
  /** A directory, a tarball or a lockfile. */
  path: string;
  /** Ask nobody; use what is on this disk. */
  offline?: boolean | undefined;
  /** Default: that of npm's own configuration (`npm_config_registry`, `~/.npmrc`), else the public one. */
  registry?: string | undefined;
  /** Default: the public service. */
  osv?: string | undefined;
  /** Days that the data may be old; default 7. */
  limitDays?: number | undefined;
  omitDev?: boolean | undefined;
  /** Ask the registry for the document of each package; default yes. */
  metadata?: boolean | undefined;
  /** A file of waivers; it must not lie inside the plugin. */
  waivers?: string | undefined;
  /** For each request, in ms. */
  timeoutMs?: number | undefined;
}

/** Where answers and archives of advisories are kept. */
export const advisoriesDirectory = (host: Host): string =>
  join(stateDirectory(host.env, host.home), 'advisories');

/**
 * Audits the dependencies of a plugin. Nothing is installed and nothing run.
 *
 * @throws `PW_SCAN_*`, `PW_AUDIT_*`, and the signal's reason.
 */
export async function audit(options: AuditCommandOptions): Promise<AuditResult> {
  const host = options.host ?? nodeHost();
  const path = fromCwd(host.cwd, options.path);
  const { auditPath, DEFAULT_ADDRESS } = await import('@plugwright/scan/dependencies');
  const npm = await npmConfig(host);
  const registry = options.registry ?? npm.registry ?? DEFAULT_ADDRESS.npm;
  const network: AuditNetwork = {
    registry,
    osv: options.osv ?? DEFAULT_ADDRESS.osv,
    allowHttp: options.allowHttp,
    allowPrivate: options.allowPrivate,
    ca: npm.ca,
    timeoutMs: options.timeoutMs,
    signal: options.signal,
  };
  return auditPath(path, {
    registry,
    osv: network.osv,
    network: options.offline === true ? undefined : network,
    directory: advisoriesDirectory(host),
    limitDays: options.limitDays,
    now: new Date(host.now()),
    omitDev: options.omitDev,
    metadata: options.metadata,
    waivers:
      options.waivers === undefined
        ? undefined
        : await readWaivers(options.waivers, host, path.endsWith('.json') ? dirname(path) : path),
  });
}

/**
 * Downloads the archive of advisories of npm packages from OSV and keeps it.
 *
 * @throws `PW_AUDIT_PULL`, `PW_AUDIT_ARCHIVE`, and the signal's reason.
 */
export async function pullAdvisories(
  options: AdvisoryCommandOptions & { from?: string | undefined },
): Promise<AdvisoryArchive> {
  const host = options.host ?? nodeHost();
  const { OSV_ARCHIVE, pullArchive } = await import('@plugwright/scan/dependencies');
  const { ca } = await npmConfig(host);
  const { allowHttp, allowPrivate, signal } = options;
  return pullArchive(
    options.from ?? OSV_ARCHIVE,
    { allowHttp, allowPrivate, ca },
    { directory: advisoriesDirectory(host), now: new Date(host.now()), signal },
  );
}

/**
 * Keeps an archive of advisories that was brought here some other way.
 *
 * @throws `PW_AUDIT_ARCHIVE`, and the signal's reason.
 */
export async function importAdvisories(
  file: string,
  options: Pick<AdvisoryCommandOptions, 'host' | 'signal'> = {},
): Promise<AdvisoryArchive> {
  const host = options.host ?? nodeHost();
  const { importArchive } = await import('@plugwright/scan/dependencies');
  return importArchive(fromCwd(host.cwd, file), {
    directory: advisoriesDirectory(host),
    now: new Date(host.now()),
    signal: options.signal,
  });
}

/** The archive that audits use. */
export async function currentAdvisories(
  host: Host = nodeHost(),
): Promise<AdvisoryArchive | undefined> {
  const { readArchive } = await import('@plugwright/scan/dependencies');
  return readArchive(advisoriesDirectory(host));
}
