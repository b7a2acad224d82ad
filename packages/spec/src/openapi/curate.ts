import type { Diagnostic } from '@plugwright/errors';
import { closest } from '../closest.js';
import type { FoundOperation } from './operations.js';
import type { ReadOpenApiOptions } from './options.js';
import { cleanLine } from './plain-text.js';
import { ownList } from './value.js';

/** Actions of a plugin unless asked otherwise. Models choose worse among more (see FastMCP's own advice on converted servers). */
export const DEFAULT_MAX_ACTIONS = 24;
/** A spec holds 64 components; some are left for the owner. */
export const MOST_ACTIONS = 60;
export const DEFAULT_MAX_TOKENS = 8000;

/** Candidates for actions, best first. `all`: every one is wanted, whatever it costs. */
export interface Selection {
  candidates: FoundOperation[];
  all: boolean;
  problems: Diagnostic[];
}

type Filters = Pick<ReadOpenApiOptions, 'operations' | 'tags' | 'paths' | 'methods' | 'words'>;

const given = (list: readonly string[] | undefined): list is readonly string[] =>
  list !== undefined && list.length > 0;

export function selectOperations(
  operations: readonly FoundOperation[],
  filters: Filters,
): Selection {
  if (given(filters.operations)) return selectNamed(operations, filters.operations);
  let rest = [...operations];
  const keep = (test: (operation: FoundOperation) => boolean) => {
    rest = rest.filter(test);
  };
  if (given(filters.tags)) {
    const tags = new Set(filters.tags.map((tag) => tag.toLowerCase()));
    keep((operation) => operation.tags.some((tag) => tags.has(tag.toLowerCase())));
  }
  if (given(filters.paths)) {
    const globs = filters.paths.map(globMatcher);
    keep((operation) => globs.some((matches) => matches(operation.path)));
  }
  if (given(filters.methods)) {
    const methods = new Set(filters.methods.map((method) => method.toUpperCase()));
    keep((operation) => methods.has(operation.method));
  }
  const hits = new Map<FoundOperation, number>();
  if (given(filters.words)) {
    const words = filters.words.flatMap(
      (word) => word.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
    );
    for (const operation of rest) hits.set(operation, wordHits(operation, words));
    keep((operation) => (hits.get(operation) ?? 0) > 0);
  }
  if (rest.length === 0) {
    return {
      candidates: [],
      all: false,
      problems: [
        {
          code: 'PW_OPENAPI_NOTHING_SELECTED',
          severity: 'error',
          message: `None of the ${operations.length} operations fits what was asked for.`,
          hint: tagHint(operations),
          path: '/paths',
        },
      ],
    };
  }
  return {
    candidates: rank(rest, (operation) => hits.get(operation) ?? 0),
    all: false,
    problems: [],
  };
}

function tagHint(operations: readonly FoundOperation[]): string {
  const tags = [...new Set(operations.flatMap((operation) => operation.tags))].slice(0, 12);
  return tags.length === 0
    ? 'Ask for less, or name operations as METHOD /path.'
    : `Ask for less, or use these tags: ${tags.map((tag) => JSON.stringify(tag)).join(', ')}.`;
}

function selectNamed(operations: readonly FoundOperation[], wanted: readonly string[]): Selection {
  const byName = new Map<string, FoundOperation>();
  const put = (key: string, operation: FoundOperation) => {
    if (!byName.has(key)) byName.set(key, operation);
  };
  // Exact ids win over action names, and both over what differs only in case.
  for (const operation of operations) {
    if (operation.operationId !== undefined) put(operation.operationId, operation);
    put(`${operation.method} ${operation.path}`, operation);
  }
  for (const operation of operations) {
    put(operation.action, operation);
    put(`${operation.method} ${operation.path}`.toLowerCase(), operation);
    if (operation.operationId !== undefined) put(operation.operationId.toLowerCase(), operation);
  }
  const candidates = new Set<FoundOperation>();
  const problems: Diagnostic[] = [];
  for (const text of wanted) {
    const name = text.trim().replace(/\s+/g, ' ');
    const found = byName.get(name) ?? byName.get(name.toLowerCase());
    if (found !== undefined) {
      candidates.add(found);
      continue;
    }
    const near = closest(name, byName.keys());
    problems.push({
      code: 'PW_OPENAPI_OPERATION_UNKNOWN',
      severity: 'error',
      message: `The document has no operation ${JSON.stringify(cleanLine(name).slice(0, 120))}.`,
      hint:
        near === undefined
          ? 'Use an operation id, an action name, or METHOD /path.'
          : `Did you mean ${JSON.stringify(cleanLine(near).slice(0, 160))}?`,
      path: '/paths',
    });
  }
  return { candidates: [...candidates], all: true, problems };
}

