import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import type { CallSite } from './read-call.js';
import { complexityOf, mayBeExponential } from '../regex/regex-complexity.js';
import { report, unsafe } from './report-hit.js';
import { deepTaints, Safe, textOf, type Value } from './value.js';
import { isRegularExpressionLiteral } from './syntax.js';

interface Pattern {
  readonly source: string;
  readonly flags: string;
}

/** The pattern of a regular expression, of a literal or of `new RegExp('…')`. */
export function patternOf(analysis: Analysis, node: ts.Node, source?: Value): Pattern | undefined {
  if (isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
  }
  const text = textOf(source);
  return text === undefined ? undefined : { source: text, flags: '' };
}

/** Untrusted text meets a pattern whose time grows faster than the text. */
export function noteRegexUse(analysis: Analysis, site: CallSite, receiver: Value): void {
  if (analysis.learning) return;
  const { name, args, node } = site;
  const [first] = args;
  const onPattern = name === 'test' || name === 'exec';
  if (!onPattern && !/^(?:match|matchAll|replace|replaceAll|search|split)$/.test(name)) return;
  const [pattern, subject] = onPattern ? [receiver, first] : [first, receiver];
  if (!pattern || !subject || pattern.objects.length === 0) return;
  const taint = unsafe('redos', deepTaints(subject, 1), Safe.regex);
  if (!taint) return;
  for (const object of pattern.objects) {
    const found = patternOf(analysis, object.node, object.properties.get('source'));
    if (found && complexityOf(found.source, found.flags) !== 'linear')
      report(analysis, 'redos', node, taint, found.source.slice(0, 60));
  }
}

/** A pattern that takes exponential time is a mistake wherever it stands. */
export function checkPattern(
  analysis: Analysis,
  node: ts.Node,
  pattern: Pattern | undefined,
): void {
  if (analysis.learning) return;
  if (
    pattern &&
    mayBeExponential(pattern.source) &&
    complexityOf(pattern.source, pattern.flags) === 'exponential'
  )
    report(analysis, 'slow-pattern', node, undefined, pattern.source.slice(0, 60));
}
