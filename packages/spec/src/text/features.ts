import { readActions, type ActionDraft } from './actions.js';
import { readClauses, type Clause, type ClauseReading } from './clauses.js';
import type { Mention } from './entities.js';
import { verbNamed } from './lexicon.js';
import { singular, verbLemma } from './lemma.js';
import { nominalVerb } from './nominal.js';
import { joinClauses, routeClause, type RoutedClause } from './route-clause.js';
import { tokenise, type Token } from './tokens.js';
import type { Verbatim } from './verbatims.js';
import { PREPOSITIONS } from './word-classes.js';

/** Qualities and inner workings; a bullet about them names nothing that an agent does. */
const QUALITY =
  /\b(?:error|errors|retry|retries|rate[- ]limit\w*|cach(?:e|ing)|logging|logs|typescript|typed|type[- ]safe\w*|test(?:s|ed|ing)?|coverage|secur(?:e|ity|ely)|privacy\S*|performance|performan\w*|reliab\w*|robust|compatib\w*|cross-platform|client agnostic|architecture|modular|extensib\w*|extendable|documentation|easy to use|lightweight|fallback|timeouts?|cooldown|escalation|schema|orm|natural language|configur\w*|customizable|customisable|dependency|dependencies|database integration|built-in|graceful\w*|health metrics|rate limiting|optimi[sz]\w*|automatic (?:device )?discovery|multi-chain|multiple|real-time (?:updates|monitoring)|node\.?js|environment|error handling|injection|seamless|works (?:with|standalone)|integration with|fully|support for|compliance|adaptive|dynamic|statistics tracking|validat\w*|safety|storage|data structures?|structure analysis|progress|workflow json|self-reflection|demonstrat\w*|implement\w*|enforcement|processing)\b/i;

/** Several lines, or bullets: a description with features, not a request. */
export function isFeatureList(text: string): boolean {
  const lines = text.split(/\n+/).filter((line) => line.trim() !== '');
  return lines.length >= 3 || lines.filter((line) => /^\s*[-*•]\s/.test(line)).length >= 2;
}

/** In a description these only say that there is something. */
const SAYS_NOTHING =
  /^(?:enable|support|provide|allow|handle|access|run|use|process|include|power|ensure|let|work out)$/;

type Reading = ClauseReading & { routed: RoutedClause[]; actions: ActionDraft[] };

