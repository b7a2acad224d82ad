import { documentFeatures, type DocumentFeatures, type Features } from './operation-features.js';
import type { CatalogOperation } from './operations-of.js';
import { type Phrase, readPhrase, type TermRole } from './phrase.js';
import { synonymsOf, type VerbClass, verbClasses } from './verbs.js';

export interface RankedOperation {
  operation: CatalogOperation;
  /** Only to compare operations of one phrase. */
  score: number;
  /** What spoke for it, for people: `issue in summary`, `POST creates`. */
  reasons: string[];
}

export interface Ranking {
  /** Best first. */
  ranked: RankedOperation[];
  /** Nothing fits; `ranked` still holds what came nearest. */
  abstain: boolean;
}

/** Methods a class of verbs usually goes with, and those that can stand in for it. */
const methodsOf: Readonly<Record<VerbClass, readonly string[]>> = {
  read: ['GET'],
  list: ['GET'],
  search: ['GET'],
  create: ['POST'],
  update: ['PATCH', 'PUT'],
  delete: ['DELETE'],
  act: ['POST', 'PUT'],
};
const reading = new Set<VerbClass>(['read', 'list', 'search']);

/** A synonym counts, but less than the word itself. */
const synonymShare = 0.55;

interface Match {
  share: number;
  tail: boolean;
  by: string;
}

function matchTerm(term: string, features: Features): Match | undefined {
  const direct = features.terms.get(term);
  if (direct !== undefined) return { share: direct / 3, tail: features.tail.has(term), by: term };
  let best: Match | undefined;
  for (const other of synonymsOf(term)) {
    const weight = features.terms.get(other);
    if (weight === undefined) continue;
    const share = (weight / 3) * synonymShare;
    if (best === undefined || share > best.share)
      best = { share, tail: features.tail.has(other), by: other };
  }
  return best;
}

function methodScore(phrase: Phrase, method: string, document: DocumentFeatures): number {
  const main = phrase.classes[0];
  if (main === undefined) return 0;
  const usual = phrase.classes.flatMap((name) => methodsOf[name]);
  if (usual.includes(method)) return 2.5;
  const write = !phrase.classes.some((name) => reading.has(name));
  // Where a document never uses the usual methods, POST does the work.
  if (method === 'POST' && !usual.some((one) => document.methods.has(one))) return 1.5;
  if (write) return method === 'GET' || method === 'HEAD' ? -3.5 : -0.5;
  if (method === 'POST') return -1.5;
  return -3;
}

function shapeScore(phrase: Phrase, features: Features): number {
  const [main] = phrase.classes;
  if (main === 'list') return features.item ? -1.5 : 1;
  if (main === 'search')
    return (features.item ? -1.5 : 1) + (features.terms.has('search') ? 2.5 : 0);
  if (main === 'create') return features.item ? -0.7 : 0.7;
  if (main === 'update' || main === 'delete') return features.item ? 0.8 : 0;
  if (main === 'read') return features.item === phrase.many ? -0.6 : 0.6;
  return 0;
}

function verbScore(phrase: Phrase, features: Features): number {
  if (phrase.verb === undefined) return 0;
  const exact = features.terms.has(phrase.verb) ? 0.8 : 0;
  if (features.verb === undefined) return exact;
  if (phrase.classes.includes(features.verb)) return 1.5 + exact;
  // "Reboot a server" is not "create a server".
  if (phrase.classes[0] === 'act' && features.verb === 'create') return exact - 1;
  const asks = phrase.classes.some((name) => reading.has(name));
  return exact + (asks === reading.has(features.verb) ? 0 : -1.5);
}

const weights: Readonly<Record<TermRole, number>> = {
  verb: 1,
  head: 1,
  modifier: 0.8,
  context: 0.6,
};
/** What a word costs that the operation does not have. */
const absence: Readonly<Record<TermRole, number>> = {
  verb: 0,
  head: 2,
  modifier: 1.2,
  context: 0.8,
};

interface Words {
  score: number;
  /** Share of what was asked for that the operation has, 0 to 1. */
  coverage: number;
  /** It has the head, or a synonym. */
  head: boolean;
  reasons: string[];
}

/** A search over everything ("GET /search") has no word for what is searched. */
function searchesAll(phrase: Phrase, features: Features): boolean {
  return (
    phrase.classes[0] === 'search' &&
    features.tail.size === 1 &&
    features.tail.has('search') &&
    features.segments <= 1
  );
}

