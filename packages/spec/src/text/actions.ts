import { actionName } from './action-name.js';
import type { Clause } from './clauses.js';
import type { Mention } from './entities.js';
import { INTRANSITIVE, NO_ACTION, READING, TOGETHER, verbNamed, type Verb } from './lexicon.js';
import { singular } from './lemma.js';
import { channelIn, mentionFor, nearMention } from './mention-of.js';
import { readObjects, type NounPhrase, type ObjectReading } from './noun-phrase.js';
import type { RoutedClause } from './route-clause.js';
import type { Schedule } from './schedule.js';
import { isWord, type Token } from './tokens.js';
import { ABOUT_NOUNS, PERSONS } from './word-classes.js';

/** An action as the text asks for it, before anybody knows how it will work. */
export interface ActionDraft {
  name: string;
  verb: Verb;
  /** What it is about, lower case, the head last; empty for `swap`. */
  words: string[];
  /** The same as written, plural or not. */
  given: string[];
  /** What has to be known, from `for a city`, `by name`, `with a subject and body`. */
  needs: { preposition: string; phrase: NounPhrase }[];
  clause: Clause;
  /** The clause as written. */
  text: string;
  start: number;
  end: number;
  confidence: number;
  mention?: Mention;
  schedule?: Schedule;
  background: boolean;
}

/** Heads whose antecedent belongs into the name: `its status` of a tunnel is TUNNEL_STATUS. */
const THIN = new Set([
  ...ABOUT_NOUNS,
  'price',
  'name',
  'id',
  'balance',
  'progress',
  'score',
  'link',
  'url',
]);
/** Words that may follow a verb in a name when there is nothing else. */
const WEAK_OBJECT = new Set([
  'data',
  'information',
  'info',
  'thing',
  'things',
  'stuff',
  'result',
  'results',
  'tool',
  'tools',
  'system',
]);

interface Memory {
  /** Objects of the clause before, for pronouns. */
  last: string[];
}

/** All actions of a text's clauses, each name once. */
export function readActions(
  routed: readonly RoutedClause[],
  mentions: readonly Mention[],
): ActionDraft[] {
  const drafts: ActionDraft[] = [];
  const memory: Memory = { last: [] };
  const waiting: RoutedClause[] = [];
  for (const [index, here] of routed.entries()) {
    if (here.kind !== 'action' || !here.clause.verb) continue;
    const { verb } = here.clause.verb;
    if (NO_ACTION.has(verb.class) && !here.clause.named) continue;
    const reading = objectsOf(here.clause, here);
    // "Connect to Todoist.": says with whom, not what.
    if (
      verb.class === 'connect' &&
      reading.objects.length === 0 &&
      !reading.pronoun &&
      !here.clause.topic
    )
      continue;
    const bare = here.clause.tokens.length <= here.clause.verb.length && !reading.pronoun;
    const next = routed[index + 1];
    if (
      bare &&
      next?.kind === 'action' &&
      next.clause.sentence === here.clause.sentence &&
      next.clause.verb
    ) {
      waiting.push(here);
      continue;
    }
    const made = draftsOf(here, reading, memory, mentions);
    for (const earlier of waiting.splice(0)) drafts.push(...shared(earlier, made, mentions));
    drafts.push(...made);
  }
  return unique(drafts);
}

function objectsOf(clause: Clause, here: Pick<RoutedClause, 'schedule'> = {}): ObjectReading {
  const rest = clause.tokens.slice(clause.verb?.length ?? 0);
  const when = here.schedule;
  const timeless = when
    ? rest.filter(
        ({ start, end }) => end <= clause.start + when.start || start >= clause.start + when.end,
      )
    : rest;
  return readObjects(asked(withoutParticle(clause, timeless)));
}

/** `checks if a website is up`: what is asked about is the object. */
function asked(rest: readonly Token[]): readonly Token[] {
  if (!isWord(rest[0], 'if', 'whether')) return rest;
  const verb = rest.findIndex((token) =>
    isWord(token, 'is', 'are', 'was', 'has', 'have', 'can', 'will', 'exists', 'exist'),
  );
  return rest.slice(1, verb > 0 ? verb : undefined);
}

