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
  mapped,
} from './value.js';
import {
  isCallExpression,
  isPropertyAccessExpression,
  isRegularExpressionLiteral,
  isStringLiteralLike,
} from './syntax.js';

const withoutLeadingDots = (value: Value): Value =>
  withTaints(
    value,
    mapped(value.taints, (taint) =>
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
    if (!/^(?:\[[^\]]*\]|\\[sSwWdD])$/.test(body)) value = withSafe(value, Safe.short);
    if (/^\[\^(?:\\[wdn]|[\w\s./,:@=+%-]|\\[-s./\\,:@])+\]/.test(body)) {
      const open = /[./\\](?!\w)/.test(body.replaceAll(/\\[wds-]/g, ''));
      // With a colon it can be an address as well.
      const kept = Safe.all & ~Safe.path & ~(body.includes(':') ? Safe.url : 0);
      value = withSafe(value, open ? kept : Safe.all | Safe.noDots | Safe.relative);
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
    // A class of what means something in a pattern, whatever is written in its place.
    if (
      /^\(?\[(?!\^)(?:\\.|[^\]\\])*\]\)?$/.test(body) &&
      ['*', '+', '?', '('].every((one) => body.slice(1).includes(one))
    )
      value = withSafe(value, Safe.regex);
  } else if (name === 'replaceAll' && text !== undefined) {
    if (text === '..' || text === '.') value = withSafe(value, Safe.noDots);
    if (text === '/') value = withSafe(value, Safe.path);
    if (text === "'") value = withSafe(value, Safe.sql | Safe.command);
  }
  return takesShell(site) ? withSafe(value, Safe.command) : value;
}

/** What lets a shell do more than it was told: chain, pipe, substitute, redirect, begin a new line. */
const SHELL = [';', '&', '|', '`', '$', '<', '>', '\\n'];
const MOST = 24;

/** Whether a chain of replacements takes away all of that; asked once, at its end. */
function takesShell({ node }: CallSite): boolean {
  const { parent } = node;
  if (isPropertyAccessExpression(parent) && REPLACES.test(parent.name.text)) return false;
  const taken = new Set<string>();
  let at: ts.Node = node;
  for (let step = 0; step < MOST; step += 1) {
    if (!isCallExpression(at) || !isPropertyAccessExpression(at.expression)) break;
    if (!REPLACES.test(at.expression.name.text)) break;
    const [pattern] = at.arguments;
    if (pattern && isStringLiteralLike(pattern) && at.expression.name.text === 'replaceAll')
      taken.add(pattern.text);
    else if (pattern && isRegularExpressionLiteral(pattern))
      for (const one of singleCharacters(pattern.text)) taken.add(one);
    at = at.expression.expression;
  }
  return SHELL.every((one) => taken.has(one));
}
const REPLACES = /^replace(?:All)?$/;

/** The characters of `/;/g` and `/[;&|]/g`. */
function singleCharacters(literal: string): readonly string[] {
  const { body, flags = '' } = /^\/(?<body>.*)\/(?<flags>\w*)$/s.exec(literal)?.groups ?? {};
  if (body === undefined || !flags.includes('g')) return [];
  const inner = /^\[(?!\^)(?<inner>(?:\\.|[^\]\\])*)\]\+?$/s.exec(body)?.groups?.inner ?? body;
  if (inner === body && !/^\\?[^\w]$|^\\n$/.test(body)) return [];
  const all = [...inner.matchAll(/\\(?:n|s|[^\w])|[^\\]/g)].map(([one]) => one);
  return all.map((one) =>
    one.length > 1 && !/^\\[ns]$/.test(one) ? one.slice(1) : one === '\\s' ? '\\n' : one,
  );
}
