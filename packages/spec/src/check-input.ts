import { choices, type Report } from './check-report.js';
import { closest } from './closest.js';
import { fitsSchema } from './fits-schema.js';
import { pointerTo } from './json-pointer.js';
import type { Action, PluginSpec } from './plugin-spec.js';

/** The action of that name; reports when there is none. */
export function findAction(
  name: string,
  path: string,
  spec: PluginSpec,
  report: Report,
): Action | undefined {
  const found = spec.actions.find((action) => action.name === name);
  if (!found) {
    const names = spec.actions.map((action) => action.name);
    report(
      'PW_SPEC_UNKNOWN_ACTION',
      path,
      `There is no action "${name}".`,
      choices(closest(name, names), names, 'action'),
    );
  }
  return found;
}

/** Fixed input of an action: known parameters, fitting values, nothing required left out. */
export function checkInput(
  action: Action,
  input: Readonly<Record<string, unknown>>,
  path: string,
  spec: PluginSpec,
  report: Report,
): void {
  const parameters = new Map(action.parameters.map((parameter) => [parameter.name, parameter]));
  for (const [name, value] of Object.entries(input)) {
    const parameter = parameters.get(name);
    if (!parameter)
      report(
        'PW_SPEC_UNKNOWN_PARAMETER',
        pointerTo(path, name),
        `${action.name} has no parameter "${name}".`,
        choices(closest(name, parameters.keys()), [...parameters.keys()], 'parameter'),
      );
    else if (!fitsSchema(value, parameter.schema, spec.schemas))
      report(
        'PW_SPEC_INPUT_MISFIT',
        pointerTo(path, name),
        `This value does not fit the schema of "${name}".`,
        'Correct the value or the schema.',
      );
  }
  for (const { name, required, schema } of action.parameters)
    if (required && schema.default === undefined && !Object.hasOwn(input, name))
      report(
        'PW_SPEC_INPUT_MISFIT',
        path,
        `The required parameter "${name}" of ${action.name} is missing.`,
        `Add ${name} to the input.`,
      );
}
