import { type ErrorCodes, gate, input } from '../error-code.js';

/** Codes of making certificates. */
export const CERTIFY_CODES = {
  PW_CERTIFY_NOT_FOUND: input(
    'There is neither a directory nor a tarball at the path.',
    'Give the directory of a plugin, or its .tgz.',
  ),
  PW_CERTIFY_NO_PACKAGE: input(
    'There is no package.json with a name and a version.',
    'Give the directory or the tarball of a plugin.',
  ),
  PW_CERTIFY_TARBALL: input(
    'The file is no npm tarball that is taken: damaged, or with links, paths that lead out, or files that stand twice.',
    'Make one with npm pack or plugwright certify, and do not install this one.',
  ),
  PW_CERTIFY_TOO_LARGE: input(
    'The package, or a certificate of it, would be larger than its limit.',
    'Name what belongs into the package under "files" in package.json.',
  ),
  PW_CERTIFY_KEY: input(
    'The signing key is not an Ed25519 private key.',
    'Make one with plugwright keys signing new.',
  ),
  PW_CERTIFY_NO_KEY: input(
    'There is no signing key.',
    'Make one with plugwright keys signing new, or set PLUGWRIGHT_SIGNING_KEY_FILE.',
  ),
  PW_CERTIFY_KEY_EXISTS: input(
    'There is a signing key already.',
    'Use plugwright keys signing rotate, which keeps old certificates valid.',
  ),
  PW_CERTIFY_POLICY: input(
    'The policy cannot be used.',
    'Start from plugwright certify --print-policy.',
  ),
  PW_CERTIFY_TRUST: input(
    'The trust file cannot be used; nothing was checked.',
    'Get it again from whoever you trust.',
  ),
  PW_CERTIFY_REVOCATIONS: input(
    'The list of revocations cannot be used; nothing was checked.',
    'Get it again from whoever you trust.',
  ),
  PW_CERTIFY_REVIEW: input(
    'The record of a review cannot be used.',
    'It has reviewer, date (YYYY-MM-DD), statement, and the sha256 of the source or package.',
  ),
  PW_CERTIFY_READ: input('A file cannot be read.', 'Check its path and permissions.'),
  PW_CERTIFY_CANNOT_REPRODUCE: input(
    'The package cannot be built again from what is here.',
    'Give the source that it was certified from with --source.',
  ),
} as const satisfies ErrorCodes;

/** Codes of checking them: one for each way in which a certificate does not count. */
export const CHECK_CODES = {
  PW_CHECK_TOO_LARGE: gate('The file is larger than a certificate can be.', 'Do not trust it.'),
  PW_CHECK_BROKEN: gate('The certificate is cut off or not JSON.', 'Get it again.'),
  PW_CHECK_DUPLICATE_KEY: gate(
    'A key stands twice in the certificate, so that readers may see different things.',
    'Do not trust it.',
  ),
  PW_CHECK_ENVELOPE: gate(
    'The certificate is no DSSE envelope, or something was changed around the signature.',
    'Get it again.',
  ),
  PW_CHECK_PAYLOAD_TYPE: gate(
    'What is signed is something else than an in-toto statement.',
    'Do not trust it.',
  ),
  PW_CHECK_UNKNOWN_SIGNER: gate(
    'The certificate is signed with a key that you have not pinned.',
    'Ask the signer for the trust file, compare the keyid on another way, then: plugwright keys signing trust FILE.',
  ),
  PW_CHECK_SIGNATURE: gate(
    'The signature does not belong to what is signed: the certificate was changed.',
    'Do not trust it.',
  ),
  PW_CHECK_STATEMENT: gate(
    'What is signed is no certificate, or contradicts itself.',
    'Do not trust it; a newer Plugwright may know a newer kind.',
  ),
  PW_CHECK_KEY_REVOKED: gate('The key that signed was revoked.', 'Ask for a new certificate.'),
  PW_CHECK_KEY_TIME: gate(
    'The certificate was issued when its key was not in use.',
    'Ask for a new certificate.',
  ),
  PW_CHECK_REVOKED: gate(
    'The certificate, or the package, was revoked.',
    'Remove the plugin, or ask for a new certificate.',
  ),
  PW_CHECK_EXPIRED: gate('The certificate has expired.', 'Ask for a new one.'),
  PW_CHECK_NOT_YET: gate(
    'The certificate is dated in the future.',
    'Check the clock of this machine.',
  ),
  PW_CHECK_POLICY_OLD: gate(
    'The certificate was made under rules that no longer count.',
    'Ask for a new one.',
  ),
  PW_CHECK_POLICY: gate(
    'The certificate was made under rules that are not known here.',
    'Pin the policy in the trust file if you have read it.',
  ),
  PW_CHECK_LEVEL: gate(
    'The plugin does not reach the level that was asked for.',
    'Look at what held it back.',
  ),
  PW_CHECK_SUBJECT: gate(
    'The tarball is not the one that was certified.',
    'Get it again; do not install this one.',
  ),
  PW_CHECK_FILES: gate(
    'The directory does not hold the files that were certified.',
    'Install the package again.',
  ),
  PW_CHECK_ATTACHMENT: gate(
    'A file beside the certificate is not the one that it is bound to.',
    'Get it again, or remove it.',
  ),
  PW_CHECK_ADVISORY: gate(
    'An advisory came out for a dependency since the certificate was issued.',
    'Update the plugin.',
  ),
} as const satisfies ErrorCodes;