/** `turn the lights on`: the particle at the end belongs to the verb. */
function withoutParticle(clause: Clause, rest: readonly Token[]): readonly Token[] {
  const last = rest.at(-1);
  return /^(?:turn|switch)/.test(clause.verb?.base ?? '') && isWord(last, 'on', 'off')
    ? rest.slice(0, -1)
    : rest;
}

/** Verbs that waited for the object of a later one: `join and leave voice channels`. */
function shared(
  earlier: RoutedClause,
  made: readonly ActionDraft[],
  mentions: readonly Mention[],
): ActionDraft[] {
  const verb = earlier.clause.verb?.verb;
  if (!verb) return [];
  if (INTRANSITIVE.has(verb.class) && earlier.clause.topic)
    return [draft(earlier, verb, topicWords(earlier.clause), [], mentions)];
  if (made.length === 0) return [draft(earlier, verb, [], [], mentions)];
  return made.map(({ given, needs }) => draft(earlier, verb, given, needs, mentions));
}

function draftsOf(
  here: RoutedClause,
  reading: ObjectReading,
  memory: Memory,
  mentions: readonly Mention[],
): ActionDraft[] {
  const verb = here.clause.verb?.verb;
  if (!verb) return [];
  const needs = [
    ...reading.complements,
    ...reading.owners.map((phrase) => ({ preposition: 'of', phrase })),
  ];
  if (verb.class === 'remind') return reminder(here, needs, mentions);
  const phrases =
    reading.pronoun && reading.objects.length === 0 ? [] : objectPhrases(reading, verb);
  if (phrases.length === 0) {
    const inherited =
      reading.pronoun || here.clause.topic === undefined ? memory.last : topicWords(here.clause);
    return [
      draft(
        here,
        verb,
        inherited.length > 0 ? inherited : topicWords(here.clause),
        needs,
        mentions,
      ),
    ];
  }
  const made: ActionDraft[] = [];
  const several =
    mentions.filter(({ span }) => span[0] >= here.clause.start && span[1] <= here.clause.end)
      .length > 1;
  for (const [index, phrase] of phrases.entries()) {
    let words = objectWords(phrase);
    const head = words.at(-1) ?? '';
    if (
      phrase.determiner === 'its' &&
      words.length === 1 &&
      THIN.has(head) &&
      memory.last.length > 0
    )
      words = [...memory.last.slice(-2).map(singular), head];
    const one = draft(here, verb, words, needs, mentions);
    // "notes from A, news from B": each thing has the name behind it.
    const own = several
      ? nearMention(mentions, phrase.end, phrases[index + 1]?.start ?? here.clause.end)
      : undefined;
    made.push(own ? { ...one, mention: own } : one);
  }
  const owner = phrases.at(-1)?.words ?? [];
  memory.last = owner.filter((word) => !THIN.has(word)).slice(-2);
  if (memory.last.length === 0) memory.last = owner;
  return verb.class === 'manage' ? made.flatMap((one) => managed(one, here, mentions)) : made;
}

/** Reminding is done by creating a reminder; before a date that is stored it needs no action at all. */
function reminder(
  here: RoutedClause,
  needs: ActionDraft['needs'],
  mentions: readonly Mention[],
): ActionDraft[] {
  const create = verbNamed('create');
  if (!create || here.clause.condition.length > 0 || /\bbefore\b/i.test(here.text)) return [];
  return [draft(here, create, ['reminder'], needs, mentions)];
}

/** `manage issues` without saying how is the usual four. */
function managed(
  one: ActionDraft,
  here: RoutedClause,
  mentions: readonly Mention[],
): ActionDraft[] {
  return (['create', 'list', 'update', 'delete'] as const).map((name) => ({
    ...draft(
      here,
      { class: name, name: name.toUpperCase(), noun: false, alone: false },
      one.given,
      one.needs,
      mentions,
    ),
    confidence: 0.6,
  }));
}

