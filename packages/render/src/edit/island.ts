import { posix } from 'node:path';
import type { PluginSpec } from '@plugwright/spec';
import { componentViews } from '../components/index.js';
import type { FileTree } from '../file-tree.js';
import { type ComponentKind, type Identifiers, identifiersOf } from '../identifiers.js';
import { manifestFile } from '../manifest.js';
import { render } from '../render.js';
import type { Registration } from '../template-job.js';
import { comparePaths } from '../tree-digest.js';

/**
 * The lines that a plugin's entry needs for what `fragment` holds, with the names that it has in `merged`.
 * Others are left out: somebody may have taken them out of the entry on purpose. `module` starts with `src/`.
 */
export function registrationsOf(merged: PluginSpec, fragment: PluginSpec): Registration[] {
  const identifiers = identifiersOf(merged);
  const added = new Set(symbolsOf(identifiers, fragment));
  const others = new Set(symbolsOf(identifiers, merged).filter((symbol) => !added.has(symbol)));
  return componentViews
    .flatMap((view) => view({ spec: merged, identifiers }).registrations)
    .filter(({ identifier }) => !others.has(identifier))
    .map((one) => ({ ...one, module: `src/${one.module}` }));
}

function symbolsOf({ symbol }: Identifiers, spec: PluginSpec): string[] {
  return [
    // The service of an API carries its symbol as a class name.
    ...Object.keys(spec.apis)
      .map((name) => symbol('api', name))
      .map((name) => name.slice(0, 1).toUpperCase() + name.slice(1)),
    ...componentNames(spec).map(({ kind, name }) => symbol(kind, name)),
  ];
}

/** Kind and name of every component of a spec. */
export function componentNames(spec: PluginSpec): { kind: ComponentKind; name: string }[] {
  const named = (kind: ComponentKind, list: readonly { name: string }[]) =>
    list.map(({ name }) => ({ kind, name }));
  return [
    ...named('action', spec.actions),
    ...named('provider', spec.providers),
    ...named('evaluator', spec.evaluators),
    ...named('service', spec.services),
    ...named('route', spec.routes),
    ...named('task', spec.tasks),
    ...spec.events.map(({ event }) => ({ kind: 'event' as const, name: event })),
    ...spec.models.map(({ type }) => ({ kind: 'model' as const, name: type })),
  ];
}

export interface Island {
  files: FileTree;
  registrations: Registration[];
  /** Packages that the files import, with the versions they are written for. */
  dependencies: Record<string, string>;
}

/**
 * The files that the components of `spec` consist of, moved below `root`, for a plugin that we did not
 * make: the component files and what they import, nothing of a plugin's own frame. A record of the spec
 * and a manifest stand beside them, so that a later edit knows what is there and what was changed.
 */
export async function renderIsland(
  spec: PluginSpec,
  fragment: PluginSpec,
  root: string,
): Promise<Island> {
  const tree = await render(spec);
  const registrations = registrationsOf(spec, fragment);
  const everything = registrationsOf(spec, spec);
  const texts = new Map(tree.map((file) => [file.path, file.text]));
  const reached = new Set<string>();
  const visit = (path: string) => {
    const text = texts.get(path);
    if (text === undefined || reached.has(path)) return;
    reached.add(path);
    // Our own formatted text: a relative import has this one form.
    for (const [, module = ''] of text.matchAll(/ from '(\.[^']+)\.js';$/gm)) {
      visit(`${posix.join(posix.dirname(path), module)}.ts`);
    }
  };
  for (const { module } of everything) visit(`${module}.ts`);
  const move = (path: string) => posix.join(root, path.replace(/^src\//, ''));
  // Scaffolds say where they are.
  const moved = (text: string) =>
    text.replaceAll('its body goes into src/', `its body goes into ${root}/`);
  const files = tree
    .filter((file) => reached.has(file.path) || file.path === 'plugwright.yaml')
    .map((file) => ({ ...file, path: move(file.path), text: moved(file.text) }));
  const manifest = { ...manifestFile(spec, files), path: posix.join(root, 'manifest.json') };
  return {
    files: [...files, manifest].sort((a, b) => comparePaths(a.path, b.path)),
    dependencies: importedPackages(texts.get('package.json'), files),
    registrations: registrations.map((one) => ({ ...one, module: move(one.module) })),
  };
}

function importedPackages(manifest: string | undefined, files: FileTree): Record<string, string> {
  const { dependencies = {} } = JSON.parse(manifest ?? '{}') as {
    dependencies?: Record<string, string>;
  };
  return Object.fromEntries(
    Object.entries(dependencies).filter(([name]) =>
      files.some(({ text }) => text.includes(` from '${name}';`)),
    ),
  );
}
