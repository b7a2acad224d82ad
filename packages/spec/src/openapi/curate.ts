import type { Diagnostic } from '../diagnostic.js';
import { closest } from '../closest.js';
import type { FoundOperation } from './operations.js';
import type { ReadOpenApiOptions } from './options.js';
import { cleanLine } from './plain-text.js';

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

/** What people ask an agent for first: short paths, reading before writing, nothing that is going away. */
function cost({ method, path, deprecated, texts, at }: FoundOperation): number {
  const segments = path
    .split('/')
    .filter((segment) => segment !== '' && !/^(?:v\d+|api)$/i.test(segment));
  const variables = segments.filter((segment) => segment.includes('{')).length;
  const onItem = segments.at(-1)?.includes('{') === true;
  const verb =
    method === 'GET'
      ? onItem
        ? 1
        : 0
      : method === 'POST' && !onItem
        ? 1.5
        : method === 'POST'
          ? 3
          : method === 'HEAD' || method === 'OPTIONS' || method === 'TRACE'
            ? 8
            : 3;
  const silent = texts.summary === '' && texts.description === '' ? 2 : 0;
  const parameters = (at.value as Record<string, unknown>)['parameters'];
  const many = Array.isArray(parameters) ? Math.min(3, parameters.length / 12) : 0;
  const special =
    /(?:^|\/)(?:health|ping|status|internal|admin|debug|metrics|swagger|openapi|oauth|token|login|logout)(?:\/|$)/i.test(
      path,
    )
      ? 3
      : 0;
  return (
    segments.length * 1.2 +
    variables * 0.8 +
    verb +
    silent +
    many +
    special +
    (deprecated ? 100 : 0)
  );
}

const groupOf = ({ tags, path }: FoundOperation): string =>
  tags[0] ??
  path.split('/').find((segment) => segment !== '' && !/^(?:v\d+|api)$|\{/i.test(segment)) ??
  '';

/** Best first, spread over tags: one of each, then the next of each. Equal ones keep their order in the document. */
function rank(
  operations: readonly FoundOperation[],
  hits: (operation: FoundOperation) => number,
): FoundOperation[] {
  const costs = new Map(
    operations.map((operation) => [operation, cost(operation) - hits(operation) * 4]),
  );
  const by = (a: FoundOperation, b: FoundOperation) =>
    (costs.get(a) ?? 0) - (costs.get(b) ?? 0) || a.index - b.index;
  const groups = new Map<string, FoundOperation[]>();
  for (const operation of [...operations].sort(by)) {
    const group = groupOf(operation);
    const list = groups.get(group);
    if (list === undefined) groups.set(group, [operation]);
    else list.push(operation);
  }
  // The n-th of a group competes with a handicap, so that a good second beats a poor first.
  const ranked = [...groups.values()].flatMap((list) =>
    list.map((operation, place) => ({
      operation,
      weight: (costs.get(operation) ?? 0) + place * 1.5,
    })),
  );
  return ranked
    .sort((a, b) => a.weight - b.weight || a.operation.index - b.operation.index)
    .map(({ operation }) => operation);
}
