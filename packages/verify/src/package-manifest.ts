import type { SourceFile } from './report.js';

/** The parts of a plugin's `package.json` that the gates look at; nothing in it is trusted. */
export interface PackageManifest {
  name?: unknown;
  version?: unknown;
  type?: unknown;
  main?: unknown;
  exports?: unknown;
  agentConfig?: unknown;
  [key: string]: unknown;
}

/** The parsed `package.json`; `undefined` when there is none or it is not an object. */
export function manifestOf(files: readonly SourceFile[]): PackageManifest | undefined {
  const text = files.find((file) => file.path === 'package.json')?.text;
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What every plugin may use without declaring it: the host, and what runs its tests. */
const given = ['@elizaos/core', '@types/node', 'typescript', 'vitest', 'zod'];

/** Packages that a plugin may import: those it declares, and those that are always there. */
export function declaredPackages(manifest: PackageManifest | undefined): string[] {
  const fields = ['dependencies', 'peerDependencies', 'optionalDependencies', 'devDependencies'];
  const declared = fields.flatMap((field) => Object.keys(asRecord(manifest?.[field])));
  return [...new Set([...given, ...declared.filter((name) => packageName.test(name))])];
}

/** The version range under which the plugin wants `@elizaos/core`. */
export function coreRange(manifest: PackageManifest): string | undefined {
  for (const field of ['peerDependencies', 'dependencies']) {
    const range = asRecord(manifest[field])['@elizaos/core'];
    if (typeof range === 'string') return range;
  }
  return undefined;
}

/** A setting that the plugin declares for `elizaos start`. */
export interface DeclaredVariable {
  name: string;
  type: string;
  required: boolean | undefined;
  default: string | undefined;
}

/** Settings that `elizaos start` passes on to the plugin. */
export function declaredVariables(manifest: PackageManifest | undefined): DeclaredVariable[] {
  const parameters = asRecord(asRecord(manifest?.['agentConfig'])['pluginParameters']);
  return Object.entries(parameters)
    .filter(([name]) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    .map(([name, value]) => {
      const { type, required, default: preset } = asRecord(value);
      return {
        name,
        type: typeof type === 'string' ? type : 'string',
        required: typeof required === 'boolean' ? required : undefined,
        default: preset === undefined || preset === null ? undefined : String(preset),
      };
    });
}

/** A name that is one or two path segments, so that a link cannot leave `node_modules`. */
const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asRecord = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
