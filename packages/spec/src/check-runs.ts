import { checkInput, findAction } from './check-input.js';
import { choices, type Report } from './check-report.js';
import { closest } from './closest.js';
import type { PluginSpec } from './plugin-spec.js';

/** Routes lead to different places and to actions that exist. */
export function checkRoutes(spec: PluginSpec, report: Report): void {
  const taken = new Set<string>();
  for (const [index, route] of spec.routes.entries()) {
    const path = `/routes/${index}`;
    const shape = `${route.method} ${route.path.replace(/:[^/]+/g, ':').replace(/(?<=.)\/$/, '')}`;
    if (taken.has(shape))
      report(
        'PW_SPEC_DUPLICATE_NAME',
        `${path}/path`,
        `Another route already answers ${route.method} ${route.path}.`,
        'Change the path or the method of one of them.',
      );
    taken.add(shape);

    const segments = route.path.split('/').filter((part) => part.includes(':'));
    const names = segments.map((part) => part.slice(1));
    if (segments.some((part) => !/^:[A-Za-z][A-Za-z0-9_]*$/.test(part)))
      report(
        'PW_SPEC_PATH_SYNTAX',
        `${path}/path`,
        `The path ${route.path} has a variable part without a plain name.`,
        'Write each variable part as /:name, with letters, digits and "_".',
      );
    else if (new Set(names).size < names.length)
      report(
        'PW_SPEC_DUPLICATE_NAME',
        `${path}/path`,
        `The path ${route.path} names a variable part twice.`,
        'Give each part its own name.',
      );
    if (route.run.kind !== 'action') continue;
    const action = findAction(route.run.action, `${path}/run/action`, spec, report);
    const known = action?.parameters.map(({ name }) => name) ?? [];
    for (const name of names)
      if (action && !known.includes(name))
        report(
          'PW_SPEC_UNKNOWN_PARAMETER',
          `${path}/path`,
          `${action.name} has no parameter "${name}".`,
          choices(closest(name, known), known, 'parameter'),
        );
  }
}

/** Tasks run actions that exist, with input that fits. */
export function checkTasks(spec: PluginSpec, report: Report): void {
  for (const [index, { run }] of spec.tasks.entries()) {
    if (run.kind !== 'action') continue;
    const path = `/tasks/${index}/run`;
    const action = findAction(run.action, `${path}/action`, spec, report);
    if (action) checkInput(action, run.input, `${path}/input`, spec, report);
  }
}
