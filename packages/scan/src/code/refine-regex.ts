import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { mark, starting } from './proofs.js';
import { isWholeMatch, literalStart } from './regex-shape.js';
import { read } from './read-expression.js';
import { proveInside } from './refine-relative.js';
import { change } from './refine.js';
import { isRegularExpressionLiteral } from './syntax.js';
import { Safe } from './value.js';

/** What a pattern that matched, or did not, proves of the text. */
export function refineRegex(
  analysis: Analysis,
  pattern: ts.Expression,
  subject: ts.Expression,
  truth: boolean,
  scope: Environment,
): void {
  for (const object of read(analysis, pattern, scope).objects) {
    if (!isRegularExpressionLiteral(object.node)) continue;
    const text = object.node.text.slice(1, object.node.text.lastIndexOf('/'));
    const flags = object.node.text.slice(object.node.text.lastIndexOf('/') + 1);
    const beginning = truth && !flags.includes('m') ? literalStart(text) : '';
    if (beginning !== '') change(analysis, subject, scope, starting(beginning));
    if (truth && isWholeMatch(text))
      change(
        analysis,
        subject,
        scope,
        mark(Safe.all | Safe.noDots | Safe.relative | Safe.query | Safe.option),
      );
    else if (truth && isWholeMatch(text, 'word'))
      change(analysis, subject, scope, mark(Safe.command | Safe.code | Safe.sql | Safe.nosql));
    if (!truth && /\\\.\\\.|\\\.\{2\}/.test(text)) {
      change(analysis, subject, scope, mark(Safe.noDots));
      proveInside(analysis, subject, scope);
    }
    if (!truth && text.includes('__proto__')) change(analysis, subject, scope, mark(Safe.key));
    if (!truth && /^\^(?:-|\[-)/.test(text)) change(analysis, subject, scope, mark(Safe.option));
    // One that has no separator is a single name.
    if (!truth && /^\[(?:\\\\|\\?\/|\\0|:){1,4}\]$|^\\\/$|^\\\/\|\\\\$/.test(text))
      change(analysis, subject, scope, mark(Safe.relative | Safe.flat));
    // A list of forbidden characters that names those of a shell.
    if (!truth && /\[[^\]]*[;&|`$][^\]]*\]/.test(text) && /;/.test(text) && /[|&]/.test(text))
      change(analysis, subject, scope, mark(Safe.command));
    if (!truth && /^(?:\\W|\[\\W_?\])\+?$/.test(text))
      change(analysis, subject, scope, mark(Safe.all | Safe.noDots | Safe.relative));
    if (!truth && /\[\^[^\]]+\]/.test(text) && !/\[\^[^\]]*[;&|'"<>][^\]]*\]/.test(text))
      change(analysis, subject, scope, mark(Safe.all));
  }
}
