import * as fc from 'fast-check';
import { exampleFor, type JsonSchema, type PluginSpecInput } from '@plugwright/spec';
import { arbitrarySchema, prose, scalarSchema } from './arbitrary-schema.js';

export type ActionInput = NonNullable<PluginSpecInput['actions']>[number];
type HttpInput = Extract<ActionInput['run'], { kind: 'http' }>;
type ParameterInput = NonNullable<ActionInput['parameters']>[number] & { schema: JsonSchema };
type BindingInput = NonNullable<HttpInput['bind']>[number];

/** What an action may refer to. */
export interface World {
  schemas: Record<string, JsonSchema>;
  apis: NonNullable<PluginSpecInput['apis']>;
  auth: NonNullable<PluginSpecInput['auth']>;
}

const PARAMETERS = ['id', 'name', 'class', 'default', 'limit', 'new', 'x1', 'arguments', 'runtime', 'input', 'signal'];

function parameters(world: World, count: { min: number; max: number }): fc.Arbitrary<ParameterInput[]> {
  const any = arbitrarySchema(Object.keys(world.schemas));
  return fc
    .uniqueArray(fc.constantFrom(...PARAMETERS), { minLength: count.min, maxLength: count.max })
    .chain((names) =>
      all(
        names.map((name) =>
          fc.record({
            name: fc.constant(name),
            description: fc.oneof(fc.constant(''), prose(1000)),
            required: fc.boolean(),
            schema: any,
            examples: fc.boolean(),
          }),
        ),
      ),
    )
    .map((list) =>
      list.map(({ examples, ...parameter }) => ({
        ...parameter,
        examples: examples ? [exampleFor(parameter.schema, world.schemas)] : [],
      })),
    );
}

const all = <T>(list: readonly fc.Arbitrary<T>[]): fc.Arbitrary<T[]> =>
  list.length === 0 ? fc.constant([]) : (fc.tuple(...list) as fc.Arbitrary<T[]>);

const wireName = (name: string) => fc.constantFrom(name, `${name}[x]`, `${name} y`, `it's_${name}`, `${name}"`);

function binding(parameter: string, place: BindingInput['in'], json: boolean): fc.Arbitrary<BindingInput> {
  const token = fc.constantFrom(parameter, `X-${parameter}`);
  const style: Record<string, fc.Arbitrary<Partial<BindingInput>>> = {
    path: fc.record({ style: fc.constantFrom('simple' as const, 'label' as const, 'matrix' as const), explode: fc.boolean() }),
    query: fc.oneof(
      fc.record({
        style: fc.constantFrom('form' as const, 'spaceDelimited' as const, 'pipeDelimited' as const, 'deepObject' as const),
        explode: fc.boolean(),
        allowReserved: fc.boolean(),
      }),
      fc.constant({ json: true }),
      fc.constant({}),
    ),
    header: fc.oneof(fc.record({ style: fc.constant('simple' as const), explode: fc.boolean() }), fc.constant({})),
    cookie: fc.oneof(fc.record({ style: fc.constant('form' as const), explode: fc.boolean() }), fc.constant({})),
    body: json ? fc.constant({}) : fc.oneof(fc.constant({}), fc.constant({ json: true })),
  };
  const name = place === 'header' || place === 'cookie' || place === 'path' ? token : wireName(parameter);
  return fc.tuple(name, style[place] ?? fc.constant({})).map(([wire, rest]) => ({
    parameter,
    in: place,
    name: wire,
    ...rest,
  }));
}

const response = (world: World): fc.Arbitrary<HttpInput['response']> =>
  fc.oneof(
    arbitrarySchema(Object.keys(world.schemas)).map((schema) => ({
      status: 200,
      kind: 'json' as const,
      schema,
      example: exampleFor(schema, world.schemas),
    })),
    fc.constantFrom<HttpInput['response'][]>(
      { kind: 'text', mediaType: 'text/plain', example: 'hello `${x}`' },
      { kind: 'binary', mediaType: 'application/octet-stream' },
      { status: 204, kind: 'empty' },
      { kind: 'json' },
    ),
  );

