import { reportReserved } from './check-components.js';
import { choices, type Report } from './check-report.js';
import { closest } from './closest.js';
import { fixedParameters } from './fixed-parameters.js';
import { sameJson } from './fits-schema.js';
import { pointerTo } from './json-pointer.js';
import type { Action, PluginSpec } from './plugin-spec.js';
import { isReservedName } from './reserved-names.js';

/** Collections have distinct fields with usable names, and whoever names one names one that exists. */
export function checkCollections(spec: PluginSpec, report: Report): void {
  for (const [id, { fields }] of Object.entries(spec.collections)) {
    const path = pointerTo('/collections', id);
    const seen = new Set<string>();
    for (const [index, { name }] of fields.entries()) {
      const at = `${path}/fields/${index}/name`;
      if (isReservedName(name)) reportReserved(name, at, report);
      if (seen.has(name))
        report(
          'PW_SPEC_DUPLICATE_NAME',
          at,
          `The collection has two fields with the name "${name}".`,
          'Rename or remove one of them.',
        );
      if (name === 'which')
        report(
          'PW_SPEC_FIXED_PARAMETERS',
          at,
          'The name "which" is taken: it tells which entry is meant.',
          'Give the field another name.',
        );
      seen.add(name);
    }
  }
  for (const [index, { run }] of spec.actions.entries())
    if (run.kind === 'collection') checkId(run.collection, `/actions/${index}/run`, spec, report);
  for (const [index, { run }] of spec.providers.entries())
    if (run.kind === 'collection') checkId(run.collection, `/providers/${index}/run`, spec, report);
}

function checkId(id: string, path: string, spec: PluginSpec, report: Report): void {
  const known = Object.keys(spec.collections);
  if (!Object.hasOwn(spec.collections, id))
    report(
      'PW_SPEC_UNKNOWN_COLLECTION',
      `${path}/collection`,
      `There is no collection "${id}" under collections.`,
      choices(closest(id, known), known, 'collection'),
    );
}

/** Where the run fixes the parameters, a spec may say more about them, but neither add nor retype nor miss one. */
export function checkFixedParameters(
  action: Action,
  path: string,
  spec: PluginSpec,
  report: Report,
): void {
  const { run, parameters } = action;
  if (run.kind === 'compute' && run.rates !== undefined && run.function !== 'convertCurrency')
    report(
      'PW_SPEC_FIXED_PARAMETERS',
      `${path}/run/rates`,
      `The function ${run.function} takes no rates.`,
      'Remove rates.',
    );
  const fixed = fixedParameters(action, spec);
  if (fixed === undefined) return;
  const names = fixed.map(({ name }) => name);
  const what = run.kind === 'compute' ? run.function : 'this operation';
  for (const [index, { name, schema }] of parameters.entries()) {
    const known = fixed.find((one) => one.name === name);
    const at = `${path}/parameters/${index}`;
    if (known === undefined)
      report(
        'PW_SPEC_FIXED_PARAMETERS',
        `${at}/name`,
        `${capital(what)} has no parameter "${name}".`,
        choices(closest(name, names), names, 'parameter'),
      );
    else if (!sameJson(known.schema.type ?? null, schema.type ?? null))
      report(
        'PW_SPEC_FIXED_PARAMETERS',
        `${at}/schema`,
        `The parameter "${name}" of ${what} has another type.`,
        `Write ${JSON.stringify(known.schema)}.`,
      );
  }
  for (const { name, required } of fixed)
    if (required && !parameters.some((parameter) => parameter.name === name))
      report(
        'PW_SPEC_FIXED_PARAMETERS',
        `${path}/parameters`,
        `${capital(what)} needs the parameter "${name}".`,
        'Add it, or leave parameters out altogether: then all of them are there.',
      );
}

const capital = (text: string) =>
  text.startsWith('this') ? `T${text.slice(1)}` : `The function ${text}`;
