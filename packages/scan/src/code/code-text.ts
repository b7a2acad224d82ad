import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { report } from './report-hit.js';
import { textOf, type Value } from './value.js';

/** Text that begins a function, an arrow or an `eval`: what follows becomes code. */
const BEGINS_CODE = /function(?: )?(?:\w+)?(?: )?\(|\beval\(|new Function\(|(?:^|\W)\([^()]*\) ?=>/;

/** JSON text and cleaned HTML written into source code: neither escapes what ends a script. */
export function checkCodeText(analysis: Analysis, node: ts.Node, parts: readonly Value[]): void {
  if (analysis.learning) return;
  let before = '';
  for (const part of parts) {
    const text = textOf(part);
    if (text === undefined && BEGINS_CODE.test(before)) {
      const json = part.taints.find((taint) => taint.kind === 'json-text');
      if (json) report(analysis, 'code-sanitisation', node, json);
    }
    before += text ?? part.prefix ?? '\u0000';
  }
}
