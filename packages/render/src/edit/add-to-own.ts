import { type Diagnostic, type PluginSpec, readSpec } from '@plugwright/spec';
import { payloadOf } from '../components/event-payload.js';
import { toolVersion } from '../embedded.gen.js';
import { MANIFEST_PATH, readManifest } from '../manifest.js';
import { render } from '../render.js';
import { textDigest } from '../tree-digest.js';
import type { AddOptions, AddRequest } from './edit-plan.js';
import { registrationsOf } from './island.js';
import { mergeSpecs } from './merge-specs.js';
import { EditRefused, note, problem } from './problem.js';
import { reconcile } from './reconcile.js';
import { type PluginRegistration, register } from './register.js';
import { addToAgentConfig } from './settings.js';
import type { Sources } from './sources.js';
import { extendSpecText } from './spec-document.js';
import { lineEnding, withEol } from './text-style.js';

const ENTRY = 'src/index.ts';
const SPEC = 'plugwright.yaml';

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
  const manifest = readManifest(sources.text(MANIFEST_PATH));
  const base = readSpec(text, { source: SPEC, allowElizaScope: true });
  if (!base.ok) throw new EditRefused(...base.diagnostics);
  if (!manifest) {
    throw new EditRefused(
      problem(
        'PW_EDIT_MANIFEST',
        `${MANIFEST_PATH} cannot be read.`,
        'Restore it from version control.',
        { file: MANIFEST_PATH },
      ),
    );
  }
  const merged = mergeSpecs(base.spec, fragment);
  if (!merged.ok) throw new EditRefused(...merged.diagnostics);
  const tree = await render(merged.spec);
  const eol = lineEnding(text);

  const untouched = (path: string) => {
    const there = sources.text(path);
    return there !== undefined && manifest.files[path]?.digest === textDigest(withEol(there, '\n'));
  };
  const shared = new Set([MANIFEST_PATH]);
  if (!untouched(SPEC)) {
    shared.add(SPEC);
    sources.write(SPEC, withEol(extendSpecText(text, base.spec, merged.spec), eol));
  }
  const editEntry = !untouched(entry);
  if (editEntry) shared.add(entry);
  const editPackage = !untouched('package.json');
  if (editPackage) shared.add('package.json');
  reconcile(sources, tree, manifest, shared, eol);
  if (editEntry)
    for (const one of registrable(fragment, merged.spec)) register(sources, one, entry);
  const diagnostics: Diagnostic[] = [];
  if (editPackage) {
    for (const one of merged.spec.environment) diagnostics.push(...addToAgentConfig(sources, one));
  }
  writeManifest(sources, tree.find((file) => file.path === MANIFEST_PATH)?.text ?? '');
  if (manifest.tool.version !== toolVersion) {
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

function writeManifest(sources: Sources, text: string): void {
  const there = sources.text(MANIFEST_PATH) ?? '';
  if (withEol(there, '\n') !== text) sources.write(MANIFEST_PATH, withEol(text, lineEnding(there)));
}
