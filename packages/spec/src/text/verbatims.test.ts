import { expect, test } from 'vitest';
import { findVerbatims } from './verbatims.js';

const found = (text: string) => findVerbatims(text).map(({ kind, value }) => `${kind} ${value}`);

test('takes addresses, names and quotes as they stand', () => {
  expect(
    found(
      'Call https://api.example.com/v1/x?y=1, key in ACME_API_KEY, `getThing()` and "two words".',
    ),
  ).toEqual([
    'url https://api.example.com/v1/x?y=1',
    'env ACME_API_KEY',
    'code getThing()',
    'quoted two words',
  ]);
});

test('tells hosts, packages, paths and addresses of people apart', () => {
  expect(
    found('football-data.org, @acme/plugin-x, plugin-weather, GET /v1/{id}/price, ada@example.com'),
  ).toEqual([
    'host football-data.org',
    'package @acme/plugin-x',
    'package plugin-weather',
    'path /v1/{id}/price',
    'email ada@example.com',
  ]);
});

test('leaves abbreviations and apostrophes alone', () => {
  expect(found("the agent's tokens, e.g. theirs, don't and node.js")).toEqual([]);
});

test('spans cover the quotes', () => {
  const [one] = findVerbatims('say "hello" now');
  expect('say "hello" now'.slice(one?.span[0], one?.span[1])).toBe('"hello"');
});