/** Reads each line: verbs where there are any, nouns of action otherwise. */
export function readFeatures(
  text: string,
  verbatims: readonly Verbatim[],
  mentions: readonly Mention[],
  onlyNouns = false,
): Reading {
  const reading: Reading = { clauses: [], plugin: false, hints: [], routed: [], actions: [] };
  let isSublist = false;
  for (const [from, to] of linesOf(text)) {
    const line = text.slice(from, to);
    // "…, including:" opens a list of what belongs to the line before; it ends at the next line of another kind.
    if (/:\s*$/.test(line))
      isSublist = from > 0 && /\b(?:including|includes?|such as|like|e\.g\.)\b/i.test(line);
    else if (line.split(/\s+/).length > 5) isSublist = false;
    const quoted = /^\s*["'].*["']\s*$/.test(line);
    const within = quoted ? [] : verbatims.filter(({ span }) => span[0] >= from && span[1] <= to);
    const all = tokenise(
      text.slice(0, to),
      [...verbatims.filter(({ span }) => span[1] <= from), ...within],
      mentions,
    );
    const tokens = all.filter(
      ({ start, text: word }) =>
        start >= from && !/^["'\p{Extended_Pictographic}\uFE0F]$/u.test(word),
    );
    const first = from === 0;
    const own = readLine(text, line, openBrackets(tokens), mentions, {
      first,
      onlyNouns,
      isSublist,
    });
    reading.clauses.push(...own.clauses);
    reading.routed.push(...own.routed);
    reading.actions.push(...own.actions);
    reading.hints.push(...own.hints);
    if (own.name !== undefined) reading.name ??= own.name;
    reading.plugin ||= own.plugin;
  }
  reading.actions = distinct(reading.actions);
  return reading;
}

function linesOf(text: string): [number, number][] {
  const lines: [number, number][] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    if (line.trim() !== '') lines.push([at, at + line.length]);
    at += line.length + 1;
  }
  return lines;
}

function readLine(
  text: string,
  line: string,
  tokens: readonly Token[],
  mentions: readonly Mention[],
  { first, onlyNouns, isSublist }: { first: boolean; onlyNouns: boolean; isSublist: boolean },
): Reading {
  const reading = readClauses(text, tokens);
  const routed = joinClauses(reading.clauses.map((clause) => routeClause(text, clause)));
  const label = /^\W*([^:\n]{3,50}?)(?::|\s-\s)/u.exec(line)?.[1];
  const quality = QUALITY.test(label ?? line);
  // Without a verb at its start a line is a noun phrase; its verbs are nouns of action.
  const spoken = routed
    .filter(
      ({ clause }) =>
        clause.verb &&
        clause.verb.form !== 'past' &&
        !SAYS_NOTHING.test(clause.verb.base) &&
        (clause.verb.verb.alone || clause.tokens.length > clause.verb.length || routed.length > 1),
    )
    .map(oneManaged);
  const isBullet = /^\s*(?:[-*•]|\d+[.)])\s/.test(line) || (!first && tokens.length <= 5);
  const nominal = isBullet || onlyNouns ? nominalActions(reading.clauses, routed, mentions) : [];
  // "issue creation", "token swaps": the last word says what is done, whatever the first one could be.
  if (nominal.length > 0 && endsInNominal(tokens)) return { ...reading, routed, actions: nominal };
  const actions = quality && !first ? [] : readActions(spoken, mentions);
  const kinds = routed.filter(({ kind }) => kind !== 'action' || !quality);
  if (actions.length > 0) return { ...reading, routed: kinds, actions };
  if (quality && !first) return { ...reading, routed: kinds, actions: [] };
  const nouns = nominalActions(reading.clauses, kinds, mentions);
  if (nouns.length > 0) return { ...reading, routed: kinds, actions: nouns };
  return {
    ...reading,
    routed: kinds,
    actions:
      onlyNouns || (isBullet && !isSublist && tokens.length <= 5)
        ? dataActions(reading.clauses, kinds, mentions, onlyNouns)
        : [],
  };
}

/** `Playback control (play, pause)`: what stands in brackets is the list, when it is one of orders. */
function openBrackets(tokens: readonly Token[]): Token[] {
  const open = tokens.findIndex(({ text }) => text === '(');
  const close = tokens.findIndex(({ text }, i) => i > open && text === ')');
  if (open < 1 || close < 0) return [...tokens];
  const inside = tokens.slice(open + 1, close);
  const items = inside.filter(
    ({ text }, i) => i === 0 || inside[i - 1]?.text === ',' || text === ',',
  );
  const orders = items.filter(({ text }) => text !== ',');
  if (orders.length < 2 || !orders.every(({ lower }) => verbLemma(lower)?.form === 'base'))
    return [...tokens];
  return tokens.flatMap((token, i) =>
    i === open ? [{ ...token, text: ':', lower: ':' }] : i === close ? [] : [token],
  );
}

/** A noun of action at the end of a short line, of the kind that is no plain verb. */
function endsInNominal(tokens: readonly Token[]): boolean {
  const words = tokens.filter(({ kind }) => kind === 'word');
  const last = words.at(-1)?.lower ?? '';
  return (
    words.length > 1 &&
    words.length <= 4 &&
    nominalVerb(last) !== undefined &&
    verbLemma(last)?.form !== 'base'
  );
}

/** What can be looked at: named alone in a list, it is what is got. */
const DATA =
  /^(?:history|histories|reports?|balances?|prices?|quotes?|weather|forecasts?|news|headlines?|scores?|stats|statistics|rankings?|standings|results?|details|info|information|summary|summaries|status|rates?|fees?|stories|leaderboards?|charts?|data|metrics|analytics|events|schedules?|fixtures|listings?|profiles?|reviews?|ratings?|lyrics|trends|insights|holders|positions|portfolios?|departures|arrivals|times|routes|directions|recipes|transactions|volumes?|caps|coins|tokens|pools|pairs|gainers|losers)$/;

