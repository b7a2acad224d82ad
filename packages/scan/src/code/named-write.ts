import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { checkCredentialWrite } from './credential-write.js';
import { report } from './report-hit.js';
import { checkTlsOption } from './tls-write.js';
import { isSecretName } from './tables/sources.js';
import type { Value } from './value.js';

const DRAWN =
  /(?:secret|password|passwd|token|nonce|salt|session_?id|api_?key|auth_?key|private_?key|otp|csrf|verification_?code|reset_?code|invite_?code|\biv\b|seed_?phrase|mnemonic)/i;

/** Whether a name says that the value must not be guessed. */
export const mustBeRandom = (name: string): boolean =>
  (isSecretName(name) || DRAWN.test(name)) &&
  !/count|limit|length|index|usage|price|amount|max|min|symbol|address|name$/i.test(name);

/** What can be said of a value where it gets its name: chance, TLS options, credentials. */
export function checkNamedWrite(
  analysis: Analysis,
  name: string,
  node: ts.Node,
  value: Value,
): void {
  if (analysis.learning) return;
  checkTlsOption(analysis, name, node, value);
  checkCredentialWrite(analysis, name, node, value);
  const taint = value.taints.find((one) => one.kind === 'random');
  if (!taint || !mustBeRandom(name)) return;
  // Once is enough: a name given later to the same value says nothing new.
  if (analysis.named.has(taint.at) && analysis.named.get(taint.at) !== node) return;
  analysis.named.set(taint.at, node);
  report(analysis, 'insecure-random', node, taint, name);
}
