import type { CertificateFacts } from '@plugwright/certify';
import type { SourceFile } from '@plugwright/verify';

type Manifest = Readonly<Record<string, unknown>>;

const textMap = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries((value ?? {}) as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

/** What is asked of the registry: a version, a range, a tag. Everything else is fetched from somewhere else. */
const fromRegistry = /^(?:npm:(?:@[\w.~-]+\/)?[\w.~-]+@)?[\w\s.*^~<>=|+-]*$/;

/** Packages that somebody who installs the plugin gets with it. */
export const runtimeDependencies = (manifest: Manifest): Record<string, string> => ({
  ...textMap(manifest['dependencies']),
  ...textMap(manifest['optionalDependencies']),
});

/** Those of them that a list of packages does not have, neither by their name nor by that of `npm:NAME@RANGE`. */
export function unlistedDependencies(
  manifest: Manifest,
  packages: readonly { name: string }[],
): string[] {
  const listed = new Set(packages.map(({ name }) => name));
  return Object.entries(runtimeDependencies(manifest))
    .filter(([name, range]) => {
      const alias = /^npm:(?<name>(?:@[^/]+\/)?[^@]+)/.exec(range)?.groups?.['name'];
      return !listed.has(name) && (alias === undefined || !listed.has(alias));
    })
    .map(([name]) => name);
}

/** All packages that a manifest names. */
export const declaredPackages = (manifest: Manifest): string[] =>
  ['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'].flatMap((field) =>
    Object.keys(textMap(manifest[field])),
  );

/** What `package.json` says. */
export function manifestFacts(
  manifest: Manifest,
  paths: readonly string[],
): CertificateFacts['manifest'] {
  const dependencies = {
    ...runtimeDependencies(manifest),
    ...textMap(manifest['peerDependencies']),
  };
  const license = licenceOf(manifest);
  return {
    ...(license === undefined ? {} : { license }),
    licenseFile: paths.some((path) => /^licen[cs]e(?:\.\w+)?$/i.test(path)),
    unusualDependencies: Object.entries(dependencies)
      .filter(([, range]) => !fromRegistry.test(range))
      .map(([name, range]) => `${name}: ${range.slice(0, 100)}`),
    dependencies,
  };
}

function licenceOf({ license, licenses }: Manifest): string | undefined {
  const value =
    license ?? (Array.isArray(licenses) ? (licenses[0] as { type?: unknown })?.type : undefined);
  const name =
    typeof value === 'object' && value !== null ? (value as { type?: unknown }).type : value;
  // UNLICENSED is npm's word for "nobody may use this".
  return typeof name === 'string' && name.trim() !== '' && name !== 'UNLICENSED'
    ? name.slice(0, 100)
    : undefined;
}

/** Settings that the runtime passes on, and those that the code reads besides. */
export function environmentFacts(
  manifest: Manifest,
  undeclared: readonly string[],
): NonNullable<CertificateFacts['environment']> {
  const { pluginParameters } = (manifest['agentConfig'] ?? {}) as { pluginParameters?: unknown };
  return {
    declared: Object.keys((pluginParameters ?? {}) as object).sort(),
    undeclared: [...new Set(undeclared)].sort(),
  };
}

/** Whether `tsconfig.json` turns all strict rules on; `undefined` where it does not say so itself. */
export async function strictOf(files: readonly SourceFile[]): Promise<boolean | undefined> {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const { default: ts } = await import('typescript');
  let path = 'tsconfig.json';
  for (let depth = 0; depth < 8; depth++) {
    const text = texts.get(path);
    if (text === undefined) return undefined;
    const { config } = ts.parseConfigFileTextToJson(path, text) as {
      config?: { extends?: unknown; compilerOptions?: { strict?: unknown } };
    };
    const strict = config?.compilerOptions?.strict;
    if (typeof strict === 'boolean') return strict;
    const above = config?.extends;
    // Without any base the default holds, which is "not strict" before TypeScript 6.
    if (above === undefined) return false;
    if (typeof above !== 'string' || !above.startsWith('./')) return undefined;
    path = above.slice(2).replace(/(?<!\.json)$/, '.json');
  }
  return undefined;
}
