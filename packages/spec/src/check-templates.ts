import type { Report } from './check-report.js';
import { choices } from './check-report.js';
import { closest } from './closest.js';
import type { PluginSpec } from './plugin-spec.js';

/** The names in `{name}` of a template; `{{name}}` belongs to ElizaOS and is none. */
export function templatePlaceholders(template: string): string[] {
  return [...template.matchAll(/(?<!\{)\{([A-Za-z][A-Za-z0-9_]*)\}(?!\})/g)].map(
    ([, name = '']) => name,
  );
}

/** Templates that name what does not exist, and parameters that no template uses. Warnings: braces may be meant. */
export function checkTemplates(spec: PluginSpec, report: Report): void {
  checkLabels(spec, report);
  for (const [index, { run, parameters }] of spec.actions.entries()) {
    if (run.kind !== 'text' && run.kind !== 'model') continue;
    const key = run.kind === 'text' ? 'template' : 'prompt';
    const used = templatePlaceholders(run.kind === 'text' ? run.template : run.prompt);
    const names = parameters.map(({ name }) => name);
    reportUnknown(used, names, `/actions/${index}/run/${key}`, report);
    for (const [inner, name] of names.entries())
      if (!used.includes(name))
        report(
          'PW_SPEC_PARAMETER_UNUSED',
          `/actions/${index}/parameters/${inner}`,
          `The parameter "${name}" is not in the ${key}.`,
          `Write {${name}} where its value belongs, or remove the parameter.`,
          'warning',
        );
  }
  for (const [index, { run }] of spec.providers.entries())
    if (run.kind === 'text')
      reportUnknown(
        templatePlaceholders(run.template),
        [],
        `/providers/${index}/run/template`,
        report,
      );
}

/** Labels that differ only in case would leave open which one is meant. */
function checkLabels(spec: PluginSpec, report: Report): void {
  const places = [
    ...spec.actions.map(({ run }, index) => ({ run, path: `/actions/${index}/run/labels` })),
    ...spec.evaluators.map(({ run }, index) => ({ run, path: `/evaluators/${index}/run/labels` })),
  ];
  for (const { run, path } of places) {
    if (run.kind !== 'model') continue;
    const seen = new Set<string>();
    for (const [index, label] of (run.labels ?? []).entries()) {
      const key = label.trim().toLowerCase();
      if (key === '' || seen.has(key))
        report(
          'PW_SPEC_DUPLICATE_NAME',
          `${path}/${index}`,
          `The label "${label}" is empty or stands twice.`,
          'Rename or remove it.',
        );
      seen.add(key);
    }
  }
}

function reportUnknown(
  used: readonly string[],
  names: readonly string[],
  path: string,
  report: Report,
): void {
  for (const name of new Set(used))
    if (!names.includes(name))
      report(
        'PW_SPEC_PLACEHOLDER_UNKNOWN',
        path,
        `{${name}} is not a parameter, so it stays in the text as it is.`,
        choices(closest(name, names), names, 'parameter'),
        'warning',
      );
}
