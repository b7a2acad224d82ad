import { stringify } from 'yaml';
import { pluginSpecSchema, type PluginSpec } from './plugin-spec.js';
import { withoutDefaults } from './without-defaults.js';

/**
 * The spec as YAML: keys in the order of the schema, defaults left out. The same spec gives the same
 * text, and {@link readSpec} gives the same spec back.
 */
export function writeSpec(spec: PluginSpec): string {
  return stringify(withoutDefaults(pluginSpecSchema, spec), {
    // Long lines stay whole: folding would depend on the width, and diffs would jump.
    lineWidth: 0,
    aliasDuplicateObjects: false,
    version: '1.2',
  });
}
