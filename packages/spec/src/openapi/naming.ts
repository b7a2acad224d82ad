import { createHash } from 'node:crypto';
import { actionKey } from '../names.js';

/** Longest action name that every model provider takes (OpenAI: 64). */
const MAX_NAME = 64;
/** A prefix leaves most of the name to the operation. */
const MAX_PREFIX = 24;

const hash = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length).toUpperCase();

/** `getPetById`, `get-pet-by-id`, `HTTPServer2List`: the words in them, ASCII. */
export function wordsOf(text: string): string[] {
  return (
    text
      .slice(0, 500)
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      // APIs, URLs: one word, not "AP Is".
      .replace(/([A-Z]{2,})s(?![a-z])/g, '$1S')
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
      .match(/[A-Za-z0-9]+/g) ?? []
  );
}

const upper = (words: readonly string[]): string => words.join('_').toUpperCase();

/** Says what every API is. */
const GENERIC =
  /^(?:apis?|rest|restful|web|http|v?\d+|service|services|server|openapi|swagger|spec|specification|documentation|docs|reference|public|the)$/i;

/** `PET_STORE` from the words of a name, whole words up to the limit. */
export function prefixFrom(text: string): string {
  const words = wordsOf(text);
  while (words.length > 1 && GENERIC.test(words.at(-1) ?? '')) words.pop();
  while (words.length > 1 && upper(words).length > MAX_PREFIX) words.pop();
  const prefix = upper(words).slice(0, MAX_PREFIX).replace(/_+$/, '');
  return /^[A-Z]/.test(prefix)
    ? prefix
    : prefix === ''
      ? 'API'
      : `API_${prefix}`.slice(0, MAX_PREFIX);
}

/** `upper` snake words behind `prefix`, unless they start with it already; cut at {@link MAX_NAME} with a hash of `identity`. */
function nameFrom(words: readonly string[], prefix: string, identity: string): string {
  const own = upper(words);
  const name = own === prefix || own.startsWith(`${prefix}_`) ? own : `${prefix}_${own}`;
  if (name.length <= MAX_NAME) return name;
  return `${name.slice(0, MAX_NAME - 7).replace(/_+$/, '')}_${hash(identity, 6)}`;
}

const VERBS: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'check',
  POST: 'create',
  PUT: 'replace',
  PATCH: 'update',
  DELETE: 'delete',
  OPTIONS: 'options',
};

function singular(word: string): string {
  if (/(?:ss|us|is)$/i.test(word) || word.length < 4) return word;
  const [, stem = '', ending = ''] = /^(.*?)(ies|(?<=x|ch|sh|ss)es|s)?$/i.exec(word) ?? [];
  return ending.toLowerCase() === 'ies' ? `${stem}y` : stem;
}

/** What a method does to a path, in words: `list pets`, `get pet`, `create pet`. */
export function phraseOf(method: string, path: string): { verb: string; words: string[] } {
  const segments = path.split(/[/?#]/).filter((segment) => segment !== '');
  const fixed = segments.filter(
    (segment) => !segment.includes('{') && !/^(?:v\d+(?:\.\d+)*|api|rest)$/i.test(segment),
  );
  const last = segments.at(-1) ?? '';
  const onItem = last.includes('{');
  const verb = method === 'GET' && !onItem ? 'list' : (VERBS[method] ?? method.toLowerCase());
  const parts = fixed.slice(-3).map(wordsOf);
  const tail = parts.at(-1);
  if (tail !== undefined && tail.length > 0 && (onItem || method === 'POST')) {
    tail.push(singular(tail.pop() ?? ''));
  }
  const words = parts.flat();
  return { verb: words.length === 0 && verb === 'list' ? 'get' : verb, words };
}

/** What names one operation apart from all others of a document. */
export interface NamedOperation {
  method: string;
  path: string;
  operationId: string | undefined;
}

/**
 * One action name for each operation, in order; all distinct for the runtime and stable: they depend on the document
 * only, not on which operations are chosen.
 */
export function actionNames(operations: readonly NamedOperation[], prefix: string): string[] {
  const taken = new Set<string>();
  return operations.map(({ method, path, operationId }) => {
    const identity = `${method} ${path} ${operationId ?? ''}`;
    const phrase = phraseOf(method, path);
    const ids = wordsOf(operationId ?? '');
    // An id of digits or one letter says less than method and path.
    const words =
      upper(ids).replace(/[\d_]/g, '').length >= 2 ? ids : [phrase.verb, ...phrase.words];
    let name = nameFrom(words, prefix, identity);
    const isTaken = () => taken.has(actionKey(name));
    if (isTaken() && words === ids) {
      name = nameFrom([...words, method], prefix, identity);
    } else if (isTaken()) {
      const whole = wordsOf(path.replaceAll('{', ' by '));
      name = nameFrom([phrase.verb, ...whole], prefix, identity);
    }
    for (let n = 0; isTaken(); n++) {
      name = `${name.slice(0, MAX_NAME - 7).replace(/_+$/, '')}_${hash(`${identity} ${n}`, 6)}`;
    }
    taken.add(actionKey(name));
    return name;
  });
}

/** Other words for the same action, two to five; none of them the name of another action (`taken`). */
export function similesOf(
  operation: NamedOperation & { summary: string },
  name: string,
  prefix: string,
  taken: ReadonlySet<string>,
): string[] {
  const { verb, words } = phraseOf(operation.method, operation.path);
  const bare = name.startsWith(`${prefix}_`) ? name.slice(prefix.length + 1) : name;
  const others: Readonly<Record<string, string[]>> = {
    list: ['list', 'find', 'show'],
    get: ['get', 'show', 'fetch'],
    create: ['create', 'add', 'new'],
    replace: ['replace', 'set', 'update'],
    update: ['update', 'change', 'edit'],
    delete: ['delete', 'remove'],
  };
  const tail = words.slice(-2);
  const summary = wordsOf(operation.summary);
  const candidates = [
    bare,
    ...(summary.length >= 2 && summary.length <= 5 ? [upper(summary)] : []),
    ...(tail.length === 0 ? [] : (others[verb] ?? [verb]).map((word) => upper([word, ...tail]))),
    `CALL_${bare}`,
    `USE_${bare}`,
  ];
  const found = [...new Set(candidates)].filter(
    (text) =>
      text !== name &&
      !taken.has(text) &&
      text.length <= MAX_NAME &&
      /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(text),
  );
  // The two made-up ones only fill up.
  const real = found.filter((text) => !text.startsWith('CALL_') && !text.startsWith('USE_'));
  return (real.length >= 2 ? real : found).slice(0, 5);
}
