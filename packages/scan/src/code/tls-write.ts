import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { report } from './report-hit.js';
import type { Value } from './value.js';
import { isBlock, isReturnStatement } from './syntax.js';

/**
 * Options that switch the check of certificates off, and the value that does it: of Node's `tls`, of `request`, of the
 * drivers of MongoDB and SQL Server, of Puppeteer and Playwright, of Electron, of gRPC and of AWS.
 */
const OFF: ReadonlyMap<string, boolean> = new Map([
  ['rejectUnauthorized', false],
  ['strictSSL', false],
  ['sslValidate', false],
  ['sslVerify', false],
  ['verifySsl', false],
  ['verify_ssl', false],
  ['tlsInsecure', true],
  ['tlsAllowInvalidCertificates', true],
  ['tlsAllowInvalidHostnames', true],
  ['trustServerCertificate', true],
  ['ignoreHTTPSErrors', true],
  ['acceptInsecureCerts', true],
  ['insecureSkipVerify', true],
  ['allowUntrustedCertificates', true],
]);
/** Protocols that are broken, as `minVersion`, `maxVersion` and `secureProtocol` name them (RFC 8996). */
const OLD = /^(?:TLSv1(?:\.[01])?|TLSv1(?:_[01])?(?:_client|_server)?_method|SSLv[23].*)$/;

/** Suites that are broken or prove nothing, in a list for OpenSSL, where `!` and `-` take one away. */
const OLD_CIPHER =
  /(?:^|[:,\s])\+?(?:[A-Z\d-]*(?:RC4|DES|MD5|NULL|EXP(?:ORT)?)|a?NULL|ADH|AECDH|LOW)\b/;

/** An option of a TLS connection, found where it is written, whatever takes it in the end. */
export function checkTlsOption(
  analysis: Analysis,
  name: string,
  node: ts.Node,
  value: Value,
): void {
  if (OFF.has(name)) {
    const off = OFF.get(name) === true;
    if (value.constants?.some((one) => one === off || (!off && one === 0)))
      report(analysis, 'tls-unverified', node, undefined, name);
  } else if (name === 'NODE_TLS_REJECT_UNAUTHORIZED') {
    if (value.constants?.some((one) => one === '0' || one === 0 || one === false))
      report(analysis, 'tls-unverified', node, undefined, name);
  } else if (
    /^(?:minVersion|maxVersion|secureProtocol|DEFAULT_MIN_VERSION|DEFAULT_MAX_VERSION)$/.test(name)
  ) {
    if (value.constants?.some((one) => typeof one === 'string' && OLD.test(one)))
      report(analysis, 'old-tls', node, undefined, name);
  } else if (name === 'ciphers') {
    if (value.constants?.some((one) => typeof one === 'string' && OLD_CIPHER.test(one)))
      report(analysis, 'old-tls', node, undefined, name);
  } else if (name === 'checkServerIdentity' && value.functions.length > 0) {
    const [closure] = value.functions;
    if (closure && acceptsAll(analysis, closure.node))
      report(analysis, 'tls-unverified', node, undefined, name);
  }
}

/** A check that returns nothing for every certificate finds nothing wrong with any. */
function acceptsAll(analysis: Analysis, node: ts.Node): boolean {
  if (!('body' in node) || !node.body) return false;
  const body = node.body as ts.Node;
  if (!isBlock(body)) return /^(?:undefined|null|void 0|true|\{\})$/.test(body.getText());
  return body.statements.every(
    (one) =>
      isReturnStatement(one) &&
      /^(?:undefined|null|void 0|true)?$/.test(one.expression?.getText() ?? ''),
  );
}
