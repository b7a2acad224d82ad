import type { Diagnostic } from '@plugwright/errors';

/** We never delete; whoever changed the spec is told what nobody needs any more. */
export const staleFiles = (stale: readonly string[]): Diagnostic[] =>
  stale.length === 0
    ? []
    : [
        {
          code: 'PW_CREATE_STALE',
          severity: 'warning',
          message: `The spec no longer asks for ${stale.join(', ')}.`,
          hint: 'Remove them when nothing of yours uses them.',
          path: '',
        },
      ];
