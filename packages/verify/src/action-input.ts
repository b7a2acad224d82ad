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

/** Required parameters that nothing fits, so that the action can never be called as it should. */
export const impossibleParameters = (action: Action, schemas: Schemas): string[] =>
  action.parameters
    .filter((parameter) => parameter.required)
    .filter((parameter) => !fits(valueOf(parameter, schemas), parameter, schemas))
    .map((parameter) => parameter.name);

const fits = (value: unknown, parameter: Parameter, schemas: Schemas) =>
  fitsSchema(value, parameter.schema, schemas, { overlap: true });

function valueOf(parameter: Parameter, schemas: Schemas): unknown {
  const documented = parameter.examples.find((value) => fits(value, parameter, schemas));
  if (documented !== undefined) return documented;
  const made = exampleFor(parameter.schema, schemas);
  // A schema that no value fits: an optional parameter is left out, a required one has to do.
  return fits(made, parameter, schemas) || parameter.required ? made : undefined;
}

/** Parameters of the two lazy actions: words to search for, and the first operation that can be called, with its input. */
export function lazyInputs(
  lazy: NonNullable<PluginSpec['lazy']>,
  schemas: Schemas,
): { search: Record<string, unknown>; call: Record<string, unknown>; possible: boolean } {
  const callable = lazy.operations.find(
    (operation) => impossibleParameters(operation, schemas).length === 0,
  );
  const operation = callable ?? lazy.operations[0];
  if (operation === undefined) return { search: {}, call: {}, possible: false };
  return {
    possible: callable !== undefined,
    search: { query: operation.name.toLowerCase().replace(/_/g, ' ') },
    call: { operation: operation.name, input: actionInput(operation, schemas, 'required') },
  };
}
