import { type Diagnostic, type PluginSpec, readSpec } from '@plugwright/spec';
import { payloadOf } from '../components/event-payload.js';
import { toolVersion } from '../embedded.gen.js';
import { MANIFEST_PATH } from '../manifest.js';
import { render } from '../render.js';
import type { AddOptions, AddRequest } from './edit-plan.js';
import { registrationsOf } from './island.js';
import { mergeSpecs } from './merge-specs.js';
import { EditRefused, note, problem } from './problem.js';
import { type PluginRegistration, register } from './register.js';
import { addToPluginConfig } from './config-schema.js';
import { addToAgentConfig, addToEnvExample } from './settings.js';
import type { Sources } from './sources.js';
import { lineEnding } from './text-style.js';
import { isUntouched, openManifest, updateTree } from './update-tree.js';

const ENTRY = 'src/index.ts';
const SPEC = 'plugwright.yaml';
const ENV = '.env.example';

/**
 * Adds to a plugin that Plugwright made: the spec grows, the files it describes are rendered, and those
 * that people share with us (entry, package.json, the spec itself) are edited instead of written.
 */
export async function addToOwn(
  sources: Sources,
  { fragment }: AddRequest,
  { entry = ENTRY }: AddOptions,
): Promise<Diagnostic[]> {
  const text = sources.text(SPEC) ?? '';
  const manifest = openManifest(sources, MANIFEST_PATH);
  const base = readSpec(text, { source: SPEC, allowElizaScope: true });
  if (!base.ok) throw new EditRefused(...base.diagnostics);
  const merged = mergeSpecs(base.spec, fragment);
  if (!merged.ok) throw new EditRefused(...merged.diagnostics);
  const tree = await render(merged.spec);
  const changed = [entry, 'package.json', ENV].filter(
    (path) => !isUntouched(sources, manifest, path),
  );
  const diagnostics = updateTree(sources, {
    tree,
    manifestPath: MANIFEST_PATH,
    specPath: SPEC,
    before: base.spec,
    after: merged.spec,
    shared: new Set(changed),
    eol: lineEnding(text),
  });
  if (changed.includes(entry)) {
    for (const one of registrable(fragment, merged.spec)) register(sources, one, entry);
    for (const { name } of fragment.environment) addToPluginConfig(sources, name, entry);
  }
  for (const one of fragment.environment) {
    if (changed.includes(ENV)) addToEnvExample(sources, one, lineEnding(text));
    if (changed.includes('package.json')) diagnostics.push(...addToAgentConfig(sources, one));
  }
  if (manifest && manifest.tool.version !== toolVersion) {
    diagnostics.push(
      note(
        'PW_EDIT_TOOL_VERSION',
        `The plugin was made by version ${manifest.tool.version}; its generated files are now those of ${toolVersion}.`,
        'Look at the diff of the generated files too.',
        MANIFEST_PATH,
      ),
    );
  }
  return diagnostics;
}

/** Lines of the entry that the plugin object can hold; others need the entry's own frame. */
function registrable(fragment: PluginSpec, merged: PluginSpec): PluginRegistration[] {
  return registrationsOf(merged, fragment).map((one) => {
    const { list, key } = one;
    if (
      list !== 'tasks' &&
      list !== 'models' &&
      (key === undefined || payloadOf(key) !== undefined)
    ) {
      return { ...one, list };
    }
    throw new EditRefused(
      problem(
        'PW_EDIT_KIND_UNSUPPORTED',
        `${ENTRY} was changed by hand, and ${one.identifier} needs more there than an element of a list.`,
        `Add it to ${SPEC} and run plugwright update.`,
        { file: ENTRY },
      ),
    );
  });
}
