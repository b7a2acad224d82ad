import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applied, type Files, fragments, type Kind, kinds, shape } from './__fixtures__/shapes.js';
import { findPlugin } from './find-plugin.js';
import { findSlot } from './find-list.js';
import { add } from './index.js';
import { openSources } from './sources.js';

const LISTS = ['actions', 'providers', 'evaluators', 'services', 'routes'] as const;

async function addAll(files: Files, order: readonly Kind[]): Promise<Files> {
  let current = files;
  for (const kind of order)
    current = applied(current, await add(current, { fragment: fragments[kind] }));
  return current;
}

/** What the plugin registers: the elements of its lists and of its handlers for messages. */
function registrations(files: Files): Record<string, string[]> {
  const sources = openSources(files);
  const { object } = findPlugin(sources);
  const elements = (slot: ReturnType<typeof findSlot>) =>
    slot.kind === 'array'
      ? slot.node
          .getElements()
          .map((one) => one.getText())
          .sort()
      : [];
  const events = findSlot(sources, object, 'events');
  return {
    ...Object.fromEntries(LISTS.map((list) => [list, elements(findSlot(sources, object, list))])),
    events:
      events.kind === 'object' ? elements(findSlot(sources, events.node, 'MESSAGE_RECEIVED')) : [],
  };
}

describe('components added in any order', () => {
  it.each(['official-quick-starter', 'comments-between'])(
    'give the same registrations, and nothing more the second time: %s',
    async (name) => {
      const expected = registrations(await addAll(shape(name), kinds));
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(kinds, { minLength: kinds.length }),
          fc.shuffledSubarray(kinds),
          async (order, again) => {
            const once = await addAll(shape(name), order);
            expect(registrations(once)).toEqual(expected);
            expect(await addAll(once, again)).toEqual(once);
          },
        ),
        { numRuns: 5, seed: 7 },
      );
    },
    120_000,
  );
});
