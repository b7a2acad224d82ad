import { join } from 'node:path';
import { z } from 'zod';
import { readRegular } from './read-regular.js';

/** What `npm publish` would take from a directory. */
export interface Shipped {
  /** Without what is bundled. */
  readonly files: readonly string[];
  /** Folders of bundled dependencies, which are taken whole. */
  readonly bundled: readonly string[];
}

const list = z.record(z.string(), z.string()).optional().catch(undefined);
const bundle = z
  .union([z.boolean(), z.array(z.string())])
  .optional()
  .catch(undefined);
const manifestShape = z.looseObject({
  dependencies: list,
  optionalDependencies: list,
  bundleDependencies: bundle,
  bundledDependencies: bundle,
});
type Manifest = z.infer<typeof manifestShape>;

/** `undefined` when nobody can say, for want of a manifest that npm understands. No script is run. */
export async function shippedFiles(root: string): Promise<Shipped | undefined> {
  try {
    const manifest = await manifestAt(root);
    if (!manifest) return undefined;
    const { default: packlist } = await import('npm-packlist');
    const files = await packlist({
      path: root,
      package: { ...manifest, bundleDependencies: [] },
      isProjectRoot: true,
      edgesOut: new Map(),
    } as never);
    return {
      files: files.map((path) => path.replaceAll('\\', '/')),
      bundled: await bundledFolders(root, manifest),
    };
  } catch {
    return undefined;
  }
}

async function manifestAt(folder: string): Promise<Manifest | undefined> {
  const bytes = await readRegular(join(folder, 'package.json'));
  if (typeof bytes === 'string') return undefined;
  try {
    return manifestShape.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

const needed = ({ dependencies, optionalDependencies }: Manifest): string[] =>
  Object.keys({ ...dependencies, ...optionalDependencies });

const PACKAGE_NAME = /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*$/;

/** A bundled package brings along what it needs; what lies inside its folder is there anyway. */
async function bundledFolders(root: string, manifest: Manifest): Promise<readonly string[]> {
  const asked = manifest.bundleDependencies ?? manifest.bundledDependencies;
  const waiting = asked === true ? needed(manifest) : asked === false ? [] : [...(asked ?? [])];
  const folders = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const folder = `node_modules/${name}`;
    if (folders.has(folder) || !PACKAGE_NAME.test(name)) continue;
    // oxlint-disable-next-line no-await-in-loop -- each names the next ones
    const inner = await manifestAt(join(root, folder));
    if (!inner) continue;
    folders.add(folder);
    waiting.push(...needed(inner));
  }
  return [...folders].toSorted();
}
