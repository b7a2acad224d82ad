import { join } from 'node:path';
import type { Host } from './host.js';

/** The part of npm's configuration that says how the registry is reached. */
export interface NpmConfig {
  readonly registry?: string | undefined;
  /** PEM. */
  readonly ca?: string | undefined;
}

/**
 * Reads npm's configuration of the user: the environment, then `~/.npmrc`. An `.npmrc` beside the audited code is not
 * read, as it is part of what is not trusted, and npm itself is not started. Tokens are not read.
 */
export async function npmConfig({ env, home, files }: Host): Promise<NpmConfig> {
  const text = await files.readFile(join(home, '.npmrc'), 'utf8').catch(() => '');
  const settings = new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const match = /^\s*(?<name>registry|cafile)\s*=\s*"?(?<value>[^"#;]+?)"?\s*$/.exec(line);
      return match?.groups ? [[match.groups['name'] ?? '', match.groups['value'] ?? '']] : [];
    }),
  );
  const setting = (name: string): string | undefined =>
    env[`npm_config_${name}`] ?? env[`NPM_CONFIG_${name.toUpperCase()}`] ?? settings.get(name);
  const cafile = setting('cafile');
  return {
    registry: setting('registry'),
    ca:
      cafile === undefined
        ? undefined
        : await files.readFile(cafile, 'utf8').catch(() => undefined),
  };
}
