import { describe, expect, it } from 'vitest';
import { singular, splitWords, termsOf } from './terms.js';

describe('terms', () => {
  it.each([
    ['branches', 'branch'],
    ['companies', 'company'],
    ['boxes', 'box'],
    ['statuses', 'status'],
    ['status', 'status'],
    ['addresses', 'address'],
    ['issues', 'issue'],
    ['people', 'person'],
    ['gas', 'gas'],
    ['dns', 'dns'],
  ])('the singular of %s is %s', (word, expected) => {
    expect(singular(word)).toBe(expected);
  });

  it('splits names and sentences into words', () => {
    expect(splitWords('listRepoIssues')).toEqual(['list', 'repo', 'issues']);
    expect(splitWords('HTTPServer/v2_items')).toEqual(['http', 'server', 'v2', 'items']);
    expect(splitWords('Pokémon!')).toEqual(['pokemon']);
    expect(splitWords('…')).toEqual([]);
  });

  it('leaves out words that say nothing', () => {
    expect(termsOf("Returns all of a user's playlists")).toEqual(['user', 'playlist']);
  });
});
