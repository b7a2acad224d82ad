import type ts from 'typescript';
import type { CallSite } from './read-call.js';
import { isMasking } from './regex-shape.js';
import {
  madeOf,
  makeValue,
  Safe,
  textOf,
  UNKNOWN,
  withBits,
  withoutKinds,
  withSafe,
  withTaints,
  type Value,
} from './value.js';
import { isRegularExpressionLiteral } from './syntax.js';

const withoutLeadingDots = (value: Value): Value =>
  withTaints(
    value,
    value.taints.map((taint) =>
      taint.safe & Safe.normal ? withBits(taint, taint.safe | Safe.noDots) : taint,
    ),
  );

/** What a replacement takes away: quotes, dots, everything outside a class. */
export function replaced(site: CallSite, receiver: Value, inserted: Value): Value {
  const { args, name } = site;
  const [pattern = UNKNOWN, replacement = UNKNOWN] = args;
  let value = madeOf([
    receiver,
    makeValue(
      replacement.taints,
      replacement.constants,
      replacement.prefix,
      replacement.paths,
      [],
      replacement.objects,
    ),
    inserted,
  ]);
  const regex = pattern.objects.find((object) => isRegularExpressionLiteral(object.node))?.node as
    | ts.RegularExpressionLiteral
    | undefined;
  const text = textOf(pattern);
  value = withoutKinds(value, ['json-text']);
  if (regex) {
    const end = regex.text.lastIndexOf('/');
    const [body, flags] = [regex.text.slice(1, end), regex.text.slice(end + 1)];
    // Only in front can a normal path have dots.
    if (/^\^\(*(?:\?:)?\\\.\\\./.test(body) && /[+*]$|\)[+*]/.test(body))
      value = withoutLeadingDots(value);
    // Everything up to the last separator.
    if (/^\^?\.\*\[?(?:\\\\|\\?\/){1,2}\]?$/.test(body)) return withSafe(value, Safe.flat);
    if (isMasking(body, flags, textOf(replacement))) value = withoutKinds(value, ['secret']);
    if (!flags.includes('g')) return value;
    // What is repeated has been taken away, unless the pattern is a single class.
    if (!/^(?:\[[^\]]*\]|\\[sSwWdD])$/.test(body)) value = withSafe(value, Safe.regex);
    if (/^\[\^(?:\\w|\\d|[\w\s./-]|\\[-s./\\])+\]/.test(body)) {
      const open = /[./\\](?!\w)/.test(body.replaceAll(/\\[wds-]/g, ''));
      value = withSafe(
        value,
        open ? Safe.all & ~Safe.path : Safe.all | Safe.noDots | Safe.relative,
      );
    } else if (/^\\W|^\[\\W_\]/.test(body))
      value = withSafe(value, Safe.all | Safe.noDots | Safe.relative);
    else if (/\\\.\\\.|\\\.\+|\\\.\{2,?\}|^\\\.$|^\[\\?\.[^\]]*\]/.test(body))
      value = withSafe(value, Safe.noDots);
    else if (/['"]/.test(body) && !/[<>]/.test(body) && replacement !== UNKNOWN)
      value = withSafe(value, Safe.sql | Safe.command);
    if (/^\[(?!\^)(?=[^\]]*\()(?=[^\]]*\))(?=[^\]]*\*)/.test(body))
      value = withSafe(value, Safe.filter);
    const taken = body.replaceAll(/\[\^[^\]]*\]/g, '');
    if (/\\\/|\[[^\]]*\/[^\]]*\]/.test(taken)) value = withSafe(value, Safe.path);
    if (/\[[^\]]*\$[^\]]*\]/.test(body) && /\\\\?\$&/.test(textOf(replacement) ?? ''))
      value = withSafe(value, Safe.regex);
  } else if (name === 'replaceAll' && text !== undefined) {
    if (text === '..' || text === '.') value = withSafe(value, Safe.noDots);
    if (text === '/') value = withSafe(value, Safe.path);
    if (text === "'") value = withSafe(value, Safe.sql);
  }
  return value;
}
