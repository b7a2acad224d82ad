import fc from 'fast-check';
import { cleanText } from '../clean-text.js';
import { COMPUTE_NAMES } from '../compute-names.js';
import type { JsonSchema } from '../json-schema.js';
import type { PluginSpecInput } from '../plugin-spec.js';
import { hostileTexts } from './hostile-texts.js';

type Run = NonNullable<PluginSpecInput['actions']>[number]['run'];
type HttpInput = Extract<Run, { kind: 'http' }>;

/** Any text, hostile ones often; never blank, since prose must say something. */
export const arbitraryText = (max = 200): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.constantFrom(...hostileTexts),
      fc.string({ unit: 'binary', minLength: 1, maxLength: max }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: max }),
      fc.lorem({ maxCount: 8 }),
    )
    .map((text) => `T ${text}`.slice(0, max));

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const upper = fc
  .array(fc.stringMatching(/^[A-Z][A-Z0-9]{0,6}$/), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('_'));
const data = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__proto__'));

/** A schema of our subset; `names` may be referred to. */
export const arbitrarySchema = (names: readonly string[] = []): fc.Arbitrary<JsonSchema> =>
  fc.letrec<{ schema: JsonSchema; leaf: JsonSchema }>((tie) => ({
    leaf: fc.oneof(
      fc.record(
        {
          type: fc.constant('string' as const),
          maxLength: fc.integer({ min: 1, max: 100 }),
          format: fc.constantFrom('date-time', 'email', 'uuid', 'uri', 'byte'),
          description: arbitraryText(),
        },
        { requiredKeys: ['type'] },
      ),
      fc.record(
        { type: fc.constantFrom('integer' as const, 'number' as const), minimum: fc.integer({ min: 0, max: 9 }) },
        { requiredKeys: ['type'] },
      ),
      fc.constant<JsonSchema>({ type: 'boolean' }),
      fc.record({ enum: fc.uniqueArray(arbitraryText(40), { minLength: 1, maxLength: 4 }) }),
      fc.constant<JsonSchema>({ type: ['string', 'null'] }),
      ...(names.length > 0
        ? [fc.constantFrom(...names).map((name): JsonSchema => ({ $ref: `#/schemas/${name}` }))]
        : []),
    ) as fc.Arbitrary<JsonSchema>,
    schema: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      tie('leaf'),
      fc.record({ type: fc.constant('array' as const), items: tie('schema') }),
      fc.record({
        type: fc.constant('object' as const),
        properties: fc.dictionary(
          // Property names go over the wire, so they are refused, not cleaned.
          fc.oneof(word, arbitraryText(20).map(cleanText)),
          tie('schema'),
          { maxKeys: 4, noNullPrototype: true },
        ),
        additionalProperties: fc.boolean(),
      }),
      fc.record({ anyOf: fc.array(tie('leaf'), { minLength: 1, maxLength: 3 }) }),
    ) as fc.Arbitrary<JsonSchema>,
  })).schema;

const unique = <T>(item: fc.Arbitrary<T>, selector: (value: T) => string, maxLength: number) =>
  fc.uniqueArray(item, { selector, maxLength });

const named = (names: readonly string[]) =>
  fc.record({
    name: fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,10}$/).map((name) => `p${name}`),
    description: arbitraryText(),
    required: fc.boolean(),
    schema: arbitrarySchema(names),
  });

const http = (api: string, schemes: readonly string[], names: readonly string[], parameters: readonly string[]) =>
  fc
    .record({
      method: fc.constantFrom('GET' as const, 'POST' as const, 'PUT' as const, 'DELETE' as const, 'PATCH' as const),
      segments: fc.array(word, { maxLength: 3 }),
      places: fc.array(fc.constantFrom('path' as const, 'query' as const, 'header' as const, 'body' as const), {
        minLength: parameters.length,
        maxLength: parameters.length,
      }),
      json: fc.boolean(),
      auth: fc.array(fc.constantFrom(...schemes).map((scheme) => [scheme]), { maxLength: 2 }),
      schema: arbitrarySchema(names),
      pick: fc.constantFrom(undefined, '/data', '/items/0'),
    })
    .map(({ method, segments, places, json, auth, schema, pick }): HttpInput => {
      const bind = parameters.map((parameter, index) => {
        const place = places[index] ?? 'query';
        const into = place === 'body' && (method === 'GET' || method === 'DELETE') ? 'query' : place;
        return { parameter, in: into, name: `w-${parameter}-${index}` };
      });
      const holes = bind.filter((binding) => binding.in === 'path').map(({ name }) => `/{${name}}`);
      const hasBody = bind.some((binding) => binding.in === 'body');
      return {
        kind: 'http',
        api,
        method,
        path: `/${segments.join('/')}${holes.join('')}`.replace('//', '/'),
        bind,
        auth,
        ...(hasBody
          ? {
              body: json
                ? { mediaType: 'application/json', encoding: 'json' as const }
                : { mediaType: 'application/x-www-form-urlencoded', encoding: 'form' as const },
            }
          : {}),
        response: { kind: 'json', mediaType: 'application/json', schema },
        ...(pick === undefined ? {} : { pick }),
      };
    });

