/** Where a member or item stands: offsets of its key (for items: of the value) and of its value. */
export interface JsonPlace {
  key: number;
  value: number;
}

/** Answers where things stand in valid JSON text. Each object or array is indexed at most once, when first asked about. */
export interface JsonPositions {
  find(segments: readonly string[]): JsonPlace | undefined;
  /** Keys that stand twice in one object: segments of the object, the key, offset of the second one. */
  duplicates(): { segments: string[]; key: string; offset: number }[];
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;

/** `text` must have passed `JSON.parse`. */
export function jsonPositions(text: string): JsonPositions {
  const indexes = new Map<number, Map<string, JsonPlace>>();

  const skipSpace = (from: number) => {
    let at = from;
    // Everything up to U+0020 that can stand between tokens of valid JSON is white space.
    while (text.charCodeAt(at) <= 0x20) at++;
    return at;
  };
  const skipString = (from: number) => {
    for (let at = text.indexOf('"', from + 1); ; at = text.indexOf('"', at + 1)) {
      let slashes = 0;
      while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
      if (slashes % 2 === 0) return at + 1;
    }
  };
  const skipValue = (from: number) => {
    let at = from;
    let depth = 0;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) at = skipString(at);
      else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        depth++;
        at++;
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        // At depth 0 the bracket belongs to the parent: a bare number or word ended before it.
        if (depth === 0) return at;
        depth--;
        at++;
      } else if (depth === 0 && (code === COMMA || code <= 0x20 || Number.isNaN(code))) return at;
      else {
        at++;
        continue;
      }
      if (depth === 0) return at;
    }
  };
  const children = (start: number, onRepeat?: (key: string, offset: number) => void) => {
    const known = indexes.get(start);
    if (known && !onRepeat) return known;
    const found = new Map<string, JsonPlace>();
    const isObject = text.charCodeAt(start) === OPEN_BRACE;
    if (!isObject && text.charCodeAt(start) !== OPEN_BRACKET) return found;
    let at = start + 1;
    for (let item = 0; ; item++) {
      at = skipSpace(at);
      const code = text.charCodeAt(at);
      if (code === CLOSE_BRACE || code === CLOSE_BRACKET) break;
      const keyAt = at;
      let key = String(item);
      if (isObject) {
        at = skipString(at);
        key = JSON.parse(text.slice(keyAt, at)) as string;
        at = skipSpace(skipSpace(at) + 1);
      }
      if (found.has(key)) onRepeat?.(key, keyAt);
      // The last one wins, as in JSON.parse.
      found.set(key, { key: keyAt, value: at });
      at = skipSpace(skipValue(at));
      if (text.charCodeAt(at) === COMMA) at++;
    }
    indexes.set(start, found);
    return found;
  };

  const root = skipSpace(0);
  return {
    find(segments) {
      let place: JsonPlace | undefined = { key: root, value: root };
      for (const segment of segments) {
        place = children(place.value).get(segment);
        if (!place) return undefined;
      }
      return place;
    },
    duplicates() {
      const found: { segments: string[]; key: string; offset: number }[] = [];
      const open: { segments: string[]; start: number }[] = [{ segments: [], start: root }];
      for (let next = open.pop(); next; next = open.pop()) {
        const { segments, start } = next;
        const places = children(start, (key, offset) => found.push({ segments, key, offset }));
        for (const [key, place] of places) {
          const code = text.charCodeAt(place.value);
          if (code === OPEN_BRACE || code === OPEN_BRACKET)
            open.push({ segments: [...segments, key], start: place.value });
        }
      }
      return found.sort((a, b) => a.offset - b.offset);
    },
  };
}
