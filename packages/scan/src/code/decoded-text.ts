import type ts from 'typescript';
import { decodeText, LONGEST_ENCODED, readable } from '../decode-text.js';
import type { Analysis } from './analysis.js';
import type { CallSite } from './read-call.js';
import { report } from './report-hit.js';
import {
  joinTaints,
  makeTaint,
  makeValue,
  NONE,
  textOf,
  withTaints,
  type ScannedObject,
  type Value,
} from './value.js';
import { isClassLike } from './syntax.js';

/** The name of what a decoder made of text that is not known. */
export const DECODED = 'Buffer.from(encoded)';
/** The text that a list of the codes of its characters says. */
function textOfCodes(codes: readonly (number | undefined)[]): string | undefined {
  if (codes.length < 2 || codes.length > LONGEST_ENCODED) return undefined;
  const known = codes.filter((code): code is number => code !== undefined);
  return known.length === codes.length ? readable(String.fromCodePoint(...known)) : undefined;
}
const codeOf = (value: Value): number | undefined => {
  const [only] = value.constants ?? [];
  return typeof only === 'number' && only > 0 && only < 0x11_0000 && Number.isInteger(only)
    ? only
    : undefined;
};
const codesIn = (list: ScannedObject | undefined): string | undefined =>
  list?.kind === 'array' && !list.rest
    ? textOfCodes([...list.properties.values()].map(codeOf))
    : undefined;

/** What is known when a decoder of the language is given text, or codes, that stand in the code. */
export function decodedLiteral({ args, node }: CallSite, path: string): Value | undefined {
  const [first, second] = args;
  if (!first) return undefined;
  const literal = (said: string | undefined): Value =>
    makeValue(
      [makeTaint('literal-code', node, 0)],
      said === undefined ? undefined : [said],
      undefined,
      [`${path}()`],
      NONE,
      NONE,
    );
  if (path.startsWith('String.')) {
    const said = textOfCodes(args.map(codeOf));
    return said === undefined ? undefined : literal(said);
  }
  const text = textOf(first);
  if (path === 'unescape')
    return text && /^(?:%[\da-f]{2}){2,}$/i.test(text)
      ? literal(readable(unescape(text)))
      : undefined;
  const codes = codesIn(first.objects[0]);
  if (codes !== undefined) return literal(codes);
  const named = textOf(second);
  const encoding =
    path === 'atob' || named === 'base64' ? 'base64' : named === 'hex' ? 'hex' : undefined;
  if (text === undefined)
    return encoding && path !== 'atob' && first.taints.length === 0
      ? makeValue(NONE, undefined, undefined, [DECODED], NONE, NONE)
      : undefined;
  const said = encoding && decodeText(text, encoding);
  if (said !== undefined) return literal(said);
  return text.length >= 8 && /^[\da-f]{8,}$|^[\w+/]{16,}={0,2}$/i.test(text) && /\d/.test(text)
    ? literal(undefined)
    : undefined;
}

/** Whether a value is text that was decoded on the way. */
export const isDecoded = (value: Value): boolean =>
  value.taints.some(({ kind }) => kind === 'literal-code') ||
  value.paths.some((path) => path === 'atob()' || path.startsWith(DECODED));

const LARGEST_DECODER = 2500;
const judged = new WeakMap<ts.Node, boolean>();
/** Whether a function of the scanned code makes text out of codes: of characters that it moves, or of hexadecimal digits. */
function decodes(node: ts.Node): boolean {
  let known = judged.get(node);
  if (known === undefined) {
    const text = node.end - node.pos > LARGEST_DECODER || isClassLike(node) ? '' : node.getText();
    known =
      /\bString\.from(?:CharCode|CodePoint)\b/.test(text) &&
      /\bcharCodeAt\b|\bcodePointAt\b|\bparseInt\b|[^=]\^[^=]|\.map\(/.test(text);
    judged.set(node, known);
  }
  return known;
}

/** The result of a function that decodes: from text that stands in the code comes text nobody reads there. */
export function afterDecoding(analysis: Analysis, site: CallSite, value: Value): Value {
  if (!site.callee.functions.some((closure) => decodes(closure.node))) return value;
  const [first] = site.args;
  const text = textOf(first);
  if (text === undefined && codesIn(first?.objects[0]) === undefined) return value;
  if (text !== undefined && site.args.length === 1) {
    const said =
      decodeText(text, 'hex') ??
      (/\d/.test(text) && text.length >= 12 ? decodeText(text, 'base64') : undefined);
    if (said !== undefined && /^[\x20-\x7e]*[a-z]{2}[\x20-\x7e]*$/i.test(said))
      report(analysis, 'hidden-text', site.node, undefined, JSON.stringify(said.slice(0, 60)));
  }
  if (value.objects.length > 0) return value;
  return withTaints(value, joinTaints(value.taints, [makeTaint('literal-code', site.node, 0)]));
}
