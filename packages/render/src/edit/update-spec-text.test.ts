import { readFileSync, readdirSync } from 'node:fs';
import { type PluginSpec, readSpec, writeSpec } from '@plugwright/spec';
import { describe, expect, it } from 'vitest';
import { jsonChanges } from './json-changes.js';
import { updateSpecText } from './index.js';

const specOf = (text: string): PluginSpec => {
  const read = readSpec(text);
  if (!read.ok) throw new Error(read.diagnostics.map(({ message }) => message).join(' '));
  return read.spec;
};
/** The text after a change of its spec; it must read as the changed spec. */
function changed(text: string, change: (spec: PluginSpec) => void): string {
  const before = specOf(text);
  const after = structuredClone(before);
  change(after);
  const result = updateSpecText(text, before, after);
  expect(specOf(result)).toEqual(after);
  return result;
}

const NOTES = `# Notes of the team.
specVersion: 1
name: plugin-team-notes   # as agreed in May
description: "Keeps notes."

collections:
  note:
    item: note
    # What a note holds.
    fields:
      - { name: text, description: What it says, required: true, schema: { type: string } }
    scope: room  # one conversation

actions:
  # Everybody may add.
  - name: ADD_NOTE
    description: Adds a note.
    run: { kind: collection, collection: note, operation: add }

  # Only read.
  - name: LIST_NOTES
    description: Lists the notes.
    run:
      kind: collection
      collection: note # the same
      operation: list
  # Never used so far.
  - name: CLEAR_NOTES
    description: Clears the notes.
    run:
      kind: collection
      collection: note
      operation: clear
# The end.
`;

