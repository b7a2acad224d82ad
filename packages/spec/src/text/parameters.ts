import type { Parameter } from '../plugin-spec.js';
import { isReservedName } from '../reserved-names.js';
import type { ActionDraft } from './actions.js';
import { singular } from './lemma.js';
import type { NounPhrase } from './noun-phrase.js';
import { textParameter } from './spec-draft.js';
import { EMPTY_ADJECTIVES, PERSONS } from './word-classes.js';

const OPEN = new Set([
  'a',
  'an',
  'the',
  'any',
  'this',
  'that',
  'each',
  'every',
  'their',
  'his',
  'its',
  's',
]);
/** Where things are, not what has to be known. */
const PLACE = new Set([
  'agent',
  'memory',
  'web',
  'internet',
  'context',
  'chat',
  'conversation',
  'network',
  'networks',
  'chain',
  'platform',
  'file',
  'database',
  'background',
  'time',
  'day',
  'week',
  'hour',
  'market',
  'world',
  'api',
  'result',
  'results',
  'data',
  'backups',
  'plugin',
  'way',
  'channel',
  'server',
  'backup',
  'one',
  'model',
  'account',
  'key',
  'keys',
  'token',
  'secret',
  'credentials',
  'password',
]);
const NUMERIC =
  /^(?:amount|count|number|limit|quantity|price|percent|percentage|radius|size|width|height|latitude|longitude|brightness|volume|temperature|duration|days|hours|minutes|age|weight|value|score|sum|total)$/;

export const camelName = (words: readonly string[]): string => {
  const parts = words.flatMap((word) => word.split(/[^A-Za-z0-9]+/)).filter(Boolean);
  const name = parts
    .map((part, i) =>
      i === 0 ? part.toLowerCase() : part.slice(0, 1).toUpperCase() + part.slice(1).toLowerCase(),
    )
    .join('')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 40);
  return name === '' || isReservedName(name) ? '' : name;
};

/** What an action has to be told, as far as the clause says: `for a city`, `by name`, `with a subject and body`. */
export function parametersOf(action: ActionDraft): Parameter[] {
  const found: Parameter[] = [];
  const add = (parameter: Parameter | undefined) => {
    if (
      parameter &&
      found.length < 8 &&
      !found.some(({ name }) => name.toLowerCase() === parameter.name.toLowerCase())
    )
      found.push(parameter);
  };
  for (const { preposition, phrase } of action.needs) add(fromPhrase(preposition, phrase, action));
  return found;
}

function fromPhrase(
  preposition: string,
  phrase: NounPhrase,
  action: ActionDraft,
): Parameter | undefined {
  const words = phrase.words.filter((word) => !EMPTY_ADJECTIVES.has(word)).slice(-2);
  const head = words.at(-1) ?? '';
  if (head === '' || PLACE.has(head) || words.every((word) => PERSONS.has(word) || PLACE.has(word)))
    return undefined;
  const open =
    phrase.determiner === undefined
      ? /^(?:by|with|given|to|from|for|of)$/.test(preposition)
      : OPEN.has(phrase.determiner);
  if (
    !open ||
    !/^(?:by|for|of|in|with|from|given|about|on|to|at|between|per|under|into)$/.test(preposition)
  )
    return undefined;
  const name = camelName(words.map((word, i) => (i === words.length - 1 ? singular(word) : word)));
  if (name === '' || action.words.join('') === words.join('')) return undefined;
  // A bare plural is what is worked on ("between languages"), not a single value; it is still worth asking for.
  return NUMERIC.test(head)
    ? {
        name,
        description: `The ${words.join(' ')}`,
        required: true,
        schema: { type: 'number' },
        examples: [1],
      }
    : textParameter(
        name,
        `The ${words.join(' ')}`,
        /^(?:by|for|of|given|with|to|from)$/.test(preposition),
      );
}
