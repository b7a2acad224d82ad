import { checkApiAndAuth } from './check-remote.js';
import { choices, type Report } from './check-report.js';
import { closest } from './closest.js';
import { fitsSchema } from './fits-schema.js';
import type { HttpRun, PluginSpec } from './plugin-spec.js';

/** One HTTP request and where it stands. */
export interface HttpPlace {
  run: HttpRun;
  /** JSON pointer of `run`. */
  path: string;
  /** Name → required, of what the bindings may name. */
  parameters: ReadonlyMap<string, boolean>;
  /** JSON pointer of the list of parameters, when every one should be used. */
  ownParameters?: string;
}

/** What HTTP takes as the name of a header or a cookie. */
export const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** A request must name things that exist, fill each place once, and leave no required parameter out. */
export function checkHttp(place: HttpPlace, spec: PluginSpec, report: Report): void {
  const { run, path } = place;
  checkApiAndAuth(run, path, spec, report);
  checkPath(place, report);
  checkBindings(place, report);
  checkBody(place, report);
  checkUse(place, report);
  const { schema, example } = run.response;
  if (schema && example !== undefined && !fitsSchema(example, schema, spec.schemas))
    report(
      'PW_SPEC_EXAMPLE_MISFIT',
      `${path}/response/example`,
      'The example of the answer does not fit the schema of the answer.',
      'Correct the example or the schema; the tests of the plugin answer with the example.',
      'warning',
    );
}

/** The `{name}` parts of a request path. */
export function pathPlaceholders(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
}

function checkPath({ run, path, parameters }: HttpPlace, report: Report): void {
  const names = pathPlaceholders(run.path);
  if (/[{}]/.test(run.path.replace(/\{[^{}]+\}/g, '')))
    report(
      'PW_SPEC_PATH_SYNTAX',
      `${path}/path`,
      `The path ${run.path} has an unmatched or empty brace.`,
      'Write each variable part as {name}.',
    );
  const bound = new Map<string, string>(
    run.bind.flatMap((binding, index) =>
      binding.in === 'path' ? [[binding.name, `bind/${index}`] as const] : [],
    ),
  );
  for (const [index, one] of (run.settings ?? []).entries())
    if (one.in === 'path') bound.set(one.name, `settings/${index}`);
  for (const name of new Set(names))
    if (name !== '' && !bound.has(name))
      report(
        'PW_SPEC_PATH_UNBOUND',
        `${path}/path`,
        `Nothing fills {${name}} in the path ${run.path}.`,
        `Add to bind: { parameter: …, in: path, name: ${name} }.`,
      );
  for (const [name, place] of bound)
    if (!names.includes(name))
      report(
        'PW_SPEC_PATH_EXTRA',
        `${path}/${place}/name`,
        `The path ${run.path} has no {${name}}.`,
        closest(name, names)
          ? `Did you mean "${closest(name, names)}"?`
          : `Put {${name}} into the path, or bind the parameter elsewhere.`,
      );
  // A path has no way to leave a part out (OpenAPI 3.1, 4.8.12.1).
  for (const [index, binding] of run.bind.entries())
    if (binding.in === 'path' && parameters.get(binding.parameter) === false)
      report(
        'PW_SPEC_PATH_OPTIONAL',
        `${path}/bind/${index}/parameter`,
        `The parameter "${binding.parameter}" fills a part of the path, but it is not required.`,
        'Add required: true to the parameter.',
      );
}

function checkBindings({ run, path, parameters }: HttpPlace, report: Report): void {
  const taken = new Set([
    ...Object.keys(run.headers).map((name) => slotOf('header', name)),
    ...Object.keys(run.query).map((name) => slotOf('query', name)),
  ]);
  const known = [...parameters.keys()];
  for (const [index, one] of (run.settings ?? []).entries()) {
    const slot = slotOf(one.in, one.name);
    if (taken.has(slot)) reportTwice(one, `${path}/settings/${index}`, report);
    taken.add(slot);
  }
  for (const [index, binding] of run.bind.entries()) {
    const at = `${path}/bind/${index}`;
    if (!parameters.has(binding.parameter))
      reportUnknown(binding.parameter, `${at}/parameter`, known, report);
    if (binding.in === 'header' && !HEADER_NAME.test(binding.name))
      report(
        'PW_SPEC_PATTERN',
        `${at}/name`,
        `"${binding.name}" cannot be the name of an HTTP header.`,
        'Use letters, digits and hyphens, such as X-Request-Id.',
      );
    const slot = slotOf(binding.in, binding.name);
    if (taken.has(slot)) reportTwice(binding, at, report);
    taken.add(slot);
  }
  const paged = run.pagination && 'parameter' in run.pagination && run.pagination.parameter;
  if (paged && !parameters.has(paged))
    reportUnknown(paged, `${path}/pagination/parameter`, known, report);
}