/** Objects to make actions of; a list is taken apart unless the verb takes it whole. */
function objectPhrases(reading: ObjectReading, verb: Verb): NounPhrase[] {
  let phrases = reading.objects.filter(
    ({ words }) => !words.every((word) => /^(?:me|us|you|them|him|her)$/.test(word)),
  );
  if (verb.class === 'search') {
    // "search the directory for people": what is looked for is the object.
    const wanted = reading.complements.find(({ preposition }) => preposition === 'for')?.phrase;
    if (phrases.length === 0 && wanted) return [wanted];
  }
  if (phrases.length > 1) {
    const things = phrases.filter(({ words }) => !words.every((word) => PERSONS.has(word)));
    if (things.length > 0) phrases = things;
  }
  if (phrases.length === 0) {
    const about = reading.complements.find(({ preposition }) =>
      /^(?:about|to|on|of|for|from|through|with|at)$/.test(preposition),
    )?.phrase;
    if (
      !about ||
      (verb.alone && !(/^(?:about|through)$/.test(aboutIn(reading)) || verb.name === 'REPLY'))
    )
      return [];
    return [about];
  }
  return TOGETHER.has(verb.class) ? phrases.slice(0, 1) : phrases;
}

const aboutIn = (reading: ObjectReading) => reading.complements[0]?.preposition ?? '';

function topicWords(clause: Clause): string[] {
  const topic = clause.topic;
  if (!topic) return [];
  const reading = topic.verb ? objectsOf(topic) : readObjects(topic.tokens);
  const phrase =
    reading.objects[0] ??
    reading.complements.find(({ preposition }) => /^(?:with|of|on|for|in)$/.test(preposition))
      ?.phrase;
  const words = objectWords(phrase).slice(-1);
  return words.every((word) => PERSONS.has(word)) ? [] : words;
}

const objectWords = (phrase: NounPhrase | undefined): string[] =>
  phrase ? phrase.words.filter((word, i) => !(i > 0 && word === phrase.words[i - 1])) : [];

/** One thing is created, sent, deleted; several are read. */
function forVerb(words: readonly string[], verb: Verb): string[] {
  const kept =
    words.length > 1 && !READING.has(verb.class) && words[0] === 'new' ? words.slice(1) : words;
  if (READING.has(verb.class) || verb.class.startsWith('turn_')) return [...kept];
  return kept.map((word, i) => (i === kept.length - 1 ? singular(word) : word));
}

function draft(
  here: RoutedClause,
  verb: Verb,
  given: readonly string[],
  needs: ActionDraft['needs'],
  mentions: readonly Mention[],
): ActionDraft {
  const { clause } = here;
  const words = forVerb(given, verb);
  const mention =
    (verb.class === 'send' ? channelIn(clause, mentions) : undefined) ??
    mentionFor(clause, mentions);
  const parts = [
    verb.name,
    ...words.map((word) =>
      word
        .replace(/[^\p{L}\p{N}]+/gu, '')
        .normalize('NFKD')
        .replace(/[^A-Za-z0-9]/g, ''),
    ),
  ].filter(Boolean);
  const weak = words.every((word) => WEAK_OBJECT.has(word));
  // An action that is only a verb gets the brand: it must not be mistaken for everybody's.
  if (words.length === 0 && mention && !verb.alone) parts.push(mention.name);
  return {
    name: actionName(parts),
    verb,
    words,
    given: [...given],
    needs,
    clause,
    text: here.text,
    start: clause.start,
    end: clause.end,
    confidence: Math.min(here.confidence, weak && !verb.alone ? 0.55 : 0.9),
    background: here.background,
    ...(mention && { mention }),
    ...(here.schedule && { schedule: here.schedule }),
  };
}

function unique(drafts: readonly ActionDraft[]): ActionDraft[] {
  const seen = new Set<string>();
  return drafts.filter(({ name }) => !seen.has(name) && seen.add(name) !== undefined);
}
