import { stripFraming } from './framing.js';
import { verbLemma, type VerbForm } from './lemma.js';
import { isWord, type Token } from './tokens.js';
import { anyVerbAt, skipSeparators, verbStarts, type VerbUse } from './verb-at.js';
import { CONDITIONS, DETERMINERS, PREPOSITIONS, SEPARATORS } from './word-classes.js';

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
      if (/^(?:[.!?;|]|\n+)$/.test(token.text)) {
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
    const clause = makeClause(trim(tokens.slice(skipTo, end)), sentence, named);
    if (clause) found.push(clause);
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

function trim(tokens: readonly Token[]): Token[] {
  let [from, to] = [0, tokens.length];
  const loose = (token: Token | undefined) =>
    token !== undefined &&
    token.kind !== 'verbatim' &&
    (SEPARATORS.has(token.lower) || /^[-:!]$/.test(token.text));
  while (from < to && loose(tokens[from])) from++;
  while (to > from && loose(tokens[to - 1])) to--;
  return tokens.slice(from, to);
}

function makeClause(
  given: readonly Token[],
  sentence: number,
  named: Clause['named'],
): Clause | undefined {
  const first = given[0];
  const last = given.at(-1);
  if (!first || !last) return undefined;
  const { main, condition } = splitCondition(given);
  const tokens = named ? afterName(main) : purpose(main);
  const clause: Clause = { tokens, condition, sentence, start: first.start, end: last.end };
  if (named) clause.named = named;
  const verb = leadVerb(tokens);
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

function leadVerb(tokens: readonly Token[]): { use: VerbUse; at: number } | undefined {
  for (let at = 0; at < Math.min(tokens.length, 3); at++) {
    const use = separated(tokens, at) ?? anyVerbAt(tokens, at);
    if (use) return { use, at };
    const word = tokens[at]?.lower ?? '';
    if (!/ly$|^(?:always|also|then|to|never|not|only)$/.test(word)) return undefined;
  }
  return undefined;
}

/** `turn the lights on`: the particle at the end belongs to the verb. */
function separated(tokens: readonly Token[], at: number): VerbUse | undefined {
  const [first, last] = [tokens[at], tokens.at(-1)];
  if (!first || !last || !/^(?:turn|switch)/.test(first.lower) || !isWord(last, 'on', 'off'))
    return undefined;
  const found = verbLemma(first.lower, last.lower);
  return found && { ...found, length: 1 };
}

/** Takes `when …`, `after every …`, `before it replies` out of a clause. */
function splitCondition(tokens: readonly Token[]): { main: Token[]; condition: Token[] } {
  const start = tokens.findIndex((token, i) => startsCondition(tokens, token, i));
  if (start === -1) return { main: [...tokens], condition: [] };
  const comma = tokens.findIndex(({ text }, i) => i > start && text === ',');
  if (start === 0) {
    const end = comma > 0 ? comma : conditionEnd(tokens);
    return { main: trim(tokens.slice(end)), condition: tokens.slice(0, end) };
  }
  const end = comma > 0 ? comma : tokens.length;
  return {
    main: trim([...tokens.slice(0, start), ...tokens.slice(end)]),
    condition: tokens.slice(start, end),
  };
}

function startsCondition(tokens: readonly Token[], token: Token, i: number): boolean {
  if (token.kind !== 'word') return false;
  if (CONDITIONS.has(token.lower))
    return !isWord(tokens[i - 1], 'know', 'check', 'see', 'tell', 'evaluate', 'detect');
  if (token.lower === 'as') return isWord(tokens[i + 1], 'soon') && isWord(tokens[i + 2], 'as');
  if (isWord(token, 'every', 'each', 'any')) return isWord(tokens[i + 1], 'time');
  if (isWord(token, 'after', 'before', 'on', 'upon'))
    return isWord(tokens[i + 1], 'every', 'each', 'it', 'they', 'replying', 'answering', 'any');
  return false;
}

/** Without a comma a leading condition ends at the first plain verb that nothing before it claims. */
function conditionEnd(tokens: readonly Token[]): number {
  for (let i = 3; i < tokens.length; i++) {
    const before = tokens[i - 1];
    if (
      !before ||
      DETERMINERS.has(before.lower) ||
      PREPOSITIONS.has(before.lower) ||
      isWord(before, 'to')
    )
      continue;
    const use = verbStarts(tokens, i, 'base', false);
    if (
      use &&
      !before.lower.endsWith('s') &&
      (!use.verb.noun || /^(?:send|get)$/.test(use.verb.class))
    )
      return i;
    if (use && /(?:s|ed)$/.test(before.lower)) return i;
  }
  return tokens.length;
}
