import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import type { CallSite } from './read-call.js';
import { complexityOf, isExponential } from '../regex/regex-complexity.js';
import { report, unsafe } from './report-hit.js';
import { deepTaints, Safe, textOf, type Value } from './value.js';
import { isPropertyAccessExpression, isRegularExpressionLiteral } from './syntax.js';

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

const TAKES_PATTERN = new Set(['match', 'matchAll', 'replace', 'replaceAll', 'search', 'split']);

/** Untrusted text meets a pattern whose time grows faster than the text. */
export function noteRegexUse(analysis: Analysis, site: CallSite, receiver: Value): void {
  if (analysis.learning) return;
  const { name, args, node } = site;
  const [first] = args;
  const onPattern = name === 'test' || name === 'exec';
  if (!onPattern && !TAKES_PATTERN.has(name)) return;
  const [pattern, subject] = onPattern ? [receiver, first] : [first, receiver];
  if (!pattern || !subject) return;
  // `'text'.match(x)` takes a text for a pattern.
  if (/^(?:match|matchAll|search)$/.test(name) && isText(subject)) {
    const chosen = unsafe('regex-injection', pattern.taints, Safe.regex);
    if (chosen) report(analysis, 'regex-injection', node.arguments?.[0] ?? node, chosen, name);
  }
  if (pattern.objects.length === 0) return;
  const taint = unsafe('redos', deepTaints(subject, 1), Safe.regex | Safe.short);
  if (!taint) return;
  for (const object of pattern.objects) {
    const found = patternOf(analysis, object.node, object.properties.get('source'));
    const time = found ? complexityOf(found.source, found.flags) : 'linear';
    // The address of a request is limited to some kilobytes, which a loop at the end of a pattern reads in no time.
    if (time === 'polynomial' && isAddress(taint.at) && /[^\\][*+]\)*\$$/.test(found?.source ?? ''))
      continue;
    if (found && time !== 'linear')
      report(analysis, 'redos', node, taint, found.source.slice(0, 60));
  }
}

const isText = ({ constants, prefix }: Value): boolean =>
  prefix !== undefined || constants?.some((one) => typeof one === 'string') === true;
const isAddress = (at: ts.Node): boolean =>
  isPropertyAccessExpression(at) && /^(?:url|originalUrl)$/.test(at.name.text);

/** A pattern that takes exponential time is a mistake wherever it stands. */
export function checkPattern(
  analysis: Analysis,
  node: ts.Node,
  pattern: Pattern | undefined,
): void {
  if (analysis.learning) return;
  if (pattern && isExponential(pattern.source, pattern.flags))
    report(analysis, 'slow-pattern', node, undefined, pattern.source.slice(0, 60));
}
