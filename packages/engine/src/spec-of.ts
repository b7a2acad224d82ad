import { type PluginSpec, writeSpec } from '@plugwright/spec';
import { type ReadSourceOptions, type ReadSourceResult, readSource } from './read-source.js';

/** What a plugin would be made from. */
export type SpecOfResult = ReadSourceResult & {
  /** YAML, as it would stand in `plugwright.yaml`; only when the source could be read. */
  yaml?: string;
};

/**
 * The spec that {@link create} would build from, without building.
 *
 * @throws `PW_SOURCE_*` and `PW_FETCH_*`.
 */
export async function specOf(options: ReadSourceOptions): Promise<SpecOfResult> {
  const result = await readSource(options);
  return result.ok ? { ...result, yaml: writeSpec(result.spec) } : result;
}

export type { PluginSpec };
