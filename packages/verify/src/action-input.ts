import {
  fitsSchema,
  exampleFor,
  type Action,
  type Binding,
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
  const wanted = action.parameters.filter(
    (parameter) => which === 'all' || isNeeded(parameter, action),
  );
  const entries = wanted.map(
    (parameter) => [parameter.name, valueOf(parameter, action, schemas)] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Required parameters that nothing fits, so that the action can never be called as it should. */
export const impossibleParameters = (action: Action, schemas: Schemas): string[] =>
  action.parameters
    .filter((parameter) => isNeeded(parameter, action))
    .filter((parameter) => {
      const value = valueOf(parameter, action, schemas);
      return !fits(value, parameter, schemas) || !travels(value, parameter, action);
    })
    .map((parameter) => parameter.name);

const fits = (value: unknown, parameter: Parameter, schemas: Schemas) =>
  fitsSchema(value, parameter.schema, schemas, { overlap: true });

const isBound = (parameter: Parameter, { run }: Action, place: Binding['in']) =>
  run.kind === 'http' &&
  run.bind.some((binding) => binding.parameter === parameter.name && binding.in === place);

/** A path without one of its parts is another path, whatever the spec says. */
const isNeeded = (parameter: Parameter, action: Action) =>
  parameter.required || isBound(parameter, action, 'path');

/** Whether a value can stand where the request puts it: a part of a path is never empty, a header is ASCII. */
function travels(value: unknown, parameter: Parameter, action: Action): boolean {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  if (isBound(parameter, action, 'header') && !/^[\x20-\x7e]*$/.test(text)) return false;
  if (!isBound(parameter, action, 'path')) return true;
  if (value === null || value === undefined || value === '') return false;
  if (typeof value !== 'object') return !/^\.+$/.test(String(value));
  const parts = Object.values(value);
  return parts.length > 0 && parts.every((part) => part !== '' && part !== null);
}

function valueOf(parameter: Parameter, action: Action, schemas: Schemas): unknown {
  const usable = (value: unknown) =>
    fits(value, parameter, schemas) && travels(value, parameter, action);
  const documented = parameter.examples.find(usable);
  if (documented !== undefined) return documented;
  const made = exampleFor(parameter.schema, schemas);
  if (usable(made)) return made;
  // The schema's own example may be what cannot travel, such as an empty text.
  const other = ['example', 1, true].find(usable);
  if (other !== undefined) return other;
  // No value fits and can be sent: an optional parameter is left out, a required one has to do.
  return isNeeded(parameter, action) ? made : undefined;
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