function dataActions(
  clauses: readonly Clause[],
  routed: readonly RoutedClause[],
  mentions: readonly Mention[],
  isList: boolean,
): ActionDraft[] {
  const get = verbNamed('get');
  if (!get) return [];
  const made: RoutedClause[] = [];
  for (const clause of clauses) {
    const host = routed.find((one) => one.clause === clause);
    if (host && !['action', 'nothing'].includes(host.kind)) continue;
    for (const tokens of nounChunks(clause.tokens)) {
      const head = tokens.findLast(({ kind, mention }) => kind === 'word' && !mention?.nameOnly);
      if (!head || !DATA.test(head.lower) || tokens.length > 6) continue;
      made.push({
        kind: 'action',
        text: host?.text ?? '',
        confidence: isList ? 0.6 : 0.55,
        background: false,
        clause: {
          ...clause,
          sentence: -100 - made.length,
          tokens,
          verb: { base: 'get', form: 'base', length: 0, verb: get },
          start: tokens[0]?.start ?? clause.start,
          end: tokens.at(-1)?.end ?? clause.end,
        },
      });
    }
  }
  return readActions(made, mentions);
}

/** "Meeting management" is at least making one; a list of four would be a guess. */
function oneManaged(routed: RoutedClause): RoutedClause {
  const create = verbNamed('create');
  const { clause } = routed;
  if (!create || clause.verb?.verb.class !== 'manage') return routed;
  return { ...routed, clause: { ...clause, verb: { ...clause.verb, verb: create } } };
}

/** `token transfers`, `retrieval of notes`, `cross-chain bridging`. */
function nominalActions(
  clauses: readonly Clause[],
  routed: readonly RoutedClause[],
  mentions: readonly Mention[],
): ActionDraft[] {
  const made: RoutedClause[] = [];
  for (const clause of clauses) {
    const host = routed.find((one) => one.clause === clause);
    if (host && !['action', 'nothing', 'provider'].includes(host.kind)) continue;
    for (const tokens of nounChunks(clause.tokens)) {
      const found = nominalIn(tokens);
      if (!found) continue;
      const start = tokens[0]?.start ?? clause.start;
      const end = tokens.at(-1)?.end ?? clause.end;
      made.push({
        kind: 'action',
        text: host?.text ?? '',
        confidence: 0.65,
        background: false,
        clause: {
          ...clause,
          // A sentence of its own: nothing is shared with its neighbours.
          sentence: -1 - made.length,
          tokens: found.tokens,
          verb: { base: found.base, form: 'base', length: 0, verb: found.verb },
          start,
          end,
        },
      });
    }
  }
  return readActions(made, mentions);
}

function nounChunks(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens)
    if (
      /^(?:[,:/&+]|and|or|including|supporting|providing|through|via|with|enabling|such|like|using|by|as|that|which|enables?|provides?|allows?|offers?|supports?|plugin|integration)$/.test(
        token.lower,
      )
    )
      parts.push([]);
    else parts.at(-1)?.push(token);
  return parts.filter((part) => part.length > 0);
}

function nominalIn(tokens: readonly Token[]) {
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i];
    if (token?.kind !== 'word' || token.mention?.nameOnly) continue;
    const next = tokens[i + 1];
    // Only the head of a noun phrase: "search results" searches nothing.
    if (
      next &&
      next.kind === 'word' &&
      !PREPOSITIONS.has(next.lower) &&
      !/^(?:capabilit|support|function|feature|tool|action|operation|service|control|abilit)/.test(
        next.lower,
      )
    )
      continue;
    const verb = nominalVerb(token.lower);
    if (
      !verb ||
      /^(?:interact|support|manage|track|monitor|connect|verify|save|load|use|list|start|update|process|order|test|record|plan)$/.test(
        verb.class,
      )
    )
      continue;
    const before = tokens.slice(0, i).filter(({ lower }) => !PREPOSITIONS.has(lower));
    const after = next && /^(?:of|for|to|on|from)$/.test(next.lower) ? tokens.slice(i + 2) : [];
    const used = next?.lower === 'of' || before.length === 0 ? after : before;
    if (used.length === 0 && !verb.alone) return undefined;
    return { base: token.lower, verb, tokens: used };
  }
  return undefined;
}

/** One action per class and thing; the same in other words counts once. */
function distinct(actions: readonly ActionDraft[]): ActionDraft[] {
  const seen = new Set<string>();
  return actions.filter(({ verb, words }) => {
    const key = `${verb.class} ${singular(words.at(-1) ?? '')}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