function reportUnknown(name: string, path: string, known: readonly string[], report: Report): void {
  report(
    'PW_SPEC_UNKNOWN_PARAMETER',
    path,
    `There is no parameter "${name}" here.`,
    known.length === 0
      ? 'Only actions and models have parameters; write a fixed value under query or headers, or add the parameter to the action.'
      : choices(closest(name, known), known, 'parameter'),
  );
}

const reportTwice = (one: { in: string; name: string }, path: string, report: Report): void =>
  report(
    'PW_SPEC_BINDING_DUPLICATE',
    path,
    `The ${one.in} place "${one.name}" of the request is filled twice.`,
    'Remove one of the two.',
  );

const slotOf = (place: string, name: string) =>
  `${place}:${place === 'header' ? name.toLowerCase() : name}`;

function checkBody({ run, path, parameters }: HttpPlace, report: Report): void {
  const parts = run.bind.flatMap((binding, index) => (binding.in === 'body' ? [index] : []));
  const { body, settings = [] } = run;
  if (!body) {
    const fixed = settings.findIndex((one) => one.in === 'body');
    if (parts.length === 0 && fixed >= 0)
      report(
        'PW_SPEC_BODY_MISSING',
        `${path}/settings/${fixed}/in`,
        'A setting is bound to the body, but the request has no body.',
        'Add body: { mediaType: application/json, encoding: json }.',
      );
    for (const index of parts.slice(0, 1))
      report(
        'PW_SPEC_BODY_MISSING',
        `${path}/bind/${index}/in`,
        'A parameter is bound to the body, but the request has no body.',
        'Add body: { mediaType: application/json, encoding: json }.',
      );
    return;
  }
  if (['GET', 'HEAD', 'TRACE'].includes(run.method))
    report(
      'PW_SPEC_BODY_FORBIDDEN',
      `${path}/body`,
      `A ${run.method} request has no body.`,
      'Use POST, PUT or PATCH, or bind the parameters with in: query.',
    );
  if (body.parameter !== undefined) {
    if (!parameters.has(body.parameter))
      reportUnknown(body.parameter, `${path}/body/parameter`, [...parameters.keys()], report);
    for (const index of parts)
      report(
        'PW_SPEC_BINDING_DUPLICATE',
        `${path}/bind/${index}`,
        `The parameter "${body.parameter}" already is the whole body.`,
        'Remove body.parameter, or this binding.',
      );
  } else if (body.encoding === 'text' || body.encoding === 'binary')
    report(
      'PW_SPEC_BODY_PARAMETER',
      `${path}/body`,
      `A body with encoding "${body.encoding}" is one value, but none is named.`,
      'Add body.parameter with the name of the parameter that is the body.',
    );
}

function checkUse({ run, path, parameters, ownParameters }: HttpPlace, report: Report): void {
  if (ownParameters === undefined) return;
  const used = new Set<string | undefined>(run.bind.map(({ parameter }) => parameter));
  used.add(run.body?.parameter);
  for (const [index, [name, required]] of [...parameters].entries())
    if (!used.has(name))
      report(
        'PW_SPEC_PARAMETER_UNUSED',
        `${ownParameters}/${index}`,
        `The ${required ? 'required ' : ''}parameter "${name}" goes nowhere in the request.`,
        `Add to ${path}/bind: { parameter: ${name}, in: query, name: ${name} }, or remove the parameter.`,
        required ? 'error' : 'warning',
      );
}
