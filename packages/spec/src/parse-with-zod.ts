import type { Diagnostic } from '@plugwright/errors';
import { pluginSpecSchema, type PluginSpec } from './plugin-spec.js';
import { zodDiagnostics } from './zod-diagnostics.js';

/**
 * Reads a spec by the zod schemas themselves, which know what is wrong with one. The command loads this module
 * when a spec was refused by its table, and seldom else.
 */
export function parseWithZod(value: unknown): { data: PluginSpec } | { found: Diagnostic[] } {
  const parsed = pluginSpecSchema.safeParse(value);
  return parsed.success
    ? { data: parsed.data }
    : { found: zodDiagnostics(parsed.error.issues, pluginSpecSchema, value) };
}
