import { withoutFixedParameters } from './fixed-parameters.js';
import { specTable } from './plain-schema/spec-table.gen.js';
import type { PluginSpec } from './plugin-spec.js';
import { withoutDefaults } from './without-defaults.js';
import { yamlText } from './yaml-text.js';

/**
 * The spec as YAML: keys in the order of the schema, defaults left out, long lines whole. The same spec
 * gives the same text, and {@link readSpec} gives the same spec back.
 */
export function writeSpec(spec: PluginSpec): string {
  return yamlText(
    withoutDefaults(specTable, withoutFixedParameters(spec)) as Record<string, unknown>,
  );
}
