// Broken files for the scanner: the same for the same seed.

/** Numbers below 1 that are the same in each run (Numerical Recipes, ranqd1). */
export function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const PIECES = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '`',
  "'",
  '"',
  '${',
  '/*',
  '*/',
  '//',
  '/',
  '=>',
  '...',
  '\0',
  '\uD800',
  '\r',
  '\u2028',
  '\u202e',
  ';',
  'await ',
  'await using ',
  'yield ',
  'for(;;)',
  'new ',
  'this.',
  '??=',
  'a[a]=a;',
  'function f(f){return f(f)}',
  '/(a+)+$/',
  '\u{1f600}',
  '@x ',
  'class ',
  'class A extends ',
  'function*',
  '#x',
  '@',
  '<',
  '</',
  '?.',
  '\\u{',
  '\\',
  'import(',
  'export default ',
  'enum ',
  'type ',
  'a:',
  '!',
  '--',
];
const DEEP = [
  '(',
  '[',
  '{',
  '!',
  'a.',
  'a=>',
  'a?b:',
  'if(a){}else ',
  'new ',
  'typeof ',
  '`${',
  '<a>',
  'Array<',
  'x+',
  '@a ',
  'await ',
];
const LINES = [
  'a',
  'ab ',
  '"',
  "'x',",
  '\\u0061',
  'sk-proj-',
  'eyJaaaaaaaa.',
  'http://a:b@',
  '-----BEGIN ',
  '0x12',
  'abandon ',
  'a+=',
];

const pick = (list, next) => list[Math.floor(next() * list.length)];

/** What is done to a text, by name; each gives bytes. */
export const BREAKS = {
  truncated: (text, next) =>
    Buffer.from(text).subarray(0, Math.floor(next() * Buffer.byteLength(text))),
  pieces: (text, next) => {
    let result = text;
    for (let count = 1 + Math.floor(next() * 8); count > 0; count -= 1) {
      const at = Math.floor(next() * result.length);
      result = result.slice(0, at) + pick(PIECES, next) + result.slice(at + Math.floor(next() * 5));
    }
    return Buffer.from(result);
  },
  bytes: (text, next) => {
    const bytes = Buffer.from(text);
    for (let count = 1 + Math.floor(next() * 20); count > 0; count -= 1)
      bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
    return bytes;
  },
  spliced: (text, next, other) => {
    const cut = (one) => one.slice(0, Math.floor(next() * one.length));
    return Buffer.from(cut(text) + other.slice(Math.floor(next() * other.length)));
  },
  repeated: (text, next) => {
    const from = Math.floor(next() * text.length);
    const part = text.slice(from, from + 1 + Math.floor(next() * 200));
    return Buffer.from(
      text.slice(0, from) + part.repeat(1 + Math.floor(next() * 200)) + text.slice(from),
    );
  },
  deep: (text, next) =>
    Buffer.from(`${text}\n${pick(DEEP, next).repeat(Math.floor(next() * 6000))}x`),
  long: (text, next) =>
    Buffer.from(`${text}\n${pick(LINES, next).repeat(Math.floor(next() * 6000))}`),
  encoded: (text, next) => {
    const way = Math.floor(next() * 3);
    if (way === 0) return Buffer.from(`\ufeff${text}`, 'utf16le');
    if (way === 1)
      return Buffer.from(text, 'latin1').map((byte) => byte ^ (next() < 0.01 ? 0x80 : 0));
    return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
  },
};

/** `count` broken files from these texts, with the name of what was done to each. */
export function brokenFiles(texts, count, seed) {
  const next = numbers(seed);
  const kinds = Object.keys(BREAKS);
  const endings = ['ts', 'js', 'mjs', 'tsx', 'cts', 'json', 'yaml'];
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length];
    const bytes = BREAKS[kind](pick(texts, next), next, pick(texts, next));
    return {
      path: `src/${index}.${index % 5 === 0 ? pick(endings, next) : index % 2 ? 'ts' : 'js'}`,
      kind,
      bytes,
    };
  });
}
