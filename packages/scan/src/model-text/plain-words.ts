import { decodeText } from '../decode-text.js';

/** Letters of other scripts that look like Latin ones, as attacks on filters use them. */
const LOOKALIKES = new Map(
  [...'аaеeоoрpсcуyхxіiјjһhԁdѕsкkмmтtвbнhгrοoαaεeιiκkνvρpτtυuχxıiɡgⅼl'].flatMap((letter, at, all) =>
    at % 2 === 0 ? [[letter, all[at + 1] ?? letter] as const] : [],
  ),
);
const LOOKALIKE = new RegExp(`[${[...LOOKALIKES.keys()].join('')}]`, 'g');

/** What no reader sees between letters: zero-width and direction marks, variation selectors, tag characters. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** `r e a d   m e`: single letters with one blank between them, words with more. */
const SPACED = /(?<![\w'])(?:[\w'] {1,3}){11,}[\w'](?![\w'])/g;

const together = (run: string): string =>
  run
    .split(/ {2,}/)
    .map((word) => word.replaceAll(' ', ''))
    .join(' ');

/** Text as a model understands it: look-alike letters, hidden characters and letters set apart do not count. */
export const plainWords = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(LOOKALIKE, (letter) => LOOKALIKES.get(letter) ?? letter)
    .replace(SPACED, together)
    .replace(/[*_`~#>|]+(?=\s|$)|(?<=^|\s)[*_`~#|]+/gm, ' ')
    .replace(/[’‘]/g, "'")
    .replace(/[ \t]+/g, ' ');

const MOST_DECODED = 20;

/** What a text says in other clothes: letters set apart, base64, tag characters and the bytes of variation selectors. */
export function disguised(text: string): readonly string[] {
  const found = [...text.matchAll(SPACED)].map(([run]) => together(run));
  for (const [run] of text.matchAll(/(?<![\w+/=])[A-Za-z0-9+/]{20,4000}={0,2}(?![\w+/=])/g)) {
    if (found.length >= MOST_DECODED) break;
    const decoded = decodeText(run, 'base64');
    if (decoded?.includes(' ')) found.push(decoded);
  }
  const tags = [...text].flatMap((one) => {
    const code = one.codePointAt(0) ?? 0;
    if (code > 0xe0000 && code < 0xe0080) return [code - 0xe0000];
    if (code >= 0xfe00 && code <= 0xfe0f) return [code - 0xfe00];
    return code >= 0xe0100 && code <= 0xe01ef ? [code - 0xe0100 + 16] : [];
  });
  if (tags.length > 3) found.push(String.fromCharCode(...tags.slice(0, 4000)));
  return found;
}
