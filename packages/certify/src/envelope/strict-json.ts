/** Why a text is no JSON that is taken; `undefined`: it is. */
export type JsonFault = 'broken' | 'duplicate-key' | 'too-deep';

const deepest = 64;

/**
 * Parses JSON as RFC 8259 has it, and refuses what two readers may understand differently: a key that stands twice in an
 * object (JSON.parse takes the last, others the first), and nesting that some cannot follow.
 */
export function parseStrictJson(text: string): { value: unknown } | { fault: JsonFault } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'broken' };
  }
  // The text is valid, so a token is told by its first character.
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  for (const { 0: token } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    if (token === '{' || token === '[') {
      open.push(token === '{' ? new Set() : undefined);
      if (open.length > deepest) return { fault: 'too-deep' };
      isKey = token === '{';
    } else if (token === '}' || token === ']') {
      open.pop();
      isKey = false;
    } else if (token === ',') isKey = open.at(-1) !== undefined;
    else if (isKey) {
      const keys = open.at(-1);
      const key = JSON.parse(token) as string;
      if (keys?.has(key)) return { fault: 'duplicate-key' };
      keys?.add(key);
      isKey = false;
    }
  }
  return { value };
}
