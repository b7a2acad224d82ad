import type { Context } from './context.js';
import { scanFormats, severities } from './program.js';
import { choice } from './source-options.js';

/** `--format` and `--fail-on` of the commands that list findings. Throws `PW_CLI_OPTION`. */
export function findingOptions(context: Context, options: Record<string, unknown>) {
  return {
    format: context.flags.json ? 'json' : choice('--format', options['format'], scanFormats),
    limit: choice('--fail-on', options['failOn'], severities) ?? 'high',
  } as const;
}
