import { treeOf, type SourceTree } from '../../source-tree.js';

const DIGEST = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;

/** An entry of a lockfile as npm writes it for a package of its own registry. */
export const entry = (version: string, more: object = {}): object => ({
  version,
  integrity: DIGEST,
  license: 'MIT',
  ...more,
});

/** A lockfile of version 3 with these packages under `node_modules`, and the manifest that asks for them. */
export function lockedTree(
  packages: Readonly<Record<string, object>>,
  files: Readonly<Record<string, string>> = {},
  manifest: object = {
    dependencies: Object.fromEntries(
      Object.keys(packages)
        .filter((name) => !name.includes('/node_modules/'))
        .map((name) => [name, '*']),
    ),
  },
): SourceTree {
  const root = { name: 'plugin-demo', version: '1.0.0', ...manifest };
  const lock = {
    name: 'plugin-demo',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: Object.fromEntries([
      ['', root],
      ...Object.entries(packages).map(([name, value]) => [`node_modules/${name}`, value] as const),
    ]),
  };
  return treeOf([
    ['package.json', JSON.stringify(root)],
    ['package-lock.json', JSON.stringify(lock, null, 2)],
    ...Object.entries(files),
  ]);
}
