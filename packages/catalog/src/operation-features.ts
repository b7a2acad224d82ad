import type { CatalogOperation } from './operations-of.js';
import { singular, splitWords, termsOf } from './terms.js';
import { type VerbClass, verbClasses } from './verbs.js';

/** An operation as the ranking sees it. */
export interface Features {
  operation: CatalogOperation;
  /** Term → weight of the best field that holds it. */
  terms: ReadonlyMap<string, number>;
  /** Words of the last fixed part of the path: the resource the operation is about. */
  tail: ReadonlySet<string>;
  /** The fixed part before it ends in a variable one: one item, not a collection. */
  item: boolean;
  /** Fixed parts, variable parts. */
  segments: number;
  variables: number;
  /** What the operation does by its own words; absent: only the method says. */
  verb: VerbClass | undefined;
  /** Belongs to whoever asks: `/me/…`. */
  own: boolean;
  /** First noun of the summary: what the operation itself says it is about. */
  subject: string | undefined;
  /** For administrators, or for many things at once. */
  special: ReadonlySet<string>;
}

export interface DocumentFeatures {
  operations: readonly Features[];
  /** Operations per term. */
  frequency: ReadonlyMap<string, number>;
  /** Methods of the document; where DELETE is never used, POST deletes. */
  methods: ReadonlySet<string>;
}

const fields = { summary: 3, id: 2.4, path: 1.8 } as const;
/** An operation with one of these is seldom meant unless it is named. */
const specialWords = new Set(
  'admin bulk batch mass test internal legacy deprecated sandbox preview enterprise validate validation'.split(
    ' ',
  ),
);
const ownWords = new Set(['me', 'my', 'mine', 'myself', 'own', 'self', 'authenticated']);

function pathParts(path: string) {
  // Some documents write query values and variants into the path.
  const fixed: string[] = [];
  let last: 'fixed' | 'variable' = 'fixed';
  let variables = 0;
  for (const part of path.split(/[/?#&:]/)) {
    if (part === '') continue;
    if (/^[^{]*=?\{[^}]*\}/.test(part) && !/^[a-z]+\{/i.test(part)) {
      variables += 1;
      last = 'variable';
      continue;
    }
    if (/^(?:v\d[\w.-]*|\d[\d.-]*|api|rest|json|xml)$/i.test(part)) continue;
    fixed.push(part.replace(/\.(?:json|xml|php|format)$|\{[^}]*\}/gi, ' '));
    last = 'fixed';
  }
  return { fixed, variables, item: last === 'variable' };
}

function operationVerb(operation: CatalogOperation): VerbClass | undefined {
  for (const text of [
    operation.summary,
    operation.operationId ?? '',
    operation.path.split(/[/.]/).at(-1) ?? '',
  ])
    for (const word of splitWords(text).slice(0, text === operation.summary ? 2 : 6)) {
      const found = verbClasses(word)[0] ?? verbClasses(singular(word))[0];
      if (found !== undefined) return found;
    }
  return undefined;
}

function featuresOf(operation: CatalogOperation): Features {
  const { fixed, variables, item } = pathParts(operation.path);
  const terms = new Map<string, number>();
  const note = (words: readonly string[], weight: number) => {
    for (const word of words) if ((terms.get(word) ?? 0) < weight) terms.set(word, weight);
  };
  note(termsOf(fixed.join(' ')), fields.path);
  const idTerms = termsOf(operation.operationId ?? '');
  note(idTerms, fields.id);
  const summaryTerms = termsOf(operation.summary);
  // What a long sentence says late says little.
  note(summaryTerms.slice(8), 1.2);
  note(summaryTerms.slice(0, 8), fields.summary);
  const words = [...splitWords(operation.path), ...splitWords(operation.operationId ?? '')];
  return {
    operation,
    terms,
    tail: new Set(termsOf(fixed.at(-1) ?? '')),
    item,
    segments: fixed.length,
    variables,
    verb: operationVerb(operation),
    own:
      words.some((word) => ownWords.has(word)) ||
      /\b(?:me|my|authenticated user|current user)\b/i.test(operation.summary),
    subject: summaryTerms.find((term, at) => at < 3 && verbClasses(term).length === 0),
    special: new Set([...terms.keys()].filter((term) => specialWords.has(term))),
  };
}

const known = new WeakMap<readonly CatalogOperation[], DocumentFeatures>();

/** The features of a document's operations; kept as long as the list itself is. */
export function documentFeatures(operations: readonly CatalogOperation[]): DocumentFeatures {
  const before = known.get(operations);
  if (before !== undefined) return before;
  const features = operations.map(featuresOf);
  const frequency = new Map<string, number>();
  for (const { terms } of features)
    for (const term of terms.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const result = {
    operations: features,
    frequency,
    methods: new Set(operations.map((operation) => operation.method)),
  };
  known.set(operations, result);
  return result;
}