/** `*` is any part of a segment, `**` any number of segments. */
function globMatcher(glob: string): (path: string) => boolean {
  const source = glob
    .split(/(\*+)/)
    .map((part) =>
      part === '*'
        ? '[^/]*'
        : part.startsWith('**')
          ? '.*'
          : part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'),
    )
    .join('');
  const pattern = new RegExp(`^/?${source.replace(/^\//, '')}$`, 'i');
  return (path) => path.length <= 2000 && pattern.test(path);
}

function wordHits(
  { operationId, path, texts, tags }: FoundOperation,
  words: readonly string[],
): number {
  const strong = `${operationId ?? ''} ${path} ${tags.join(' ')} ${texts.summary}`.toLowerCase();
  const weak = texts.description.slice(0, 1000).toLowerCase();
  return words.reduce(
    (sum, word) => sum + (strong.includes(word) ? 3 : weak.includes(word) ? 1 : 0),
    0,
  );
}

const isFixed = (segment: string) => segment !== '' && !segment.includes('{');
const isVersion = (segment: string) => /^(?:v\d+(?:\.\d+)*|api|rest)$/i.test(segment);
/** About the server or the caller's session, not about what the API is for. */
const HOUSEKEEPING =
  /(?:^|[/.])(?:health|healthz|ping|status|internal|admin|debug|metrics|swagger|openapi|oauth2?|token|login|logout|test)(?:[/.]|$)/i;

/** What people ask an agent for first: reading and creating, near the root, nothing that is going away. */
function cost({ method, path, deprecated, texts, at }: FoundOperation): number {
  const segments = path.split(/[/?#]/).filter((segment) => segment !== '' && !isVersion(segment));
  const fixed = segments.filter(isFixed).length;
  const onItem = segments.at(-1)?.includes('{') === true;
  const verbs: Readonly<Record<string, number>> = {
    GET: 0,
    POST: onItem ? 1.5 : 0.4,
    PATCH: 1.5,
    PUT: 1.5,
    DELETE: 2,
  };
  const silent = texts.summary === '' && texts.description === '' ? 1.5 : 0;
  const many = Math.min(3, ownList(at.value, 'parameters').length / 12);
  return (
    fixed * 1.2 +
    (segments.length - fixed) * 0.5 +
    (verbs[method] ?? 8) +
    silent +
    many +
    (HOUSEKEEPING.test(path) ? 3 : 0) +
    (deprecated ? 100 : 0)
  );
}

const groupOf = ({ tags, path }: FoundOperation): string =>
  tags[0] ?? path.split('/').find((segment) => isFixed(segment) && !isVersion(segment)) ?? '';

/**
 * Best first. Operations of one tag compete with a growing handicap, so that all parts of an API are seen;
 * parts with many operations are what the API is about and go first. Equal ones keep the document's order.
 */
function rank(
  operations: readonly FoundOperation[],
  hits: (operation: FoundOperation) => number,
): FoundOperation[] {
  const groups = new Map<string, { operation: FoundOperation; weight: number }[]>();
  for (const operation of operations) {
    const entry = { operation, weight: cost(operation) - hits(operation) * 4 };
    const group = groups.get(groupOf(operation));
    if (group === undefined) groups.set(groupOf(operation), [entry]);
    else group.push(entry);
  }
  const by = (a: { operation: FoundOperation; weight: number }, b: typeof a) =>
    a.weight - b.weight || a.operation.index - b.operation.index;
  return [...groups.values()]
    .flatMap((group) =>
      group.sort(by).map(({ operation, weight }, place) => ({
        operation,
        weight: weight + place * 1.1 - Math.log2(group.length) * 0.9,
      })),
    )
    .sort(by)
    .map(({ operation }) => operation);
}
