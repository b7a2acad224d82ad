import { fitsSchema, type Action, type Parameter, type PluginSpec } from '@plugwright/spec';

/**
 * The value that an action takes for a parameter that is not given; `undefined`: none. The default of an API's own
 * document is what the server assumes by itself (OpenAPI 3.1, 4.8.24), so it is not sent; one of a hand-written action is
 * used.
 */
export function defaultOf(
  { provenance }: Action,
  { required, schema }: Parameter,
  schemas: PluginSpec['schemas'],
): unknown {
  const fallback = required || provenance !== undefined ? undefined : schema.default;
  return fallback !== undefined && fitsSchema(fallback, schema, schemas) ? fallback : undefined;
}
