import * as fc from 'fast-check';
import {
  exampleFor,
  type JsonSchema,
  type PluginSpec,
  type PluginSpecInput,
  parseSpec,
} from '@plugwright/spec';
import { arbitraryAction, type ActionInput, type World } from './arbitrary-action.js';
import {
  arbitraryFeed,
  arbitraryNotify,
  arbitraryRemote,
  arbitrarySchedule,
  arbitraryWebhook,
  arbitraryWhen,
  feedHost,
  newsVariables,
} from './arbitrary-news.js';
import { arbitraryCollections, arbitraryJudge, arbitraryMemory, arbitraryRecipe } from './arbitrary-recipes.js';
import { arbitrarySchema, prose } from './arbitrary-schema.js';

type Schemas = Record<string, JsonSchema>;
type Auth = NonNullable<PluginSpecInput['auth']>[string];

const NAMES = [
  ...['GET_PET', 'GET_PETS', 'DELETE', 'CLASS', 'NEW_THING', 'A', 'X1', 'AWAIT', 'DEFAULT', 'EVAL'],
  ...['ARGUMENTS', 'LIST_2', 'LIST2', 'TO_STRING', 'VALUE_OF', 'INDEX', 'ACTION', 'PROVIDER', 'PLUGIN'],
  ...['SEARCH', 'SEND_MAIL', 'SERVICE', 'EVENT', 'Z', 'RUN_TASK', 'HANDLE', 'CALL', 'OPERATION', 'MODEL'],
];
const names = (min: number, max: number): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: min, maxLength: max });
/** Names of actions, which the runtime compares without underscores. */
const actionNames = (min: number, max: number): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...NAMES), { selector: (name) => name.replaceAll('_', ''), minLength: min, maxLength: max });
const lower = (name: string) => name.toLowerCase();
const kebab = (name: string) => lower(name).replaceAll('_', '-').replace(/^(\d)/, 'n$1');

const EVENTS = ['MESSAGE_RECEIVED', 'MODEL_USED', 'ROOM_JOINED', 'RUN_ENDED', 'PRICE_CHANGED', 'CONSTRUCTOR_X'];

const authScheme: fc.Arbitrary<Auth> = fc.oneof(
  fc.record({
    type: fc.constant('apiKey' as const),
    in: fc.constantFrom('header' as const, 'query' as const, 'cookie' as const),
    name: fc.constantFrom('X-Api-Key', 'api_key', 'key'),
    env: fc.constantFrom('DEMO_KEY', 'DEMO_KEY_2'),
  }),
  fc.constant<Auth>({ type: 'bearer', env: 'DEMO_TOKEN' }),
  fc.constant<Auth>({ type: 'basic', usernameEnv: 'DEMO_USER', passwordEnv: 'DEMO_PASSWORD' }),
  fc.record({
    type: fc.constant('oauth2ClientCredentials' as const),
    tokenUrl: fc.constant('https://auth.example.com/token'),
    clientIdEnv: fc.constant('DEMO_CLIENT_ID'),
    clientSecretEnv: fc.constant('DEMO_CLIENT_SECRET'),
    scopes: fc.subarray(['read', 'write:all', 'a"b']),
  }),
  fc.record({
    type: fc.constant('header' as const),
    name: fc.constantFrom('Authorization', 'X-Token'),
    prefix: fc.constantFrom('', 'Token ', `it's "`),
    env: fc.constant('DEMO_TOKEN'),
  }),
);

const api = fc.record(
  {
    baseUrl: fc.constantFrom('https://api.example.com', 'https://api.example.com/v1/', 'https://example.org:8443/x'),
    headers: fc.constantFrom<Record<string, string>>({}, { 'X-Client': `a"b'c` }, { Accept: '*/*' }),
    // Shorter ones pass while a loaded machine boots the plugin.
    timeoutMs: fc.integer({ min: 10_000, max: 60_000 }),
    retries: fc.integer({ min: 0, max: 3 }),
    requestsPerSecond: fc.integer({ min: 1, max: 50 }),
  },
  { requiredKeys: [] },
);

const world: fc.Arbitrary<World> = fc
  .uniqueArray(fc.constantFrom('Pet', 'Owner', 'Class', 'Array', 'Error_2', 'pet-tag', 'v1.Item', 'String'), {
    maxLength: 4,
  })
  .chain((schemaNames) =>
    fc.record({
      schemas: fc
        .tuple(...schemaNames.map(() => arbitrarySchema(schemaNames)))
        .map((list): Schemas => Object.fromEntries(schemaNames.map((name, i) => [name, { ...(list[i] ?? {}) }])))
        .map(withoutLoops),
      apis: fc.dictionary(fc.constantFrom('main', 'other', 'v1.x'), api, { minKeys: 1, maxKeys: 2 }),
      auth: fc.dictionary(fc.constantFrom('key', 'oauth', 'basic-auth', 'x.y'), authScheme, { maxKeys: 3 }),
    }),
  )
  .map(({ schemas, apis, auth }) => ({
    schemas,
    auth: { ...auth },
    apis: Object.fromEntries(
      Object.entries(apis).map(([id, value], i) => [id, { ...value, baseUrlEnv: `DEMO_URL_${i}` }]),
    ),
  }));

