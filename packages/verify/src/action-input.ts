import {
  exampleFor,
  fitsSchema,
  type Action,
  type JsonSchema,
  type Parameter,
  type PluginSpec,
} from '@plugwright/spec';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Parameters with which an action is called: the first documented example that fits, otherwise a made one. */
export function actionInput(
  action: Action,
  schemas: Schemas,
  which: 'all' | 'required',
): Record<string, unknown> {
  const wanted = action.parameters.filter((parameter) => which === 'all' || parameter.required);
  const entries = wanted.map((parameter) => [parameter.name, valueOf(parameter, schemas)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function valueOf(parameter: Parameter, schemas: Schemas): unknown {
  const fits = (value: unknown) => fitsSchema(value, parameter.schema, schemas, { overlap: true });
  const documented = parameter.examples.find(fits);
  if (documented !== undefined) return documented;
  const made = exampleFor(parameter.schema, schemas);
  // A schema that no value fits: an optional parameter is left out, a required one has to do.
  return fits(made) || parameter.required ? made : undefined;
}

/** Parameters of the two lazy actions: words to search for, and the first operation with its input. */
export function lazyInputs(
  lazy: NonNullable<PluginSpec['lazy']>,
  schemas: Schemas,
): { search: Record<string, unknown>; call: Record<string, unknown> } {
  const operation = lazy.operations[0];
  if (operation === undefined) return { search: {}, call: {} };
  return {
    search: { query: operation.name.toLowerCase().replace(/_/g, ' ') },
    call: { operation: operation.name, input: actionInput(operation, schemas, 'required') },
  };
}
