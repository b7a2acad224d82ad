import { describe, expect, it } from 'vitest';
import { librarySpec } from '../__fixtures__/library-spec.js';
import type { CapabilitySet } from './capabilities-schema.js';
import { compareCapabilities } from './compare-capabilities.js';

const set = (change: Partial<CapabilitySet>): CapabilitySet => ({
  hosts: [],
  files: [],
  environment: [],
  processes: [],
  ...change,
});
const reason = 'It is needed.';
const declaring = (permissions: object) => ({
  ...librarySpec(),
  permissions: { hosts: [], files: [], environment: [], processes: [], ...permissions },
});

describe('what was seen against what is declared', () => {
  it('takes a pattern of hosts, and a host without a port for all its ports', () => {
    const spec = declaring({
      hosts: [
        { host: '*.books.example', reason },
        { host: 'API.example', reason },
        { host: 'other.example:8443', reason },
      ],
    });
    const seen = set({
      hosts: [
        'a.b.books.example',
        'books.example',
        'api.example:9000',
        'other.example',
        '[::2]:99',
      ],
    });
    const { undeclared, unused } = compareCapabilities(spec, { boot: seen });
    expect(undeclared.hosts).toEqual(['[::2]:99', 'books.example', 'other.example']);
    expect(unused.hosts).toEqual(['other.example:8443']);
  });

  it('takes a directory for what is below it, and writing for reading, not the other way', () => {
    const spec = declaring({
      files: [
        { path: '~/.books', access: 'write', reason },
        { path: '/etc/hosts', access: 'read', reason },
      ],
    });
    const { undeclared, unused } = compareCapabilities(spec, {
      tests: set({
        files: [
          { path: '~/.books/a', access: 'read' },
          { path: '~/.books-other', access: 'read' },
          { path: '/etc/hosts', access: 'write' },
        ],
      }),
    });
    expect(undeclared.files).toEqual([
      { path: '/etc/hosts', access: 'write' },
      { path: '~/.books-other', access: 'read' },
    ]);
    expect(unused.files).toEqual([{ path: '/etc/hosts', access: 'read' }]);
  });

  it('counts everything as undeclared where there is no spec', () => {
    const found = compareCapabilities(undefined, {
      boot: set({ processes: ['git'], environment: ['A'] }),
      tests: set({ processes: ['git'] }),
    });
    expect(found).toMatchObject({
      watched: ['boot', 'tests'],
      declared: null,
      observed: { processes: [{ command: 'git', in: ['boot', 'tests'] }] },
      undeclared: { processes: ['git'], environment: ['A'] },
      unused: { processes: [] },
    });
  });
});
