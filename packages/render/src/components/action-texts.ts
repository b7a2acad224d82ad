import type { Action, PluginSpec } from '@plugwright/spec';
import { oneLine } from '../encode.js';

const SYNONYMS: Record<string, string[]> = {
  GET: ['FETCH', 'SHOW'],
  LIST: ['SHOW', 'FETCH'],
  SEARCH: ['FIND', 'LOOK_UP'],
  FIND: ['SEARCH', 'LOOK_UP'],
  CREATE: ['ADD', 'MAKE'],
  ADD: ['CREATE', 'PUT'],
  UPDATE: ['CHANGE', 'EDIT'],
  DELETE: ['REMOVE', 'DROP'],
  SEND: ['SUBMIT', 'TRANSMIT'],
  UPLOAD: ['SEND', 'ATTACH'],
  REMOVE: ['DELETE', 'DROP'],
};

/** At least two other names where we know any; never a name or simile of another action. */
export function similesOf(spec: PluginSpec, action: Action): string[] {
  const similes = [...action.similes];
  const taken = new Set(spec.actions.flatMap((other) => [other.name, ...other.similes]));
  const words = action.name.split('_');
  for (const [index, word] of words.entries()) {
    for (const synonym of Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word]! : []) {
      const simile = words.with(index, synonym).join('_');
      if (similes.length < 2 && !taken.has(simile)) similes.push(simile);
    }
  }
  for (const verb of ['USE', 'CALL']) {
    const simile = `${verb}_${action.name}`;
    if (similes.length < 2 && !taken.has(simile) && simile.length <= 64) similes.push(simile);
  }
  return similes;
}

/** The spec's conversations, or one made of the description. */
export function examplesOf(action: Action): { user: string; agent: string }[] {
  if (action.examples.length > 0) return action.examples;
  const wish = oneLine(action.description)
    .replace(/[.!?]+(?:\s.*)?$/, '')
    .slice(0, 160);
  const user = imperative(wish);
  return wish === '' ? [] : [{ user, agent: 'I will do that now.' }];
}

/** "Creates a pet" → "Create a pet"; what starts with no verb we know becomes a wish. */
function imperative(wish: string): string {
  const [first = '', ...rest] = wish.split(' ');
  const verb = first.toUpperCase().replace(/(?<=CH|SH|SS|X)ES$|S$/, '');
  if (!Object.hasOwn(SYNONYMS, verb)) return `I need this: ${wish}`;
  return [first.slice(0, verb.length), ...rest].join(' ');
}
