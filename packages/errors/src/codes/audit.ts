import { type ErrorCodes, input } from '../error-code.js';

/** Codes of the audit of dependencies. */
export const AUDIT_CODES = {
  PW_AUDIT_LOCKFILE: input(
    'The lockfile cannot be read.',
    'Make it anew with npm install --package-lock-only --ignore-scripts.',
  ),
  PW_AUDIT_ARCHIVE: input(
    'The file or folder is no OSV archive that can be used.',
    'Give the all.zip of the npm ecosystem from OSV, or a folder with its records.',
  ),
  PW_AUDIT_PULL: input(
    'The archive of advisories cannot be downloaded.',
    'Download it yourself and give it to plugwright advisories import.',
  ),
} satisfies ErrorCodes;
