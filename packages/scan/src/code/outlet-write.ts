import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { onlyWhileDeveloping } from './only-while-developing.js';
import { report, unsafe } from './report-hit.js';
import { deepTaints, Safe, type Value } from './value.js';

const ANSWER = /^koa\.ctx(?:\.response)?$/;
const STORE = /^(?:local|session)Storage$/;

/** A value handed out by writing it somewhere: the body of an answer, the store or the cookies of a browser. */
export function checkOutlet(
  analysis: Analysis,
  node: ts.Node,
  base: Value,
  name: string,
  value: Value,
): void {
  if (analysis.learning || base.paths.length === 0) return;
  if (name === 'body' && base.paths.some((path) => ANSWER.test(path))) {
    const taints = deepTaints(value);
    const trace = unsafe('stack-trace', taints, Safe.secret);
    if (trace && ![node, trace.at].some((one) => onlyWhileDeveloping(analysis, one)))
      report(analysis, 'stack-trace', node, trace, 'ctx.body');
    const whole = unsafe('environment-leak', taints, 0);
    if (whole) report(analysis, 'environment-leak', node, whole, 'ctx.body');
  }
  const store = base.paths.find((path) => STORE.test(path));
  if (store === undefined && !(name === 'cookie' && base.paths.includes('document'))) return;
  const secret = unsafe('secret-in-file', deepTaints(value), 0);
  if (secret) report(analysis, 'secret-in-file', node, secret, store ?? 'document.cookie');
}
