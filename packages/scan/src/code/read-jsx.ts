import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { read } from './read-expression.js';
import { report, unsafe } from './report-hit.js';
import { Safe, UNKNOWN, type Value } from './value.js';
import { isJsxExpression, isJsxSpreadAttribute } from './syntax.js';

/** Reads the expressions inside JSX; the element itself is of no interest here. */
export function readJsx(analysis: Analysis, node: ts.Node, scope: Environment): Value {
  const { typescript: ts } = analysis;
  const visit = (child: ts.Node): void => {
    if (isJsxExpression(child)) {
      if (child.expression) checkScript(analysis, child, read(analysis, child.expression, scope));
    } else if (isJsxSpreadAttribute(child)) read(analysis, child.expression, scope);
    else ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return UNKNOWN;
}

/** `<script>{x}</script>` and what a WebView runs when it has loaded. */
function checkScript(analysis: Analysis, node: ts.JsxExpression, value: Value): void {
  const { typescript: ts } = analysis;
  const { parent } = node;
  const runs = ts.isJsxElement(parent)
    ? parent.openingElement.tagName.getText() === 'script'
    : ts.isJsxAttribute(parent) && parent.name.getText().startsWith('injectedJavaScript');
  const taint = runs ? unsafe('code-injection', value.taints, Safe.code) : undefined;
  if (taint) report(analysis, 'code-injection', node, taint, '<script>');
}
