import * as fc from 'fast-check';
import { COMPUTE_NAMES, type PluginSpecInput } from '@plugwright/spec';
import type { ActionInput } from './arbitrary-action.js';
import { prose, scalarSchema } from './arbitrary-schema.js';

type Collections = NonNullable<PluginSpecInput['collections']>;

const labels = fc.option(
  fc.uniqueArray(
    prose(100).map((text) => text.replace(/[\r\n]+/g, ' ').trim() || 'x'),
    { selector: (label) => label.toLowerCase(), minLength: 2, maxLength: 4 },
  ),
  { nil: undefined },
);

/** What an agent may keep; always one of the name `things`. */
export const arbitraryCollections: fc.Arbitrary<Collections> = fc.record({
  things: fc.record({
    item: fc.constantFrom('thing', 'story', `o'clock "x"`, '`${a}` */'),
    fields: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('title', 'class', 'toString2', 'priority', 'default'),
        description: prose(200),
        required: fc.boolean(),
        schema: scalarSchema,
      }),
      { selector: ({ name }) => name, minLength: 1, maxLength: 3 },
    ),
    scope: fc.constantFrom('agent' as const, 'room' as const, 'user' as const),
    maxItems: fc.constantFrom(1, 2, 3, 1000),
  }),
});

/** An action that keeps, computes, sorts or reads out. */
export const arbitraryRecipe = (name: string): fc.Arbitrary<ActionInput> =>
  fc
    .record({
      description: prose(1000),
      run: fc.oneof(
        fc.record({
          kind: fc.constant('collection' as const),
          collection: fc.constant('things'),
          operation: fc.constantFrom(
            ...(['add', 'list', 'get', 'update', 'complete', 'reopen', 'remove', 'clear', 'search'] as const),
          ),
        }),
        fc.record({ kind: fc.constant('compute' as const), function: fc.constantFrom(...COMPUTE_NAMES) }),
        fc.record({
          kind: fc.constant('model' as const),
          prompt: prose(1000),
          size: fc.constantFrom('small' as const, 'large' as const),
          output: fc.constantFrom('text' as const, 'json' as const),
          labels,
        }),
      ),
    })
    .map((rest) => ({ name, ...rest }));

export const arbitraryJudge = fc.record({
  kind: fc.constant('model' as const),
  criteria: prose(1000),
  labels,
  remember: fc.boolean(),
});

export const arbitraryMemory = fc.record({
  kind: fc.constant('collection' as const),
  collection: fc.constant('things'),
  limit: fc.constantFrom(1, 200),
});
