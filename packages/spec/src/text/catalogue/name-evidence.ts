import type { Word } from './alias-index.js';

/** Words that, behind an everyday word, make it the name of a product. */
const after = new Set(
  'api apis sdk bot bots app account accounts channel channels workspace server webhook webhooks integration token chat messenger exchange protocol network chain blockchain rpc node wallet database page pages issue issues ticket tickets board boards meeting meetings search platform cloud com io'.split(
    ' ',
  ),
);
/** Words that, before an everyday word, often introduce the name of a product. */
const before = new Set('via using through'.split(' '));
/** Before `X`, the only letter that is a brand. */
const beforeLetter = new Set('on to from via x'.split(' '));

/** Words that nobody capitalises inside a sentence, unless every word is. */
const small = new Set(
  'a an the and or but if of in on at to for from with by as is it when then that this its my'.split(
    ' ',
  ),
);

/** Whether capitals say anything: not in "SEND IT", not in "Send It To Square". */
export function capitalsMatter(text: string, words: readonly Word[]): boolean {
  if (!/\p{Ll}/u.test(text)) return false;
  const capital = (word: Word) => /\p{Lu}/u.test(text[word.start]!);
  const inner = words.slice(1);
  const titled = inner.some((word) => small.has(word.key) && capital(word));
  return !titled || inner.filter(capital).length / inner.length < 0.7;
}

function beginsSentence(text: string, start: number): boolean {
  const head = text.slice(0, start).trimEnd();
  return head === '' || /[.!?:;\n•*]["'”’)]?$/.test(head);
}

/**
 * How sure an everyday word is a product here. `certain`: the owner's capitals inside a sentence, or a
 * word such as "API" behind it; `possible`: the capitals at the start of a sentence, or "via" before it.
 */
export function nameEvidence(
  text: string,
  words: readonly Word[],
  at: number,
  count: number,
  alias: string,
): 'certain' | 'possible' | 'none' {
  const first = words[at]!;
  const last = words[at + count - 1]!;
  const previous = at > 0 ? words[at - 1]!.key : '';
  const next = words[at + count];
  const written = text.slice(first.start, last.end);
  const exact = written === alias;
  if (alias.length === 1) return exact && beforeLetter.has(previous) ? 'certain' : 'none';
  const cue = next !== undefined && /^[\s-]$/.test(text.slice(last.end, next.start));
  const inside = !beginsSentence(text, first.start);
  const capitals = /\p{Lu}/u.test(alias) && capitalsMatter(text, words);
  // "Box Hill" is a place: a second name behind it takes the certainty away.
  const follows = cue && /^\p{Lu}/u.test(text.slice(next.start)) && !after.has(next.key);
  if (exact && capitals && inside) return follows ? 'possible' : 'certain';
  if (cue && after.has(next.key)) {
    // "resend the token" has the verb; "Resend API" and "resend api" have the product.
    return exact || !capitals || /^(?:api|apis|sdk|bot|bots|app|com|io)$/.test(next.key)
      ? 'certain'
      : 'possible';
  }
  if (before.has(previous)) return 'possible';
  return 'none';
}
