import { HIDDEN } from '../hidden-characters.js';

/** A place in a text where a rule answers. */
export interface TextHit {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
  readonly detail?: string;
}

const SHOWN = 20;

/** What no reader of a file sees: hidden characters, and code made unreadable. */
export function checkText(path: string, text: string): TextHit[] {
  const hits: TextHit[] = [];
  for (const match of text.matchAll(HIDDEN)) {
    if (hits.length >= SHOWN) break;
    // Alone between quotes it hides nothing: a parser of names compares with it.
    if (
      /^["'`]{2}$/.test((text[match.index - 1] ?? '') + (text[match.index + match[0].length] ?? ''))
    )
      continue;
    const code = match[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
    hits.push({
      rule: 'hidden-characters',
      start: match.index,
      end: match.index + match[0].length,
      detail: `U+${code}`,
    });
  }
  if (/\.(?:[mc]?[jt]s|[jt]sx)$/.test(path)) {
    const at = obfuscated(text);
    if (at !== undefined) hits.push({ rule: 'obfuscated-file', start: at, end: at + 1 });
  }
  return hits;
}

/** `_0x3fa2`, `a0_0x3fa2`. */
const MANGLED = /\b[a-z]?\d{0,2}_0x[\da-f]{4,}\b/g;

/** Where the tables and names that obfuscators leave begin. */
function obfuscated(text: string): number | undefined {
  const part = text.slice(0, 400_000);
  const names = part.match(MANGLED) ?? [];
  if (names.length > 20 || (names.length > 5 && new Set(names).size > 2))
    return Math.max(0, part.search(MANGLED));
  const escapes = part.match(/(?:\\x[\da-f]{2}){8,}/gi)?.length ?? 0;
  return escapes > 10 ? Math.max(0, part.search(/(?:\\x[\da-f]{2}){8,}/i)) : undefined;
}
