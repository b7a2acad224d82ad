import { splitCondition, trim } from './conditions.js';
import { stripFraming } from './framing.js';
import { leadingTime, leadVerb } from './lead-verb.js';
import type { VerbForm } from './lemma.js';
import { passiveAt } from './passive.js';
import { withoutSubject } from './subject.js';
import { isWord, type Token } from './tokens.js';
import { anyVerbAt, skipSeparators, verbStarts, type VerbUse } from './verb-at.js';
import { CONDITIONS, DETERMINERS, SEPARATORS } from './word-classes.js';

/** One thing that is asked for. */
export interface Clause {
  /** Without framing, asides, conditions and separators around. */
  tokens: Token[];
  /** Verb at the start. */
  verb?: VerbUse;
  /** `when …`, `after every …`, with its first word. */
  condition: Token[];
  /** `Control lights: …` — the clause before the colon. */
  topic?: Clause;
  /** Number of its sentence. */
  sentence: number;
  /** Start and end in the normalised text, conditions included. */
  start: number;
  end: number;
  /** Only names what the list behind the colon is about. */
  heading?: true;
  /** `an action to …`: the kind of component that the text itself names. */
  named?: 'action' | 'provider' | 'evaluator' | 'service' | 'route' | 'event';
}

export interface ClauseReading {
  clauses: Clause[];
  plugin: boolean;
  name?: string;
  /** Words before "plugin" (`a Spotify plugin`). */
  hints: string[];
}

/** Sentences, then the clauses of each: only where a verb or a cue starts the next chunk. */
export function readClauses(text: string, tokens: readonly Token[]): ClauseReading {
  const reading: ClauseReading = { clauses: [], plugin: false, hints: [] };
  let index = 0;
  for (const sentence of sentences(tokens)) {
    const colon = topicColon(sentence);
    const [head, list] =
      colon > 0 ? [sentence.slice(0, colon), sentence.slice(colon + 1)] : [sentence, []];
    const first = chunks(text, head, index, reading);
    if (list.length > 0) {
      const topic = first.at(-1);
      const items = chunks(text, list, index, reading);
      if (topic) for (const item of items) item.topic = topic;
      if (topic && items.some(({ verb }) => verb))
        for (const clause of first) clause.heading = true;
      reading.clauses.push(...first, ...items);
    } else reading.clauses.push(...first);
    index++;
  }
  return reading;
}

function sentences(tokens: readonly Token[]): Token[][] {
  const found: Token[][] = [];
  let current: Token[] = [];
  let depth = 0;
  for (const token of tokens) {
    // Asides in brackets explain; they ask for nothing.
    if (token.text === '(' || token.text === '[') depth++;
    else if (token.text === ')' || token.text === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0 || token.text.startsWith('\n')) {
      if (/^(?:[.!?;|]|\n+)$/.test(token.text) && !token.mention) {
        depth = 0;
        if (current.length > 0) found.push(current);
        current = [];
      } else if (!/^[*#>~]$/.test(token.text) && !(token.text === '-' && current.length === 0))
        current.push(token);
    }
  }
  if (current.length > 0) found.push(current);
  return found;
}

const topicColon = (tokens: readonly Token[]) => {
  const colon = tokens.findIndex(({ text, kind }) => text === ':' && kind === 'mark');
  return colon > 0 && colon < tokens.length - 1 ? colon : -1;
};

function chunks(
  text: string,
  given: readonly Token[],
  sentence: number,
  reading: ClauseReading,
): Clause[] {
  const from = given[0];
  const to = given.at(-1);
  if (!from || !to) return [];
  const framing = stripFraming(text.slice(from.start, to.end));
  if (framing.plugin) reading.plugin = true;
  if (framing.name !== undefined) reading.name ??= framing.name;
  if (framing.hint !== undefined) reading.hints.push(framing.hint);
  const tokens = withoutExamples(given.filter(({ start }) => start >= from.start + framing.skip));
  const starts = clauseStarts(text, tokens);
  const found: Clause[] = [];
  for (const [n, { skipTo, named }] of starts.entries()) {
    const end = starts[n + 1]?.at ?? tokens.length;
    const isSure = n === 0 && framing.isVerbNext === true;
    for (const clause of makeClauses(trim(tokens.slice(skipTo, end)), sentence, named, isSure)) {
      const before = found.at(-1);
      // "After each conversation, work out …": a condition alone belongs to what follows.
      if (before && before.tokens.length === 0 && before.condition.length > 0) {
        found[found.length - 1] = {
          ...clause,
          condition: [...before.condition, ...clause.condition],
          start: before.start,
        };
      } else found.push(clause);
    }
  }
  return found;
}

interface Start {
  at: number;
  skipTo: number;
  named?: Clause['named'];
}

/** Where clauses begin; `skipTo` is behind the framing of that clause. */
function clauseStarts(text: string, tokens: readonly Token[]): Start[] {
  const starts: Start[] = [{ at: 0, skipTo: 0, ...nameOf(tokens, 0) }];
  let mode: VerbForm = anyVerbAt(tokens, 0)?.form ?? 'base';
  if (CONDITIONS.has(tokens[0]?.lower ?? '') || isLeadingPhrase(tokens))
    mode = mainVerbMode(tokens);
  if (mode === 'past') mode = 'base';
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token || token.kind === 'verbatim' || !SEPARATORS.has(token.lower)) continue;
    const next = skipSeparators(tokens, i);
    const start = startAt(text, tokens, next, mode, (starts.at(-1)?.skipTo ?? 0) + 1 >= i);
    if (start) starts.push({ ...start, at: i });
    i = Math.max(i, next - 1);
  }
  return starts;
}