function httpRun(world: World, list: readonly ParameterInput[]): fc.Arbitrary<HttpInput> {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
  return fc
    .record({
      method: fc.constantFrom(...methods),
      encoding: fc.constantFrom('json' as const, 'form' as const, 'multipart' as const),
      whole: fc.boolean(),
      places: fc.array(fc.constantFrom('query' as const, 'header' as const, 'cookie' as const, 'body' as const, 'path' as const), {
        minLength: list.length,
        maxLength: list.length,
      }),
    })
    .chain(({ method, encoding, whole, places }) => {
      const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
      const placed = list.map((parameter, i) => {
        const wanted = places[i] ?? 'query';
        return { parameter, place: wanted === 'body' && !hasBody ? ('query' as const) : wanted };
      });
      const inBody = placed.filter(({ place }) => place === 'body');
      // One parameter alone may be the whole body.
      const [only] = whole && inBody.length === 1 ? inBody : [];
      const bound = placed.filter((item) => item !== only);
      const MEDIA = {
        json: 'application/json',
        form: 'application/x-www-form-urlencoded',
        multipart: 'multipart/form-data',
      };
      return fc
        .record({
          api: fc.constantFrom(...Object.keys(world.apis)),
          bind: all(bound.map(({ parameter, place }) => binding(parameter.name, place, encoding === 'json'))),
          headers: fc.constantFrom<Record<string, string>>({}, { 'X-Fixed': `"'\`` }),
          query: fc.constantFrom<Record<string, string>>({}, { fixed: `*/ \${x} '"` }),
          auth: fc
            .subarray(Object.keys(world.auth))
            .chain((ids) => fc.constantFrom<string[][]>([], ids.map((id) => [id]), [ids], [[], ...ids.map((id) => [id])])),
          response: response(world),
          pick: fc.option(fc.constantFrom('/data', '/items/0/a~1b', '/it\'s "`'), { nil: undefined }),
        })
        .map((rest) => ({
          kind: 'http' as const,
          method,
          path: `/things${rest.bind
            .filter((item) => item.in === 'path')
            .map((item) => `/{${item.name}}`)
            .join('')}`,
          ...(inBody.length > 0
            ? { body: { mediaType: MEDIA[encoding], encoding, ...(only ? { parameter: only.parameter.name } : {}) } }
            : {}),
          ...rest,
        }));
    });
}

/** A random action; `http` makes it a request, `parameters: false` one without parameters. */
export function arbitraryAction(
  world: World,
  name: string,
  options: { http?: boolean; parameters?: boolean } = {},
): fc.Arbitrary<ActionInput> {
  const fixed = options.parameters === false;
  return parameters(world, { min: 0, max: fixed ? 0 : 4 })
    .chain((list) => {
      const placeholders = list.map((parameter) => `{${parameter.name}}`).join(' ');
      const request = httpRun(world, list);
      const run: fc.Arbitrary<ActionInput['run']> =
        options.http || fixed
          ? request
          : fc.oneof(
              { weight: 4, arbitrary: request },
              { weight: 1, arbitrary: prose(1000).map((text) => ({ kind: 'text' as const, template: `${text} ${placeholders}` })) },
              {
                weight: 1,
                arbitrary: prose(1000).map((text) => ({ kind: 'model' as const, prompt: `${text} ${placeholders}`, size: 'large' as const })),
              },
              { weight: 1, arbitrary: prose(500).map((notes) => ({ kind: 'custom' as const, notes })) },
            );
      return fc
        .record({
          description: prose(1000),
          similes: fc.subarray(['SIMILE_ONE', 'OTHER_NAME']),
          examples: fc.array(fc.record({ user: prose(1000), agent: prose(1000) }), { maxLength: 2 }),
          tags: fc.array(prose(100), { maxLength: 2 }),
          deprecated: fc.boolean(),
          run,
        })
        .map((rest) => {
          const inPath = new Set(
            rest.run.kind === 'http' ? rest.run.bind?.map((item) => (item.in === 'path' ? item.parameter : '')) : [],
          );
          // A path has no place for a value that is not there.
          const all = list.map((item) => (inPath.has(item.name) ? { ...item, required: true } : item));
          return { name, parameters: all, ...rest };
        });
    });
}

export { scalarSchema };
