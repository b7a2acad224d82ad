import { posix } from 'node:path';
import { type Diagnostic } from '@plugwright/errors';
import { type PluginSpec, readSpec, toPluginName } from '@plugwright/spec';
import { payloadOf } from '../components/event-payload.js';
import { identifiersOf } from '../identifiers.js';
import { addTest } from './component-test.js';
import { addToConfig } from './config-schema.js';
import type { AddOptions, AddRequest } from './edit-plan.js';
import { addToEnvExample } from './env-example.js';
import { findPlugin } from './find-plugin.js';
import { componentNames, renderIsland } from './island.js';
import { mergeSpecs } from './merge-specs.js';
import { addDependencies, addToAgentConfig } from './package-json.js';
import { EditRefused, problem } from './problem.js';
import { type PluginRegistration, register } from './register.js';
import type { Sources } from './sources.js';
import { refuseTakenNames } from './taken-names.js';
import { lineEnding } from './text-style.js';
import { updateTree } from './update-tree.js';

/**
 * Adds to a plugin that Plugwright did not make. The component and the library files it needs go below
 * `plugwright/` beside the entry, with the spec of everything added so far, so that they clash with nothing.
 */
export async function addToForeign(
  sources: Sources,
  { fragment }: AddRequest,
  { entry }: AddOptions,
): Promise<Diagnostic[]> {
  refuseUnsupported(fragment);
  const plugin = findPlugin(sources, entry);
  const { exported } = plugin;
  const eol = lineEnding(sources.text(exported.path) ?? '');
  const diagnostics: Diagnostic[] = [];
  const names = componentNames(fragment);
  if (names.length > 0) {
    const root = posix.join(posix.dirname(exported.path), 'plugwright');
    refuseTakenNames(sources, fragment);
    const specPath = `${root}/plugwright.yaml`;
    const before = readIsland(sources, specPath);
    const spec = islandSpec(sources, fragment, before);
    const { files: tree, registrations, dependencies } = await renderIsland(spec, fragment, root);
    const manifestPath = `${root}/manifest.json`;
    diagnostics.push(
      ...updateTree(sources, { tree, manifestPath, specPath, before, after: spec, eol }),
    );
    diagnostics.push(...addDependencies(sources, dependencies));
    for (const one of registrations) register(sources, one as PluginRegistration, entry);
    const { symbol } = identifiersOf(spec);
    for (const { kind, name } of names) {
      const registration = registrations.find((one) => one.identifier === symbol(kind, name));
      if (registration) {
        diagnostics.push(
          ...(await addTest(sources, { exported }, registration as PluginRegistration, name, eol)),
        );
      }
    }
  } else {
    for (const variable of fragment.environment) addToConfig(sources, variable, entry);
  }
  for (const variable of fragment.environment) {
    addToEnvExample(sources, variable, eol);
    diagnostics.push(...addToAgentConfig(sources, variable));
  }
  return diagnostics;
}

/** What a list of the plugin object cannot register. */
function refuseUnsupported(fragment: PluginSpec): void {
  const kind =
    (fragment.tasks.length > 0 && 'task') ||
    (fragment.models.length > 0 && 'model handler') ||
    (fragment.lazy && 'lazy search action');
  if (kind) {
    throw new EditRefused(
      problem(
        'PW_EDIT_KIND_UNSUPPORTED',
        `A ${kind} cannot be added to a plugin that was not made by Plugwright.`,
        'Create a plugin of its own for it, and list that as a dependency.',
      ),
    );
  }
  const custom = fragment.events.find(({ event }) => payloadOf(event) === undefined);
  if (custom) {
    throw new EditRefused(
      problem(
        'PW_EDIT_EVENT_CUSTOM',
        `${custom.event} is not an event that the type of plugin.events knows.`,
        "Register its handler in the plugin's init, with runtime.registerEvent.",
        { pointer: '/events' },
      ),
    );
  }
}

/** The spec of everything that was added to this plugin so far. */
function readIsland(sources: Sources, path: string): PluginSpec | undefined {
  const text = sources.text(path);
  if (text === undefined) return undefined;
  const base = readSpec(text, { source: path, allowElizaScope: true });
  if (!base.ok) throw new EditRefused(...base.diagnostics);
  return base.spec;
}

function islandSpec(
  sources: Sources,
  fragment: PluginSpec,
  before: PluginSpec | undefined,
): PluginSpec {
  if (!before) return { ...fragment, name: foreignName(sources, fragment) };
  const merged = mergeSpecs(before, fragment);
  if (!merged.ok) throw new EditRefused(...merged.diagnostics);
  return merged.spec;
}

/** The name in package.json: logs and messages of the added files carry it. */
function foreignName(sources: Sources, fragment: PluginSpec): string {
  const name = /"name"\s*:\s*"([^"]+)"/.exec(sources.text('package.json') ?? '')?.[1];
  return name === undefined ? fragment.name : toPluginName(name.replace(/^@[^/]*\//, ''));
}