describe('updateSpecText', () => {
  it('changes one value and nothing else', () => {
    const result = changed(NOTES, (spec) => {
      spec.name = 'plugin-minutes';
    });
    expect(result).toBe(NOTES.replace('plugin-team-notes', 'plugin-minutes'));
    expect(changed(NOTES, () => {})).toBe(NOTES);
  });

  it('keeps the quotes of others, and quotes what needs it', () => {
    const result = changed(NOTES, (spec) => {
      spec.description = 'Keeps: "notes"\nof all # kinds';
    });
    expect(result.split('\n').filter((line) => line.startsWith('#'))).toEqual([
      '# Notes of the team.',
      '# The end.',
    ]);
    expect(result.split('\n')).toHaveLength(NOTES.split('\n').length);
  });

  it('removes an item with the comment above it', () => {
    const result = changed(NOTES, (spec) => {
      spec.actions.splice(1, 1);
    });
    expect(result).not.toMatch(/LIST_NOTES|Only read|the same/);
    expect(result).toMatch(/# Everybody may add\.\n {2}- name: ADD_NOTE/);
    expect(result).toMatch(/# Never used so far\.\n {2}- name: CLEAR_NOTES/);
  });

  it('removes the last item, and a whole list', () => {
    const last = changed(NOTES, (spec) => {
      spec.actions.pop();
    });
    expect(last).toMatch(/operation: list\n# The end\.\n$/);
    const one = changed(last, (spec) => {
      spec.actions.pop();
    });
    const none = changed(one, (spec) => {
      spec.actions = [];
      spec.providers = [
        {
          name: 'RULES',
          description: 'The rules.',
          dynamic: false,
          run: { kind: 'text', template: 'Be kind.' },
        },
      ];
    });
    expect(none).toMatch(/# Notes of the team/);
    expect(none).toMatch(/# What a note holds/);
  });

  it('adds items and keys where they belong', () => {
    const result = changed(NOTES, (spec) => {
      spec.actions.push({ ...structuredClone(spec.actions[1]!), name: 'FIND_NOTES' });
      spec.actions.splice(2, 1);
      spec.keywords = ['notes'];
      spec.collections['note']!.maxItems = 50;
    });
    for (const comment of ['as agreed in May', 'one conversation', 'Only read', 'The end'])
      expect(result).toContain(comment);
  });

  it('goes back to a default by leaving the key out', () => {
    const text = NOTES.replace('specVersion: 1\n', 'specVersion: 1\nversion: 2.0.0 # new\n');
    const result = changed(text, (spec) => {
      spec.version = '1.0.0';
    });
    expect(result).toBe(NOTES);
  });

  it('writes a list anew when its order changes, comments of others kept', () => {
    const result = changed(NOTES, (spec) => {
      spec.keywords = ['b', 'a'];
    });
    const turned = changed(result, (spec) => {
      spec.keywords = ['a', 'c', 'b'];
    });
    expect(turned).toContain('# Only read.');
  });

  it('keeps line ends of Windows', () => {
    const text = NOTES.replaceAll('\n', '\r\n');
    const result = changed(text, (spec) => {
      spec.actions.splice(1, 1);
      spec.license = 'Apache-2.0';
    });
    expect(result.replaceAll('\r\n', '')).not.toContain('\n');
    expect(result).toContain('# The end.');
  });

  it('leaves the order and indentation of JSON as they are', () => {
    const value = { name: 'plugin-x', specVersion: 1, description: 'An x.', version: '1.2.3' };
    const action = {
      name: 'SAY',
      description: 'Says.',
      run: { kind: 'text', template: 'hi' },
    };
    const text = `${JSON.stringify({ ...value, actions: [action] }, null, 4)}\n`;
    const result = changed(text, (spec) => {
      spec.actions.push({ ...structuredClone(spec.actions[0]!), name: 'SHOUT' });
      spec.version = '2.0.0';
    });
    expect(Object.keys(JSON.parse(result) as object)).toEqual([
      'name',
      'specVersion',
      'description',
      'version',
      'actions',
    ]);
    expect(result).toMatch(/^\{\n {4}"name"/);
    expect(result.endsWith('}\n')).toBe(true);
    const flat = JSON.stringify({ ...value, actions: [action] });
    expect(changed(flat, (spec) => void (spec.description = 'Y'))).not.toContain('\n');
  });

  it('keeps the comments of flow style', () => {
    const text = `{ specVersion: 1, name: plugin-x, # the name
  description: An x.,
  actions: [{ name: SAY, description: Says., run: { kind: text, template: hi } }] }\n`;
    const result = changed(text, (spec) => {
      spec.actions.push({ ...structuredClone(spec.actions[0]!), name: 'SHOUT' });
      spec.license = 'ISC';
    });
    expect(result).toContain('# the name');
    expect(changed(result, (spec) => void spec.actions.shift())).toContain('# the name');
  });

  it('replaces a block of text', () => {
    const text = NOTES.replace('description: "Keeps notes."', 'description: >-\n  Keeps\n  notes.');
    const result = changed(text, (spec) => {
      spec.description = 'Short.';
    });
    expect(result).toContain('# as agreed in May');
  });
});

const folders = ['../../../spec/src/__fixtures__/valid/', '../../../../examples/'];
const files = folders.flatMap((folder) => {
  const url = new URL(folder, import.meta.url);
  return readdirSync(url)
    .filter((name) => name.endsWith('.yaml'))
    .map((name): [string, string] => [name, readFileSync(new URL(name, url), 'utf8')])
    .filter(([, text]) => text.includes('specVersion'));
});

it.each(files)('%s becomes any other spec and keeps its comments', (_, text) => {
  const before = specOf(text);
  const after = structuredClone(before);
  after.description = `${before.description} Changed.`;
  after.keywords = ['changed'];
  for (const list of ['actions', 'services', 'routes'] as const) {
    const [first] = after[list] as { name: string; description: string }[];
    if (first) first.description = 'Changed: yes.';
  }
  const result = updateSpecText(text, before, after);
  expect(specOf(result)).toEqual(after);
  const comments = (one: string) => one.split('\n').filter((line) => /^\s*#/.test(line));
  expect(comments(result)).toEqual(comments(text));
  expect(specOf(updateSpecText(writeSpec(after), after, before))).toEqual(before);
});

describe('jsonChanges', () => {
  it.each([
    [{ a: 1 }, { a: 1 }, []],
    [
      { a: 1 },
      { b: 2 },
      [
        { kind: 'remove', place: ['a'] },
        { kind: 'set', place: ['b'], value: 2 },
      ],
    ],
    [[1, 2], [1, 3], [{ kind: 'set', place: [1], value: 3 }]],
    [['a', 'b'], ['a'], [{ kind: 'remove', place: [1] }]],
    [['a'], ['a', 'b'], [{ kind: 'append', place: [], value: 'b' }]],
    [['a', 'b'], ['b', 'a', 'c'], [{ kind: 'set', place: [], value: ['b', 'a', 'c'] }]],
    [[{}], [{}, {}], [{ kind: 'set', place: [], value: [{}, {}] }]],
    [{ a: [] }, { a: 'x' }, [{ kind: 'set', place: ['a'], value: 'x' }]],
  ])('%j → %j', (old, wanted, expected) => {
    expect(jsonChanges(old, wanted)).toEqual(expected);
  });
});
