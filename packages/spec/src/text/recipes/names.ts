import { readObjects } from '../noun-phrase.js';
import { singular } from '../lemma.js';
import type { Token } from '../tokens.js';
import { PERSONS } from '../word-classes.js';

/** `price alerts` of any tokens: the words that name a component, at most three. */
export function subjectOf(tokens: readonly Token[]): string[] {
  const { objects, complements } = readObjects(tokens);
  const phrases = [...objects, ...complements.map(({ phrase }) => phrase)].filter(
    ({ words }) => !words.every((word) => PERSONS.has(word) || GENERIC.has(word)),
  );
  return (phrases[0]?.words ?? []).filter((word) => !PERSONS.has(word)).slice(-3);
}

const GENERIC = new Set([
  'context',
  'prompt',
  'message',
  'messages',
  'conversation',
  'conversations',
  'background',
  'endpoint',
  'route',
  'webhook',
  'webhooks',
  'time',
  'reply',
  'connection',
  'action',
  'day',
  'week',
  'hour',
  'feed',
  'rss',
  'thing',
  'things',
  'http',
  'list',
  'user',
  'result',
  'results',
]);

const ascii = (words: readonly string[]) =>
  words
    .map((word) => word.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, ''))
    .filter(Boolean)
    .slice(0, 5);

export const upperName = (words: readonly string[], fallback: string): string => {
  const name = ascii(words).join('_').toUpperCase().slice(0, 50).replace(/_+$/, '');
  return /^[A-Z]/.test(name) ? name : fallback;
};
export const lowerName = (words: readonly string[], fallback: string): string => {
  const name = ascii(words).join('_').toLowerCase().slice(0, 50).replace(/_+$/, '');
  return /^[a-z]/.test(name) ? name : fallback;
};
export const kebabName = (words: readonly string[], fallback: string): string =>
  lowerName(words, fallback).replaceAll('_', '-');
export const singularName = (words: readonly string[]): string[] =>
  words.map((word, i) => (i === words.length - 1 ? singular(word) : word));

/** A clause as a sentence of a description. */
export const sentence = (text: string): string => {
  const plain = text.replace(/\s+/g, ' ').trim().slice(0, 400);
  return plain === ''
    ? 'As asked for.'
    : `${plain.slice(0, 1).toUpperCase()}${plain.slice(1)}${/[.!?]$/.test(plain) ? '' : '.'}`;
};
