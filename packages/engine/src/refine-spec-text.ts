import type { Diagnostic } from '@plugwright/errors';
import { type PluginSpec, readSpec, type ReadSpecOptions } from '@plugwright/spec';
import type { Answer } from '@plugwright/spec/text';

export interface RefinedText {
  /** The file with the change in it; the same text when nothing was changed. */
  text: string;
  /** Absent when the file holds no valid spec. */
  spec?: PluginSpec;
  /** YAML lines with `+` and `-`; empty when nothing changed. */
  diff: string;
  diagnostics: Diagnostic[];
}

/**
 * Changes a spec file (YAML or JSON) by what somebody says about it, for example `every 10 minutes` or the answer to
 * a question. Comments, order and style of everything else stay.
 */
export async function refineSpecText(
  text: string,
  answer: Answer,
  options: ReadSpecOptions = {},
): Promise<RefinedText> {
  const read = readSpec(text, options);
  if (!read.ok) return { text, diff: '', diagnostics: read.diagnostics };
  const [{ refine }, { updateSpecText }] = await Promise.all([
    import('@plugwright/spec/text'),
    import('./lazy-edit.js'),
  ]);
  const { spec, diff, diagnostics } = refine(read.spec, answer);
  return { text: updateSpecText(text, read.spec, spec), spec, diff, diagnostics };
}