/** A schema that is nothing but a reference could lead in a circle. */
function withoutLoops(schemas: Schemas): Schemas {
  const plain = (schema: JsonSchema): JsonSchema =>
    schema.$ref || schema.anyOf || schema.allOf ? { type: 'object', properties: { inner: schema } } : schema;
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plain(schema)]));
}

const action = (world: World, name: string) => arbitraryAction(world, name);
const all = <T>(list: readonly fc.Arbitrary<T>[]): fc.Arbitrary<T[]> =>
  list.length === 0 ? fc.constant([]) : (fc.tuple(...list) as fc.Arbitrary<T[]>);
const custom = prose(500).map((notes) => ({ kind: 'custom' as const, notes }));
const textRun = prose(500).map((template) => ({ kind: 'text' as const, template }));

/** A request without parameters, for providers and services. */
const fixedRequest = (world: World) =>
  arbitraryAction(world, 'FIXED', { parameters: false }).map(({ run }) => run as Extract<typeof run, { kind: 'http' }>);

function components(world: World, actions: readonly ActionInput[]) {
  const runsAction =
    actions.length === 0
      ? []
      : [
          fc.constantFrom(...actions).map(({ name, parameters = [] }) => ({
            kind: 'action' as const,
            action: name,
            input: Object.fromEntries(
              parameters
                .filter(({ required }) => required)
                .map((parameter) => [parameter.name, exampleFor(parameter.schema as JsonSchema, world.schemas)]),
            ),
          })),
        ];
  return fc.record({
    providers: names(0, 2).chain((list) =>
      all(
        list.map((name) =>
          fc.record({
            name: fc.constant(name),
            description: prose(1000),
            dynamic: fc.boolean(),
            position: fc.option(fc.integer({ min: -10, max: 10 }), { nil: undefined }),
            run: fc.oneof(fixedRequest(world), textRun, arbitraryMemory, custom),
          }),
        ),
      ),
    ),
    evaluators: names(0, 2).chain((list) =>
      all(
        list.map((name) =>
          fc.record({
            name: fc.constant(name),
            description: prose(1000),
            similes: fc.subarray(['NOTE', 'REMEMBER_THIS']),
            alwaysRun: fc.boolean(),
            run: fc.oneof(
              fc.array(prose(100), { minLength: 1, maxLength: 4 }).map((words) => ({ kind: 'words' as const, words })),
              arbitraryJudge,
              custom,
            ),
          }),
        ),
      ),
    ),
    services: names(0, 2).chain((list) =>
      all(
        list.map((name) =>
          fc.record({
            name: fc.constant(`demo_${lower(name)}`),
            description: prose(1000),
            run: fc.oneof(
              fc.record({
                kind: fc.constant('poll' as const),
                everyMs: fc.constantFrom(1000, 86_400_000),
                request: fixedRequest(world),
                event: fc.constantFrom('PRICE_CHANGED', 'SOMETHING'),
                when: arbitraryWhen,
                notify: arbitraryNotify(actions),
              }),
              arbitraryFeed(actions),
              arbitrarySchedule(actions),
              custom,
            ),
          }),
        ),
      ),
    ),
    routes: names(0, 3).chain((list) =>
      all(
        list.map((name) =>
          fc.record({
            name: fc.constant(kebab(name)),
            description: prose(1000),
            method: fc.constantFrom('GET' as const, 'POST' as const, 'PUT' as const, 'DELETE' as const),
            path: fc.constantFrom(`/${kebab(name)}`, `/v1.0/${kebab(name)}/~a`),
            public: fc.boolean(),
            run: fc.oneof(
              textRun,
              custom,
              arbitraryWebhook(actions),
              ...runsAction.map((run) => run.map(({ input: _, ...rest }) => rest)),
            ),
          }),
        ),
      ),
    ),
    events: fc.uniqueArray(fc.constantFrom(...EVENTS), { maxLength: 3 }).chain((list) =>
      all(
        list.map((event) =>
          fc.record({
            event: fc.constant(event),
            description: prose(1000),
            run: fc.oneof(
              fc.constantFrom('debug' as const, 'info' as const, 'warn' as const).map((level) => ({ kind: 'log' as const, level })),
              custom,
            ),
          }),
        ),
      ),
    ),
    tasks: names(0, 2).chain((list) =>
      all(
        list.map((name) =>
          fc.record({
            name: fc.constant(name),
            description: prose(1000),
            everyMs: fc.option(fc.integer({ min: 1000, max: 100_000 }), { nil: undefined }),
            run: fc.oneof(custom, ...runsAction),
          }),
        ),
      ),
    ),
    models: fc
      .subarray(['TEXT_SMALL', 'TEXT_LARGE', 'TEXT_EMBEDDING', 'OBJECT_SMALL', 'OBJECT_LARGE'] as const, { maxLength: 2 })
      .chain((list) =>
        all(
          list.map((type) =>
            fc.record({
              type: fc.constant(type),
              description: prose(1000),
              priority: fc.integer({ min: -5, max: 5 }),
              run: fc.oneof(custom, fc.constantFrom(...Object.keys(world.apis)).map((api) => modelRequest(api, type))),
            }),
          ),
        ),
      ),
  });
}

