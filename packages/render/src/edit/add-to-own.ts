import { type Diagnostic } from '@plugwright/errors';
import { readSpec } from '@plugwright/spec';
import { payloadOf } from '../components/event-payload.js';
import { toolVersion } from '../embedded.gen.js';
import { MANIFEST_PATH } from '../manifest.js';
import { render } from '../render.js';
import type { Registration } from '../template-job.js';
import type { AddOptions, AddRequest } from './edit-plan.js';
import { addToEnvExample } from './env-example.js';
import { registrationsOf } from './island.js';
import { mergeSpecs } from './merge-specs.js';
import { addToAgentConfig } from './package-json.js';
import { EditRefused, note } from './problem.js';
import { type PluginRegistration, register } from './register.js';
import { addToPluginConfig } from './config-schema.js';
import type { Sources } from './sources.js';
import { refuseTakenNames } from './taken-names.js';
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
  { entry }: AddOptions,
): Promise<Diagnostic[]> {
  const text = sources.text(SPEC) ?? '';
  const manifest = openManifest(sources, MANIFEST_PATH);
  const base = readSpec(text, { source: SPEC, allowElizaScope: true });
  if (!base.ok) throw new EditRefused(...base.diagnostics);
  refuseTakenNames(sources, fragment, new Set(Object.keys(manifest?.files ?? {})));
  const merged = mergeSpecs(base.spec, fragment);
  if (!merged.ok) throw new EditRefused(...merged.diagnostics);
  const tree = await render(merged.spec);
  const eol = lineEnding(text);
  const registrations = registrationsOf(merged.spec, fragment).filter(fitsList);
  // What no list can hold changes the entry's own frame: that is merged like any other text.
  const framed = registrationsOf(merged.spec, fragment).length > registrations.length;
  const changed = [...(framed ? [] : [ENTRY]), 'package.json', ENV].filter(
    (path) => !isUntouched(sources, manifest, path),
  );
  const diagnostics = updateTree(sources, {
    tree,
    manifestPath: MANIFEST_PATH,
    specPath: SPEC,
    before: base.spec,
    after: merged.spec,
    shared: new Set(changed),
    eol,
    editShared: () => {
      if (changed.includes(ENTRY)) {
        for (const one of registrations) register(sources, one, entry);
        for (const { name } of fragment.environment) addToPluginConfig(sources, name, entry);
      }
      return fragment.environment.flatMap((one) => {
        if (changed.includes(ENV)) addToEnvExample(sources, one, eol);
        return changed.includes('package.json') ? addToAgentConfig(sources, one) : [];
      });
    },
  });
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

/** Tasks, model handlers and events of the plugin's own are registered by code, not by a list. */
const fitsList = (one: Registration): one is Registration & PluginRegistration =>
  one.list !== 'tasks' &&
  one.list !== 'models' &&
  (one.key === undefined || payloadOf(one.key) !== undefined);