/** Specs that must be accepted, with every kind of component and hostile text wherever prose may stand. */
export const arbitrarySpec: fc.Arbitrary<PluginSpecInput> = fc
  .record({
    slug: fc.stringMatching(/^[a-z][a-z0-9]{2,12}$/),
    scope: fc.constantFrom('', '@acme/'),
    schemaNames: fc.uniqueArray(fc.constantFrom('Pet', 'Owner', 'Toy_1', 'A.b'), { maxLength: 3 }),
    description: arbitraryText(500),
    keywords: fc.uniqueArray(word, { maxLength: 3 }),
    prefix: arbitraryText(20),
  })
  .chain(({ slug, scope, schemaNames, description, keywords }) => {
    const secrets = ['DEMO_KEY', 'DEMO_TOKEN', 'DEMO_PASSWORD', 'DEMO_SECRET'];
    const plain = ['DEMO_URL', 'DEMO_USER', 'DEMO_CLIENT'];
    const schemes = ['key', 'query', 'bearer', 'basic', 'oauth', 'header'];
    const action = fc
      .record({
        name: upper,
        description: arbitraryText(300),
        similes: fc.uniqueArray(upper.map((name) => `${name}_ALIAS`), { maxLength: 2 }),
        examples: fc.array(fc.record({ user: arbitraryText(), agent: arbitraryText() }), { maxLength: 2 }),
        parameters: unique(named(schemaNames), ({ name }) => name, 4),
      })
      .chain((base) =>
        fc.record({
          ...Object.fromEntries(Object.entries(base).map(([key, value]) => [key, fc.constant(value)])),
          // What stands in a path must be required; all of them is simplest.
          parameters: fc.constant(base.parameters.map((one) => ({ ...one, required: true }))),
          run: fc.oneof(
            http('demo', schemes, schemaNames, base.parameters.map(({ name }) => name)),
            fc.record({ kind: fc.constant('text' as const), template: arbitraryText(300) }),
            fc.record({ kind: fc.constant('model' as const), prompt: arbitraryText(300) }),
            fc.record({
              kind: fc.constant('model' as const),
              prompt: arbitraryText(300),
              output: fc.constantFrom('text' as const, 'json' as const),
              labels: fc.uniqueArray(word, { minLength: 2, maxLength: 4 }),
            }),
            fc.record({ kind: fc.constant('custom' as const), notes: arbitraryText(300) }),
          ),
        }),
      ) as unknown as fc.Arbitrary<NonNullable<PluginSpecInput['actions']>[number]>;
    // Their parameters are fixed, and filled in by the reader.
    const fixed = fc.record({
      name: upper,
      description: arbitraryText(300),
      run: fc.oneof(
        fc.record({
          kind: fc.constant('collection' as const),
          collection: fc.constant('notes'),
          operation: fc.constantFrom('add', 'list', 'get', 'update', 'complete', 'reopen', 'remove', 'clear', 'search'),
        }),
        fc.record({ kind: fc.constant('compute' as const), function: fc.constantFrom(...COMPUTE_NAMES) }),
      ),
    }) as unknown as fc.Arbitrary<NonNullable<PluginSpecInput['actions']>[number]>;
    const text = fc.record({ kind: fc.constant('text' as const), template: arbitraryText(300) });
    const custom = fc.record({ kind: fc.constant('custom' as const), notes: arbitraryText(300) });
    const request = http('demo', schemes, schemaNames, []);
    const kept = fc.record({
      kind: fc.constant('collection' as const),
      collection: fc.constant('notes'),
      limit: fc.integer({ min: 1, max: 20 }),
    });
    return fc.record(
      {
        specVersion: fc.constant(1 as const),
        name: fc.constant(`${scope}plugin-zz${slug}`),
        displayName: arbitraryText(60),
        description: fc.constant(description),
        version: fc.constantFrom('1.0.0', '0.1.0', '2.3.4-beta.1'),
        keywords: fc.constant(keywords),
        apis: fc.record({
          demo: fc.record({
            baseUrl: fc.constantFrom('https://demo.example', 'https://demo.example/v1/'),
            baseUrlEnv: fc.constant('DEMO_URL'),
            timeoutMs: fc.integer({ min: 100, max: 20_000 }),
            retries: fc.integer({ min: 0, max: 3 }),
          }),
        }),
        auth: fc.constant<NonNullable<PluginSpecInput['auth']>>({
          key: { type: 'apiKey', in: 'header', name: 'X-Key', env: 'DEMO_KEY' },
          query: { type: 'apiKey', in: 'query', name: 'key', env: 'DEMO_KEY' },
          bearer: { type: 'bearer', env: 'DEMO_TOKEN' },
          basic: { type: 'basic', usernameEnv: 'DEMO_USER', passwordEnv: 'DEMO_PASSWORD' },
          oauth: {
            type: 'oauth2ClientCredentials',
            tokenUrl: 'https://demo.example/token',
            clientIdEnv: 'DEMO_CLIENT',
            clientSecretEnv: 'DEMO_SECRET',
          },
          header: { type: 'header', name: 'Authorization', prefix: 'Token ', env: 'DEMO_TOKEN' },
        }),
        environment: fc
          .array(arbitraryText(), { minLength: 7, maxLength: 7 })
          .map((texts) =>
            [...plain, ...secrets].map((name, index) => ({
              name,
              description: texts[index] ?? 'Text.',
              sensitive: index >= plain.length,
            })),
          ),
        permissions: arbitraryText().map((reason) => ({
          hosts: [{ host: 'demo.example', reason }],
          environment: [...plain, ...secrets].map((name) => ({ name, reason })),
        })),
        schemas: fc
          .array(arbitrarySchema(schemaNames), {
            minLength: schemaNames.length,
            maxLength: schemaNames.length,
          })
          .map((schemas) =>
            Object.fromEntries(
              schemaNames.map((name, index) => [
                name,
                // Inside a property, so that no reference leads straight back to itself.
                { type: 'object' as const, properties: { part: schemas[index] ?? {} } },
              ]),
            ),
          ),
        collections: fc.record({
          notes: fc.record({
            item: fc.constantFrom('note', 'story', 'box'),
            fields: unique(named(schemaNames), ({ name }) => name, 3).filter((list) => list.length > 0),
            scope: fc.constantFrom('agent' as const, 'room' as const, 'user' as const),
            maxItems: fc.integer({ min: 1, max: 50 }),
          }),
        }),
        actions: unique(fc.oneof({ weight: 4, arbitrary: action }, fixed), ({ name }) => name, 4).filter(
          (list) => list.length > 0,
        ),
        providers: unique(
          fc.record({ name: upper, description: arbitraryText(), run: fc.oneof(text, custom, request, kept) }),
          ({ name }) => name,
          2,
        ),
        evaluators: unique(
          fc.record({
            name: upper,
            description: arbitraryText(),
            run: fc.oneof(
              custom,
              fc.record(
                {
                  kind: fc.constant('model' as const),
                  criteria: arbitraryText(200),
                  labels: fc.uniqueArray(word, { minLength: 2, maxLength: 4 }),
                  remember: fc.boolean(),
                },
                { requiredKeys: ['kind', 'criteria'] },
              ),
              fc.record({
                kind: fc.constant('words' as const),
                words: fc.array(arbitraryText(30), { minLength: 1, maxLength: 3 }),
              }),
            ),
          }),
          ({ name }) => name,
          2,
        ),
        services: unique(
          fc.record({
            name: fc.stringMatching(/^[a-z]{1,6}_[a-z]{1,6}$/),
            description: arbitraryText(),
            run: fc.oneof(
              custom,
              fc.record({
                kind: fc.constant('poll' as const),
                everyMs: fc.integer({ min: 60_000, max: 600_000 }),
                request,
                event: upper,
              }),
            ),
          }),
          ({ name }) => name,
          2,
        ),
        routes: unique(
          fc.record({
            name: word,
            description: arbitraryText(),
            method: fc.constantFrom('GET' as const, 'POST' as const),
            run: fc.oneof(text, custom),
          }),
          ({ name }) => name,
          2,
        ).map((routes) => routes.map((route) => ({ ...route, path: `/${route.name}/:id` }))),
        events: unique(
          fc.record({
            event: upper,
            description: arbitraryText(),
            run: fc.oneof(custom, fc.constant({ kind: 'log' as const })),
          }),
          ({ event }) => event,
          2,
        ),
        tasks: unique(
          fc.record({ name: upper, description: arbitraryText(), run: custom }),
          ({ name }) => name,
          2,
        ),
        models: unique(
          fc.record({
            type: fc.constantFrom('TEXT_SMALL' as const, 'TEXT_LARGE' as const),
            description: arbitraryText(),
            run: custom,
          }),
          ({ type }) => type,
          1,
        ),
      },
      {
        requiredKeys: [
          'specVersion', 'name', 'description', 'apis', 'auth', 'environment', 'permissions', 'schemas', 'collections', 'actions',
        ],
      },
    ) as fc.Arbitrary<PluginSpecInput>;
  });

/** Any JSON that is not a spec, or nearly one. */
export const arbitraryNonsense = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withSparseArray: true }),
  data,
);