function modelRequest(api: string, type: string) {
  const parameter = type === 'TEXT_EMBEDDING' ? 'text' : 'prompt';
  return {
    kind: 'http' as const,
    api,
    method: 'POST' as const,
    path: '/generate',
    bind: [{ parameter, in: 'body' as const, name: parameter }],
    body: { mediaType: 'application/json', encoding: 'json' as const },
    response: { kind: 'json' as const },
    pick: type === 'TEXT_EMBEDDING' ? '/embedding' : '/result',
  };
}

/** Everything the spec uses has to be declared and permitted. */
function permissionsOf(world: World) {
  const secrets = Object.values(world.auth).flatMap((scheme) =>
    Object.entries(scheme).flatMap(([key, value]) => (/env$/i.test(key) ? [String(value)] : [])),
  );
  const urls = Object.values(world.apis).flatMap(({ baseUrl }) => (baseUrl ? [baseUrl] : []));
  const tokens = Object.values(world.auth).flatMap((scheme) => ('tokenUrl' in scheme ? [scheme.tokenUrl] : []));
  const hosts = [...new Set([...urls, ...tokens].map((url) => new URL(url).host))];
  const variables = [
    ...[...new Set(secrets)].map((name) => ({ name, description: 'A secret.', sensitive: true, required: false })),
    ...Object.values(world.apis).map(({ baseUrlEnv, baseUrl }) => ({
      name: baseUrlEnv,
      description: 'Where requests go.',
      required: baseUrl === undefined,
    })),
    ...newsVariables,
  ];
  return {
    environment: variables,
    permissions: {
      hosts: [...hosts, feedHost].map((host) => ({ host, reason: 'The API.' })),
      environment: variables.map(({ name }) => ({ name, reason: 'A setting.' })),
    },
  };
}

/** Random specs of all kinds, as a person might write them, before reading. */
export function arbitrarySpecInput(): fc.Arbitrary<PluginSpecInput> {
  return world.chain((world) =>
    fc
      .record({
        actions: actionNames(1, 4).chain((list) => all(list.map((name) => action(world, `DEMO_${name}`)))),
        recipes: actionNames(0, 3).chain((list) => all(list.map((name) => arbitraryRecipe(`RECIPE_${name}`)))),
        remotes: actionNames(0, 2).chain((list) => all(list.map((name) => arbitraryRemote(world, `REMOTE_${name}`)))),
        collections: arbitraryCollections,
        lazy: fc.option(
          names(1, 5).chain((list) => all(list.map((name) => arbitraryAction(world, `LAZY_${name}`, { http: true })))),
          { nil: undefined, freq: 4 },
        ),
      })
      .chain(({ actions, recipes, remotes, collections, lazy }) =>
        fc
          .record({
            parts: components(world, actions),
            name: fc.constantFrom('plugin-demo-things', 'plugin-x1', '@someone/plugin-demo-2'),
            description: prose(1000),
            displayName: fc.option(prose(100), { nil: undefined }),
            author: fc.option(fc.record({ name: fc.constantFrom('Ada', `A "B" O'C \`\${x}\``, 'x */ y // <b>') }), { nil: undefined }),
          })
          .map(({ parts, ...rest }) => ({
            specVersion: 1 as const,
            ...rest,
            ...permissionsOf(world),
            ...world,
            collections,
            actions: [...actions, ...recipes, ...remotes],
            ...(lazy ? { lazy: { action: 'DEMO_CALL_MORE', search: 'DEMO_SEARCH_MORE', operations: lazy } } : {}),
            ...parts,
          })),
      ),
  ) as fc.Arbitrary<PluginSpecInput>;
}

/** Random accepted specs of all kinds, as the reader gives them. */
export const arbitrarySpec = (): fc.Arbitrary<PluginSpec> =>
  arbitrarySpecInput()
    .map((input) => parseSpec(JSON.parse(JSON.stringify(input))))
    .filter((result) => result.ok)
    .map((result) => result.spec);
