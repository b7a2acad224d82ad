import * as fc from 'fast-check';
import type { PluginSpecInput } from '@plugwright/spec';
import type { ActionInput, World } from './arbitrary-action.js';
import { prose } from './arbitrary-schema.js';

/** Variables that {@link arbitraryFeed} and the others read. */
export const newsVariables = [
  { name: 'DEMO_ROOM', description: 'Where news go.' },
  { name: 'DEMO_FEED', description: 'Where the feed is.' },
  { name: 'DEMO_HOOK_SECRET', description: 'What proves a message.', sensitive: true },
];
export const feedHost = 'feeds.example.com';

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const event = fc.constantFrom('NEWS_CAME', 'CONSTRUCTOR_X');

/** Whom to tell: a room, or one of these actions that need no input. */
export function arbitraryNotify(actions: readonly ActionInput[]) {
  const free = actions.filter(({ parameters = [] }) => parameters.every(({ required }) => !required));
  const room = fc.constant({ kind: 'room' as const, env: 'DEMO_ROOM' });
  const told = free.map(({ name, parameters = [] }) =>
    fc.record({
      kind: fc.constant('action' as const),
      action: fc.constant(name),
      input: prose(200).map((text) => Object.fromEntries(parameters.map((one) => [one.name, text]))),
    }),
  );
  return maybe(fc.record({ to: fc.oneof(room, ...told), template: prose(500) }));
}

export const arbitraryWhen = maybe(
  fc.oneof(
    fc.constantFrom({ is: 'changed' as const }, { is: 'new' as const, pointer: '/a~1b/"x"' }),
    fc.record({ is: fc.constantFrom('above' as const, 'below' as const), value: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    fc.record({ is: fc.constant('contains' as const), value: prose(100), pointer: fc.constantFrom('', '/x') }),
  ),
);

export const arbitraryFeed = (actions: readonly ActionInput[]) =>
  fc.record({
    kind: fc.constant('feed' as const),
    url: fc.constant(`https://${feedHost}/a?b="c"`),
    urlEnv: maybe(fc.constant('DEMO_FEED')),
    event,
    notify: arbitraryNotify(actions),
  });

export const arbitrarySchedule = (actions: readonly ActionInput[]) =>
  fc.record({
    kind: fc.constant('schedule' as const),
    cron: fc.constantFrom('*/5 * * * *', '0 9 1,15 jan-mar mon-fri'),
    timeZone: maybe(fc.constant('Europe/Berlin')),
    steps: fc.constant(
      actions
        .filter(({ parameters = [] }) => parameters.every(({ required }) => !required))
        .map(({ name }) => ({ action: name })),
    ),
    digest: maybe(fc.record({ prompt: prose(500) })),
    notify: arbitraryNotify(actions),
  });

export const arbitraryWebhook = (actions: readonly ActionInput[]) =>
  fc.record({
    kind: fc.constant('webhook' as const),
    verify: fc.constantFrom('none' as const, 'token' as const, 'hmac-sha256' as const, 'github' as const, 'stripe' as const, 'standard-webhooks' as const),
    secretEnv: fc.constant('DEMO_HOOK_SECRET'),
    pick: maybe(fc.constantFrom('/data', '/a~1b/0')),
    event,
    notify: arbitraryNotify(actions),
  });

/** An action that calls an API by another protocol. */
export function arbitraryRemote(world: World, name: string): fc.Arbitrary<ActionInput> {
  const [parameter, wire] = ['class', 'a-b"`${c}'];
  const common = {
    api: fc.constantFrom(...Object.keys(world.apis)),
    path: fc.constantFrom('/', '/x"y', '/graphql'),
    auth: fc.subarray(Object.keys(world.auth)).map((names) => names.slice(0, 4).map((one) => [one])),
    example: fc.jsonValue({ maxDepth: 2 }),
  };
  const bind = fc.constant([{ parameter, name: wire }]);
  return fc.record({
    name: fc.constant(name),
    description: prose(500),
    parameters: fc.record({ required: fc.boolean() }).map(({ required }) => [{ name: parameter, required, schema: { type: 'string' as const } }]),
    run: fc.oneof(
      fc.record({
        kind: fc.constant('graphql' as const),
        ...common,
        // Data of GraphQL is an object.
        example: fc.option(fc.dictionary(fc.string({ maxLength: 20 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3, noNullPrototype: true }), { nil: undefined }),
        document: prose(200).map((text) => `query Q($id: ID) { item(id: $id) { name } } # ${text.replace(/[\r\n]+/g, ' ')}`),
        variables: fc.constant([{ parameter, name: 'id' }]),
        pick: maybe(fc.constant('/item')),
      }),
      fc.record({ kind: fc.constant('jsonrpc' as const), ...common, method: prose(100), bind, fixed: maybe(fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 3 })) }),
      fc.record({ kind: fc.constant('jsonrpc' as const), params: fc.constant('named' as const), ...common, method: prose(100), bind, pick: maybe(fc.constant('/a')) }),
      fc.record({ kind: fc.constant('mcp' as const), ...common, tool: prose(100), bind: maybe(bind) }),
    ),
  }) as fc.Arbitrary<NonNullable<PluginSpecInput['actions']>[number]>;
}
