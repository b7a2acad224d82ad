import type ts from 'typescript';
import type { Analysis } from '../analysis.js';
import { report } from '../report-hit.js';
import { deepTaints, textOf, type ScannedObject } from '../value.js';
import type { CallCheck } from './call-checks.js';
import { constantNode } from './check-tools.js';
import { personalData } from './personal-data.js';
import { isCallExpression, isIdentifier, isStringLiteralLike } from '../syntax.js';

/** An object whose fields are all constants, such as `{ type: 'ready' }`. */
const isConstantObject = (object: ScannedObject): boolean =>
  object.rest === undefined &&
  [...object.properties.values()].every((one) => one.constants !== undefined);

/** Names of what tells who somebody is, or lets another be it. */
const PRIVATE =
  /secret|pass(?:wd|word|code|phrase)|token|credential|session|api_?key|auth\w*key|private_?key|acc(?:ou)?nt|user_?(?:name|id)|trusted|certificate/i;
const PROTECTED =
  /encrypt|encode|protect|hash|md5|sha\d|redact|mask|censor|(?<!ac)counts?$|length$|type$/i;

/** Whether a message names such a thing, outside what was encrypted or hashed before. */
function namesPrivate(analysis: Analysis, given: ts.Node, depth = 0): boolean {
  const node = isIdentifier(given) ? constantNode(analysis, given) : given;
  if (isIdentifier(given) && PRIVATE.test(given.text) && !PROTECTED.test(given.text))
    return !isStringLiteralLike(node);
  if (depth > 6 || isIdentifier(node)) return false;
  if (isCallExpression(node) && PROTECTED.test(node.expression.getText())) return false;
  let found = false;
  analysis.typescript.forEachChild(node, (child) => {
    found ||= namesPrivate(analysis, child, depth + 1);
  });
  return found;
}

/** Messages to windows that can show the page of anybody. */
export const MESSAGE_CHECKS: readonly CallCheck[] = [
  {
    at: '{postMessage,window.postMessage,window.parent.postMessage,parent.postMessage,window.opener.postMessage,opener.postMessage,window.top.postMessage} *.postMessage',
    check(analysis, site, path) {
      const [data] = site.args;
      const [given] = site.node.arguments ?? [];
      if (!data || !given || textOf(site.args[1]) !== '*') return;
      if (data.constants !== undefined && data.objects.length === 0) return;
      if (data.objects.length > 0 && data.objects.every(isConstantObject)) return;
      const secret = deepTaints(data).find(({ kind }) => kind === 'secret');
      const leaks = secret ?? personalData(analysis, given) ?? namesPrivate(analysis, given);
      report(analysis, leaks ? 'private-post-message' : 'post-message', site.node, undefined, path);
    },
  },
];
