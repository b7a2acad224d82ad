import type { Span } from './types.js';

/** Text that means itself and is never read as language. */
export interface Verbatim {
  kind: 'url' | 'host' | 'env' | 'quoted' | 'code' | 'package' | 'path' | 'email';
  /** Without quotes or back-ticks. */
  value: string;
  /** Offsets in the normalised text, quotes included. */
  span: Span;
}

const TOP_LEVEL =
  'com|org|net|io|ai|dev|app|co|xyz|host|me|gg|tv|fm|is|so|sh|us|uk|de|eu|fr|ch|at|in|info|cloud|network|finance|exchange|money|tools|news|space|land|example|test|local|gov|edu|fi|art|studio|cc|to';

/** In this order: what an earlier pattern took is not looked at again. */
const PATTERNS: readonly (readonly [Verbatim['kind'], RegExp])[] = [
  ['code', /`([^`\n]{1,300})`/g],
  ['quoted', /"([^"\n]{1,300})"/g],
  ['quoted', /(?<![\p{L}\p{N}])'([^'\n]{2,300})'(?![\p{L}\p{N}])/gu],
  ['url', /\b((?:https?|wss?|ftp):\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]])/gi],
  ['email', /(?<![\w.])([\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)/g],
  ['package', /(?<![\w/])(@[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*)/g],
  [
    'host',
    new RegExp(
      `(?<![\\w@./-])((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+(?:${TOP_LEVEL}))(?![\\w-]|\\.\\w)`,
      'gi',
    ),
  ],
  ['env', /(?<![\w$])\$?\{?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\}?(?!\w)/g],
  ['package', /(?<![\w/@-])((?:plugin|client|adapter)-[a-z0-9]+(?:-[a-z0-9]+)*)(?![\w/])/g],
  ['path', /(?<=^|[\s(])(\/[a-z][\w:{}-]*(?:\/[\w:{}-]+)*)(?![\w/])/gi],
];

/** Common abbreviations that look like host names. */
const NO_HOST = /^(?:e\.g|i\.e|etc|node\.js|vs\.)/i;

/** Everything in the text that stands for itself, in order of place. */
export function findVerbatims(text: string): Verbatim[] {
  const found: Verbatim[] = [];
  const taken = new Uint8Array(text.length);
  for (const [kind, pattern] of PATTERNS)
    for (const match of text.matchAll(pattern)) {
      const [whole, value = ''] = match;
      const end = match.index + whole.length;
      if (taken.subarray(match.index, end).some(Boolean) || value.trim() === '') continue;
      if (kind === 'host' && NO_HOST.test(value)) continue;
      taken.fill(1, match.index, end);
      found.push({ kind, value, span: [match.index, end] });
    }
  return found.sort((a, b) => a.span[0] - b.span[0]);
}
