import { type ErrorCodes, input } from '../error-code.js';

/** Codes of the scanner. */
export const SCAN_CODES = {
  PW_SCAN_NOT_FOUND: input(
    'There is nothing to scan at the path.',
    'Give the directory of a plugin, or its tarball.',
  ),
  PW_SCAN_TARBALL: input(
    'The file is no npm tarball that can be read.',
    'Make one with npm pack, or give a directory.',
  ),
  PW_SCAN_TOO_LARGE: input(
    'The tarball unpacks to far more than a plugin needs.',
    'Do not install it.',
  ),
  PW_SCAN_WAIVERS: input(
    'The file of waivers cannot be used.',
    'A waiver has rule, reason, author and expires (YYYY-MM-DD).',
  ),
  PW_SCAN_HISTORY: input(
    'The history cannot be read.',
    'Give the directory of a git repository, and install git.',
  ),
  PW_SCAN_EXTERNAL: input(
    'A scanner that is to be asked is missing or fails.',
    'Install it, or run it yourself and give its SARIF with --merge.',
  ),
  PW_SCAN_SARIF: input(
    'A file to merge is no SARIF 2.1.0.',
    'Give a file that another scanner wrote as SARIF.',
  ),
} satisfies ErrorCodes;
