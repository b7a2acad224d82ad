import type { Collection, Parameter, RunOf } from './plugin-spec.js';

type Operation =
  RunOf<'collection'> extends infer R ? (R extends { operation: infer O } ? O : never) : never;

const parameter = (
  name: string,
  description: string,
  required: boolean,
  schema: Parameter['schema'],
  examples: unknown[] = [],
): Parameter => ({ name, description, required, schema, examples });

const limit = parameter('limit', 'How many at most', false, {
  type: 'integer',
  minimum: 1,
  maximum: 100,
  default: 20,
});

/** What an operation on a collection has to be given; a spec may leave these out. */
export function collectionParameters(
  { item, fields }: Collection,
  operation: Operation,
): Parameter[] {
  const which = parameter(
    'which',
    `Which ${item}: its id, its number in the list, or words of it`,
    true,
    { type: 'string', maxLength: 500 },
    ['1'],
  );
  const states = (name: string, description: string) =>
    parameter(name, description, false, {
      type: 'string',
      enum: ['all', 'open', 'done'],
      default: 'all',
    });
  switch (operation) {
    case 'add':
      return [...fields];
    case 'update':
      return [which, ...fields.map(asked)];
    case 'list':
      return [states('show', 'All, only open or only done ones'), limit];
    case 'search':
      return [
        parameter('query', 'Words to look for', true, { type: 'string', maxLength: 500 }),
        limit,
      ];
    case 'clear':
      return [states('only', 'All, only open or only done ones are removed')];
    default:
      return [which];
  }
}

/** A field of which only the mentioned ones change: nothing is needed, and no default overwrites. */
function asked(field: Parameter): Parameter {
  const schema = { ...field.schema };
  delete schema.default;
  return { ...field, required: false, schema };
}