function wordScore(phrase: Phrase, features: Features, document: DocumentFeatures): Words {
  const total = document.operations.length;
  const anything = searchesAll(phrase, features);
  const result: Words = { score: anything ? 3 : 0, coverage: 0, head: anything, reasons: [] };
  let have = 0;
  let wanted = 0;
  for (const { term, role } of phrase.terms) {
    const frequency = document.frequency.get(term) ?? 0;
    // A verb that the document never uses may be said in another way there.
    const importance = role === 'verb' && frequency === 0 ? 0.4 : weights[role];
    wanted += importance;
    const match = matchTerm(term, features);
    if (match === undefined) {
      if (anything && role === 'head') have += importance;
      // A verb that other operations of the document have is missing here.
      else result.score -= role === 'verb' && frequency > 0 ? 1 : absence[role];
      continue;
    }
    have += importance * Math.min(1, match.share * 1.4);
    if (role === 'head') result.head = true;
    const idf =
      frequency === 0 ? 2 : Math.min(5, Math.max(1, Math.log(1 + total / (frequency + 0.5))));
    result.score += weights[role] * match.share * (1 + idf);
    if (match.tail) result.score += role === 'head' ? 1.8 : role === 'verb' ? 1.2 : 0.3;
    if (role === 'head' && features.subject === match.by) result.score += 1.2;
    result.reasons.push(match.by === term ? term : `${match.by} for ${term}`);
  }
  result.coverage = wanted === 0 ? 0 : have / wanted;
  return result;
}

/** The resource at the end of the path should be what was asked for, and nothing more than that. */
function excess(phrase: Phrase, features: Features): number {
  let strangers = 0;
  for (const word of features.tail)
    if (!asked(phrase, word) && !sayTheSame(phrase, word)) strangers += 1;
  let cost = Math.min(2.4, strangers * 0.9);
  if (features.tail.size > 0 && strangers === features.tail.size) cost += 0.8;
  let others = 0;
  for (const term of features.terms.keys())
    if (!asked(phrase, term) && verbClasses(term).length === 0) others += 1;
  cost += 0.15 * Math.min(12, others);
  for (const word of features.special) cost += asked(phrase, word) ? -2 : 1.5;
  return cost;
}

/** What an operation that does something named in its body is called. */
const anyAction = new Set(['action', 'command']);

/** "Reboot" and the like: done to one thing, by an operation below it, never by adding one to the list. */
function actScore(phrase: Phrase, features: Features): number {
  if (phrase.classes[0] !== 'act' || features.operation.method === 'GET') return 0;
  if ([...features.tail].some((word) => anyAction.has(word))) return 1.5;
  const head = phrase.terms.find(({ role }) => role === 'head')?.term;
  const adds = features.operation.method === 'POST' && !features.item && features.tail.size === 1;
  return adds && head !== undefined && features.tail.has(head) ? -3 : 0;
}

/** A verb of the class that is asked for: `list`, where "show" was said. */
function sayTheSame(phrase: Phrase, word: string): boolean {
  return verbClasses(word).some((name) => phrase.classes.includes(name));
}

function asked(phrase: Phrase, word: string): boolean {
  return (
    word === phrase.verb ||
    (phrase.classes[0] === 'act' && anyAction.has(word)) ||
    phrase.terms.some(({ term }) => term === word || synonymsOf(term).has(word))
  );
}

interface Scored extends RankedOperation {
  words: Words;
}

function scoreOne(phrase: Phrase, features: Features, document: DocumentFeatures): Scored {
  const { operation } = features;
  const words = wordScore(phrase, features, document);
  const method = methodScore(phrase, operation.method, document);
  let score = words.score + method + verbScore(phrase, features) + shapeScore(phrase, features);
  score += actScore(phrase, features) - excess(phrase, features);
  if (phrase.own) score += features.own ? 2.5 : 0;
  else if (features.own) score -= 0.5;
  if (features.segments === 1 && features.tail.size === 1) score += mainResource;
  score -= 0.3 * Math.max(0, features.segments - 1) + 0.2 * features.variables;
  if (operation.deprecated) score -= 1.5;
  const reasons = method > 0 ? [...words.reasons, operation.method] : words.reasons;
  return { operation, score, reasons, words };
}

/** `/projects` rather than `/schemes/projects`, when both are about projects. */
const mainResource = 0.8;

/** Least share of what was asked for that the best operation must have. */
const leastCoverage = 0.34;

/**
 * The operations that a phrase such as "comment on an issue" may mean, best first.
 * `abstain`: the document has nothing like it; take none of them without asking.
 */
export function rankOperations(
  text: string,
  operations: readonly CatalogOperation[],
  options: { limit?: number } = {},
): Ranking {
  const phrase = readPhrase(text);
  const document = documentFeatures(operations);
  const scored = document.operations.map((features) => scoreOne(phrase, features, document));
  scored.sort((one, other) => other.score - one.score);
  const best = scored[0]?.words;
  const abstain =
    best === undefined || best.coverage < leastCoverage || (!best.head && best.coverage < 0.5);
  const ranked = scored
    .slice(0, options.limit ?? 3)
    .map(({ operation, score, reasons }) => ({ operation, score, reasons }));
  return { ranked, abstain };
}
