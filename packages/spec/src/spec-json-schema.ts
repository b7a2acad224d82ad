import { toJSONSchema } from 'zod';
import { pluginSpecSchema } from './plugin-spec.js';

/**
 * What a person may write, as JSON Schema draft 2020-12, from the same zod source as {@link parseSpec}.
 * For editors and other languages; what must fit together (references, bindings) only `parseSpec` checks.
 */
export function pluginSpecJsonSchema(): object {
  const schema = toJSONSchema(pluginSpecSchema, { target: 'draft-2020-12', io: 'input' });
  return { title: 'Plugwright plugin spec, version 1', ...schema };
}