function startAt(
  text: string,
  tokens: readonly Token[],
  i: number,
  mode: VerbForm,
  afterVerbOnly: boolean,
): Start | undefined {
  const token = tokens[i];
  const last = tokens.at(-1);
  if (!token || !last) return undefined;
  const named = nameOf(tokens, i);
  if (named) return { at: i, skipTo: i, ...named };
  if (CONDITIONS.has(token.lower) && token.lower !== 'once') return undefined;
  if (isWord(token, 'always', 'let', 'keep', 'never') && mode === 'base')
    return { at: i, skipTo: i };
  if (verbStarts(tokens, i, mode, afterVerbOnly)) return { at: i, skipTo: i };
  if (passiveAt(tokens, i)) return { at: i, skipTo: i };
  const { skip } = stripFraming(text.slice(token.start, last.end));
  if (skip > 0) {
    const behind = tokens.findIndex(({ start }) => start >= token.start + skip);
    if (behind > i && anyVerbAt(tokens, behind)) return { at: i, skipTo: behind };
  }
  return undefined;
}

/** `an action to restart …`, `a provider with …`, `a /health endpoint`. */
function nameOf(tokens: readonly Token[], i: number): Pick<Clause, 'named'> | undefined {
  let at = i;
  if (isWord(tokens[at], 'add', 'create', 'include', 'expose', 'provide', 'have')) at++;
  if (!isWord(tokens[at], 'a', 'an', 'one', 'the')) return undefined;
  const match = /^(action|provider|evaluator|service|route)$/.exec(tokens[at + 1]?.lower ?? '');
  if (!match || !isWord(tokens[at + 2], 'to', 'that', 'which', 'for', 'with', 'where'))
    return undefined;
  return { named: match[1] as NonNullable<Clause['named']> };
}

const LEADING = new Set([
  'after',
  'before',
  'at',
  'on',
  'in',
  'during',
  'every',
  'each',
  'whenever',
  'using',
  'with',
  'from',
  'for',
]);
const isLeadingPhrase = (tokens: readonly Token[]) =>
  LEADING.has(tokens[0]?.lower ?? '') && tokens.some(({ text }) => text === ',');

function mainVerbMode(tokens: readonly Token[]): VerbForm {
  const comma = tokens.findIndex(({ text }) => text === ',');
  return anyVerbAt(tokens, skipSeparators(tokens, comma + 1))?.form ?? 'base';
}

/** `like "…"`, `e.g. …`, `such as …`: what follows shows, it does not ask. */
function withoutExamples(tokens: readonly Token[]): Token[] {
  const cut = tokens.findIndex(
    (token, i) =>
      /^(?:e\.g\.|i\.e\.)$/.test(token.lower) ||
      (isWord(token, 'such') && isWord(tokens[i + 1], 'as')) ||
      (isWord(token, 'for') && isWord(tokens[i + 1], 'example', 'instance')) ||
      (isWord(token, 'like') && tokens[i + 1]?.kind === 'verbatim'),
  );
  return cut > 0 ? trim(tokens.slice(0, cut)) : [...tokens];
}

/** One clause; one for each verb where the passive voice names several (`booked, moved and cancelled`). */
function makeClauses(
  given: readonly Token[],
  sentence: number,
  named: Clause['named'],
  isSure: boolean,
): Clause[] {
  const [first, last] = [given[0], given.at(-1)];
  if (!first || !last) return [];
  const { main, condition } = splitCondition(given);
  const from = leadingTime(main);
  const passive = named ? undefined : passiveAt(main, from);
  // "the open tasks are posted" begins with no order, "check the mails that are sent" does.
  const orders =
    passive !== undefined &&
    anyVerbAt(main, from)?.verb.noun === false &&
    passive.subject.some(({ lower }) => DETERMINERS.has(lower));
  if (!passive || orders) {
    const clause = makeClause(given, sentence, named, isSure);
    return clause ? [clause] : [];
  }
  return passive.verbs.map((verb) => ({
    tokens: [...passive.subject, ...passive.rest],
    verb: { ...verb, length: 0 },
    condition,
    sentence,
    start: first.start,
    end: last.end,
  }));
}

function makeClause(
  given: readonly Token[],
  sentence: number,
  named: Clause['named'],
  isSure: boolean,
): Clause | undefined {
  const first = given[0];
  const last = given.at(-1);
  if (!first || !last) return undefined;
  const { main, condition } = splitCondition(given);
  const tokens = named ? afterName(main) : purpose(withoutSubject(main));
  const clause: Clause = { tokens, condition, sentence, start: first.start, end: last.end };
  if (named) clause.named = named;
  const verb = leadVerb(tokens, isSure);
  if (verb) {
    clause.verb = verb.use;
    clause.tokens = tokens.slice(verb.at);
  }
  return clause;
}

const afterName = (tokens: readonly Token[]) => {
  const to = tokens.findIndex((token) =>
    isWord(token, 'to', 'that', 'which', 'for', 'with', 'where'),
  );
  return tokens.slice(to + 1);
};

/** `use the X API to search …`: what it is for is what counts. */
function purpose(tokens: readonly Token[]): Token[] {
  const use = anyVerbAt(tokens, 0);
  if (!use || !/^(?:use|connect|wrap|interact|let|support)$/.test(use.verb.class))
    return [...tokens];
  for (let i = use.length; i < tokens.length - 1; i++)
    if (isWord(tokens[i], 'to') && anyVerbAt(tokens, i + 1)?.form === 'base') {
      // The names before are still evidence for the provider; only the verb moves.
      return tokens.slice(i + 1);
    }
  return [...tokens];
}
