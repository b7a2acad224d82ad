import { checkSpec } from './check-spec.js';
import { cleanValue } from './clean-value.js';
import type { Diagnostic, SourcePosition } from '@plugwright/errors';
import { withFixedParameters } from './fixed-parameters.js';
import { REFUSED, readPlain } from './plain-schema/read-plain.js';
import { specTable } from './plain-schema/spec-table.gen.js';
import type { PluginSpec } from './plugin-spec.js';
import { parseWithZod } from './parse-with-zod.js';

export interface ParseOptions {
  /** File name or URL, for positions. */
  source?: string | undefined;
  /** Where a JSON pointer stands in the text. */
  locate?: ((pointer: string, at?: 'key' | 'value') => SourcePosition | undefined) | undefined;
  /** Allows names such as `@elizaos/plugin-x`, for members of that project. */
  allowElizaScope?: boolean | undefined;
}

/** A spec that may be built from, or why not. Warnings come with both. */
export type SpecResult =
  | { ok: true; spec: PluginSpec; diagnostics: Diagnostic[] }
  | { ok: false; diagnostics: Diagnostic[] };

/**
 * Checks foreign data and makes a complete {@link PluginSpec} of it: texts cleaned, defaults filled in,
 * everything that must fit together looked at. Never throws.
 */
export function parseSpec(value: unknown, options: ParseOptions = {}): SpecResult {
  const cleaned = cleanValue(value);
  const finish = (found: Diagnostic[], spec?: PluginSpec): SpecResult => {
    const diagnostics = found.map((diagnostic) => withPosition(diagnostic, options));
    return spec && !diagnostics.some(isError)
      ? { ok: true, spec, diagnostics }
      : { ok: false, diagnostics };
  };
  if (cleaned.value === undefined) return finish(cleaned.diagnostics);
  const plain = readPlain(specTable, cleaned.value);
  const parsed = plain === REFUSED ? parseWithZod(cleaned.value) : { data: plain as PluginSpec };
  if ('found' in parsed) {
    // A value that was refused already is not there for zod to judge.
    const refused = new Set(cleaned.diagnostics.filter(isError).map(({ path }) => path));
    const { found } = parsed;
    return finish([...cleaned.diagnostics, ...found.filter(({ path }) => !refused.has(path))]);
  }
  const spec = withFixedParameters(parsed.data);
  return finish(
    [...cleaned.diagnostics, ...checkSpec(spec, { allowElizaScope: options.allowElizaScope })],
    spec,
  );
}

const isError = ({ severity }: Diagnostic) => severity === 'error';

/** Problems with a key itself point to the key, all others to the value. */
const ABOUT_KEYS = new Set(['PW_SPEC_UNKNOWN_KEY', 'PW_SPEC_KEY_PATTERN', 'PW_SPEC_RESERVED_KEY']);

function withPosition(diagnostic: Diagnostic, { locate, source }: ParseOptions): Diagnostic {
  if (diagnostic.position) return diagnostic;
  const found = locate?.(diagnostic.path, ABOUT_KEYS.has(diagnostic.code) ? 'key' : 'value');
  if (!found) return diagnostic;
  return {
    ...diagnostic,
    position: source === undefined || found.source !== undefined ? found : { source, ...found },
  };
}
