import { type PluginSpec, readSpec } from '@plugwright/spec';
import type { SourceFile } from '@plugwright/verify';

/** The spec that lies in a generated plugin; `undefined` for others, and for one that is not valid. */
export function specOfFiles(files: readonly SourceFile[]): PluginSpec | undefined {
  const text = files.find(({ path }) => path === 'plugwright.yaml')?.text;
  const read = text === undefined ? undefined : readSpec(text, { source: 'plugwright.yaml' });
  return read?.ok ? read.spec : undefined;
}
