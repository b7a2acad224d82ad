import type { SecretForm } from './secret-forms.js';

/** A piece of a text that must not be seen: from `start` up to, not with, `end`. */
export interface SecretRange {
  start: number;
  end: number;
  /** What stands there instead, without brackets. */
  label: string;
}

interface Needle extends SecretForm {
  label: string;
  /** Where its last match in the text of search number `search` ended. */
  end: number;
  search: number;
}

/** Characters by which forms are looked up; no form is shorter. */
const keyLength = 8;
const tableBits = 20;

/**
 * Finds any of many texts in one pass: a table of four characters says where a look is worth it, and there the
 * next eight say which. Time goes with the text and hardly with the number of needles.
 */
export function needleIndex() {
  // Made with the first needle: most processes have no secret to look for.
  let table = new Uint8Array(0);
  const byKey = new Map<string, Needle[]>();
  const known = new Set<string>();
  let searches = 0;
  let longest = 0;
  /** Of the needles with line ends in them. */
  let longestWithLines = 0;

  const add = (form: SecretForm, label: string) => {
    const { text } = form;
    if (known.has(text)) return;
    known.add(text);
    const needle = { ...form, label, end: 0, search: 0 };
    const key = text.slice(0, keyLength);
    const others = byKey.get(key);
    if (others === undefined) byKey.set(key, [needle]);
    else others.push(needle);
    if (table.length === 0) table = new Uint8Array(1 << tableBits);
    table[hashOf(text)] = 1;
    longest = Math.max(longest, text.length);
    if (/[\r\n]/.test(text)) longestWithLines = Math.max(longestWithLines, text.length);
  };

  const find = (text: string): SecretRange[] => {
    const found: SecretRange[] = [];
    if (byKey.size === 0) return found;
    let hash = 0;
    searches++;
    for (let end = 0; end < text.length; end++) {
      hash = next(hash, text.charCodeAt(end));
      if (table[hash] === 0) continue;
      const at = end - hashed + 1;
      const needles = byKey.get(text.slice(at, at + keyLength));
      if (needles === undefined) continue;
      for (const needle of needles) {
        // `aaaa…` is found once, and not again at each of its letters, which would take quadratic time.
        if (needle.search === searches && at < needle.end) continue;
        const length = matchLength(text, at, needle);
        if (length === 0) continue;
        needle.search = searches;
        needle.end = at + length;
        found.push({ start: at, end: needle.end, label: needle.label });
      }
    }
    return found;
  };

  return { add, find, longest: () => longest, longestWithLines: () => longestWithLines };
}

/** How many characters of the needle stand at `at`; 0 when too few. */
function matchLength(text: string, at: number, { text: needle, enough }: Needle): number {
  if (enough === undefined) return text.startsWith(needle, at) ? needle.length : 0;
  let length = keyLength;
  while (length < needle.length && text.charCodeAt(at + length) === needle.charCodeAt(length))
    length++;
  return length >= enough ? length : 0;
}

/** Characters that the table knows. */
const hashed = 4;
const bitsEach = tableBits / hashed;
const mask = (1 << tableBits) - 1;
/** The hash of the last four characters: a fifth has been shifted out. */
const next = (hash: number, unit: number) => ((hash << bitsEach) ^ unit) & mask;
const hashOf = (text: string): number => {
  let hash = 0;
  for (let at = 0; at < hashed; at++) hash = next(hash, text.charCodeAt(at));
  return hash;
};
