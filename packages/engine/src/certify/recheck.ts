import type { CheckReport, Level } from '@plugwright/certify';
import { basename, dirname, join } from 'node:path';
import { type Host, nodeHost } from '../host.js';
import { fromCwd } from '../inside.js';
import { certificateEnding, check } from './check.js';

export interface RecheckOptions {
  /** A project with `node_modules`, or a directory of plugins. */
  path: string;
  /** Where certificates are; default: beside each plugin, in it, and in `certificates` of the project. */
  certificates?: string | undefined;
  trust?: string | undefined;
  revocations?: string | undefined;
  atLeast?: Level | undefined;
  host?: Host | undefined;
}

/** One installed plugin. */
export interface RecheckedPlugin {
  name: string;
  version: string;
  /** Absolute. */
  directory: string;
  /** `certified`: all is well; `refused`: what is wrong is in the report; `uncertified`: there is no certificate. */
  state: 'certified' | 'refused' | 'uncertified';
  certificate?: string | undefined;
  report?: CheckReport | undefined;
}

/** Checks all plugins that are installed in a project against their certificates, offline. */
export async function recheck(options: RecheckOptions): Promise<RecheckedPlugin[]> {
  const host = options.host ?? nodeHost();
  const root = fromCwd(host.cwd, options.path);
  const plugins = await installedPlugins(root, host);
  const folders = [
    ...(options.certificates === undefined ? [] : [fromCwd(host.cwd, options.certificates)]),
    join(root, 'certificates'),
  ];
  const { trust, revocations, atLeast } = options;
  const results: RecheckedPlugin[] = [];
  for (const { name, version, directory } of plugins) {
    // One at a time: each reads a whole package.
    // oxlint-disable no-await-in-loop
    const file = await certificateOf(
      name,
      version,
      [...folders, dirname(directory), directory],
      host,
    );
    const one = { name, version, directory };
    if (file === undefined) results.push({ ...one, state: 'uncertified' });
    else {
      const report = await check({ file, path: directory, trust, revocations, atLeast, host });
      results.push({
        ...one,
        state: report.ok ? 'certified' : 'refused',
        certificate: file,
        report,
      });
    }
    // oxlint-enable no-await-in-loop
  }
  return results;
}

/** `plugin-weather-1.2.0.certificate.json` in the first of the folders that has it. */
async function certificateOf(
  name: string,
  version: string,
  folders: readonly string[],
  host: Host,
): Promise<string | undefined> {
  const file = `${name.replace(/^@/, '').replaceAll('/', '-')}-${version}${certificateEnding}`;
  for (const folder of folders) {
    const path = join(folder, file);
    // oxlint-disable-next-line no-await-in-loop
    if ((await host.files.stat(path).catch(() => undefined))?.isFile()) return path;
  }
  return undefined;
}

/** Packages that call themselves a plugin of ElizaOS, by name, in the order of their names. */
async function installedPlugins(root: string, host: Host) {
  const list = async (path: string) =>
    (await host.files.readdir(path, { withFileTypes: true }).catch(() => []))
      // A linked package is one that somebody works on here.
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => join(path, name));
  const modules = (await list(root)).some((path) => basename(path) === 'node_modules')
    ? join(root, 'node_modules')
    : root;
  const all = (
    await Promise.all(
      (await list(modules)).map((path) => (basename(path).startsWith('@') ? list(path) : [path])),
    )
  ).flat();
  const found = await Promise.all(
    all.map(async (directory) => {
      try {
        const text = await host.files.readFile(join(directory, 'package.json'), 'utf8');
        const { name, version, agentConfig, keywords } = JSON.parse(text) as Record<
          string,
          unknown
        >;
        if (typeof name !== 'string' || typeof version !== 'string') return [];
        const isPlugin =
          /(?:^|\/)plugin-/.test(name) ||
          agentConfig !== undefined ||
          (Array.isArray(keywords) && keywords.includes('elizaos-plugin'));
        return isPlugin ? [{ name, version, directory }] : [];
      } catch {
        return [];
      }
    }),
  );
  return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
}
