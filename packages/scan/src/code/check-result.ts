import type { Analysis } from './analysis.js';
import type { Closure } from './environment.js';
import { onlyWhileDeveloping } from './only-while-developing.js';
import { report, unsafe } from './report-hit.js';
import { deepTaints, Safe, type Value } from './value.js';
import {
  isClassLike,
  isIdentifier,
  isPropertyAssignment,
  isVariableDeclaration,
} from './syntax.js';

/** What a handler or provider returns is read by the model and the user. */
export function checkResult(analysis: Analysis, closure: Closure, result: Value): void {
  if (analysis.learning) return;
  const { node } = closure;
  const name = node.name && isIdentifier(node.name) ? node.name.text : '';
  const parent = node.parent;
  const key =
    name === '' && (isPropertyAssignment(parent) || isVariableDeclaration(parent))
      ? parent.name.getText()
      : name;
  for (const { properties } of result.objects) {
    // The answer of a function in a cloud.
    const body = properties.has('statusCode') ? properties.get('body') : undefined;
    const trace = body && unsafe('stack-trace', deepTaints(body), Safe.secret);
    if (trace && !onlyWhileDeveloping(analysis, trace.at))
      report(analysis, 'stack-trace', trace.at, trace, 'body');
  }
  if (!/^(?:handler|get|_?handle\w*)$/.test(key)) return;
  // The `get` of a provider stands in an object; that of a class is the getter of a store.
  if (key === 'get' && isClassLike(node.parent)) return;
  const taints = result.objects.flatMap((object) =>
    [...object.properties.values()].flatMap((one) => deepTaints(one, 2)),
  );
  const whole = unsafe('environment-leak', taints, 0);
  if (whole) report(analysis, 'environment-leak', whole.at, whole);
  const secret = unsafe('secret-in-message', taints, 0);
  if (secret) report(analysis, 'secret-in-message', secret.at, secret);
}
