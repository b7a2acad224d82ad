import { type Parameter, type PluginSpec, typesOf } from '@plugwright/spec';
import { exampleInput } from '../contract-values.js';

/** What an action must ask for, take and refuse. */
export interface Taken {
  name: string;
  required: string[];
  /** Fits; empty when no example is known. */
  input: Record<string, unknown>;
  /** By parameter, a value of another type. */
  wrong: Record<string, unknown>;
}

/** What each action takes, also those that reach operations without an action of their own. */
export function takenBy(spec: PluginSpec): Taken[] {
  const own = spec.actions.map(({ name, parameters, run }): Taken => {
    const http = run.kind === 'http' ? run : undefined;
    const wrong = parameters.flatMap((parameter) => {
      const value = misfit(parameter);
      return value === undefined ? [] : [[parameter.name, value] as const];
    });
    return {
      name,
      required: parameters.filter(({ required }) => required).map((parameter) => parameter.name),
      input: exampleInput(parameters, http, spec.schemas) ?? {},
      wrong: Object.fromEntries(wrong),
    };
  });
  if (!spec.lazy) return own;
  const { search, action } = spec.lazy;
  return [
    ...own,
    { name: search, required: ['query'], input: { query: 'a' }, wrong: { query: {} } },
    {
      name: action,
      required: ['operation'],
      input: { operation: 'NO_SUCH_OPERATION_9' },
      wrong: { operation: {}, input: 9 },
    },
  ];
}

/** A value of a type that the schema itself rules out; text is no such value, because it is read as what is meant. */
function misfit({ schema }: Parameter): unknown {
  const types = typesOf(schema);
  if (types === undefined) return undefined;
  if (!types.includes('object')) return { of: 'another type' };
  return types.some((type) => type !== 'object' && type !== 'null') ? undefined : 9;
}
