import type { SecretRange } from './needle-index.js';

/** Redacts text that comes in pieces. */
export interface RedactStream {
  /** One more piece; returns what is safe to show by now, often everything up to the last line end. */
  push: (chunk: string) => string;
  /** The rest. Nothing may be pushed afterwards. */
  end: () => string;
}

/** Characters that are held back at most. A line or a block of a key longer than this is let go in parts. */
const mostHeld = 256 * 1024;
/** Longest match of a pattern within one line; see `secret-patterns.ts`. */
const longestPattern = 16_384;
const blockStart = /-----BEGIN [A-Z0-9 ]{0,50}PRIVATE KEY/g;

/**
 * What comes in is held until no secret can stand across the place where it is cut: at a line end, not inside
 * of a match, and not inside of a block of a private key.
 */
export function redactStream(parts: {
  find: (text: string) => SecretRange[];
  replace: (text: string, ranges: readonly SecretRange[]) => string;
  /** Lengths of the longest known secret, and of the longest that has line ends in it. */
  overlap: () => { any: number; withLines: number };
}): RedactStream {
  let held = '';
  const cutHeld = (): number => {
    const { any, withLines } = parts.overlap();
    const line = held.lastIndexOf('\n', held.length - 1 - withLines) + 1;
    if (line > 0 || held.length <= mostHeld) return line;
    return held.length - Math.max(any, longestPattern);
  };
  return {
    push: (chunk) => {
      held += chunk;
      let cut = cutHeld();
      if (cut <= 0) return '';
      const ranges = parts.find(held);
      const isLong = held.length > mostHeld;
      for (const { start, end } of ranges.toReversed()) {
        // A block without its end goes on in the next piece, unless it is no block at all.
        const isOpen = end === held.length && !isLong;
        if (start < cut && (end > cut || isOpen)) cut = start;
      }
      const open = isLong ? -1 : lastOpenBlock(held);
      if (open !== -1) cut = Math.min(cut, open);
      // Everything held is one secret: it is replaced now, and what follows counts as new.
      if (cut <= 0) {
        if (!isLong) return '';
        cut = held.length;
      }
      const shown = parts.replace(
        held.slice(0, cut),
        ranges
          .filter(({ start }) => start < cut)
          .map((range) => ({ ...range, end: Math.min(range.end, cut) })),
      );
      held = held.slice(cut);
      return shown;
    },
    end: () => {
      const rest = parts.replace(held, parts.find(held));
      held = '';
      return rest;
    },
  };
}

/** Where a block of a private key starts whose end has not come yet; -1 when there is none. */
function lastOpenBlock(text: string): number {
  const last = [...text.matchAll(blockStart)].at(-1);
  return last === undefined || text.includes('-----END', last.index) ? -1 : last.index;
}
