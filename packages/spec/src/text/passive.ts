import { verbLemma } from './lemma.js';
import { isWord, type Token } from './tokens.js';
import type { VerbUse } from './verb-at.js';
import { ADVERBS, SEPARATORS } from './word-classes.js';

/** `emails should be sent and archived`: what is done, to what, and what else is said. */
export interface Passive {
  verbs: VerbUse[];
  subject: Token[];
  rest: Token[];
}

const MODAL = /^(?:can|could|should|must|will|shall|may|might|to|would)$/;
const BE = /^(?:is|are|gets?|being)$/;
/** Participles that say how something is; nobody does them. */
const STATE = new Set(
  'used needed required based located supposed allowed called named stored kept interested involved expected connected known seen held given left meant related limited wanted asked told due done'.split(
    ' ',
  ),
);
/** Participles that look like the base form. */
const UNCHANGED = /^(?:read|set|reset|run|cut|put|split)$/;

function participleAt(tokens: readonly Token[], i: number): VerbUse | undefined {
  const token = tokens[i];
  if (token?.kind !== 'word' || STATE.has(token.lower)) return undefined;
  const next = tokens[i + 1];
  const pair = next?.kind === 'word' ? verbLemma(token.lower, next.lower) : undefined;
  if (pair?.form === 'past') return { ...pair, length: 2 };
  const one = verbLemma(token.lower);
  const fits = one?.form === 'past' || (one !== undefined && UNCHANGED.test(token.lower));
  return fits ? { ...one, length: 1 } : undefined;
}

/** Index of the first participle behind `should be`, `are`, …; -1 where there is none. */
function participleOf(tokens: readonly Token[], i: number): number {
  const token = tokens[i];
  if (token?.kind !== 'word') return -1;
  let at = -1;
  if (BE.test(token.lower)) at = i + 1;
  else if (MODAL.test(token.lower)) {
    at = i + 1;
    while (
      tokens[at] &&
      (isWord(tokens[at], 'also', 'always', 'not') || (tokens[at]?.lower.endsWith('ly') ?? false))
    )
      at++;
    if (!isWord(tokens[at], 'be', 'get')) return -1;
    at++;
  }
  if (at === -1) return -1;
  while (
    tokens[at] &&
    (ADVERBS.has(tokens[at]?.lower ?? '') || (tokens[at]?.lower.endsWith('ly') ?? false))
  )
    at++;
  return participleAt(tokens, at) ? at : -1;
}

/** Reads a clause in the passive voice that begins at `from`; its subject has at most six words. */
export function passiveAt(tokens: readonly Token[], from = 0): Passive | undefined {
  for (let i = from + 1; i < Math.min(tokens.length, from + 8); i++) {
    const before = tokens[i - 1];
    if (!before || before.kind === 'mark' || SEPARATORS.has(before.lower)) return undefined;
    if (isWord(before, 'that', 'which', 'who', 'if', 'when', 'what', 'whether', 'to'))
      return undefined;
    let at = participleOf(tokens, i);
    if (at === -1) continue;
    const verbs: VerbUse[] = [];
    for (;;) {
      const use = participleAt(tokens, at);
      if (!use) break;
      verbs.push(use);
      at += use.length;
      let next = at;
      while (tokens[next] && SEPARATORS.has(tokens[next]?.lower ?? '')) next++;
      if (next === at || !participleAt(tokens, next)) break;
      at = next;
    }
    return { verbs, subject: tokens.slice(from, i), rest: tokens.slice(at) };
  }
  return undefined;
}
