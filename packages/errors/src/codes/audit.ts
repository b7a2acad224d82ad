import { type ErrorCodes, input } from '../error-code.js';

/** Codes of the audit of dependencies. */
export const AUDIT_CODES = {
  PW_AUDIT_LOCKFILE: input(
    'The lockfile cannot be read.',
    'Make it anew with npm install --package-lock-only --ignore-scripts.',
  ),
} satisfies ErrorCodes;
