import type { Binding, HttpRun, PluginSpec } from '@plugwright/spec';
import { authProblem, credentialQueryNames } from './fixture-auth.js';
import { bodyProblems } from './fixture-body.js';
import { pathValues } from './fixture-operations.js';
import { isScalar, parameterFinder, textFits, type FixtureRequest } from './fixture-parameter.js';

/** What is wrong with a request, compared with the operation it is meant for. */
export function requestProblems(
  spec: PluginSpec,
  run: HttpRun,
  request: FixtureRequest,
): { problems: string[]; unauthorized: boolean } {
  const unauthorized = authProblem(spec, run, request);
  const problems = [
    ...(unauthorized === undefined ? [] : [unauthorized]),
    ...pathProblems(spec, run, request),
    ...queryProblems(spec, run, request),
    ...headerProblems(spec, run, request),
    ...cookieProblems(spec, run, request),
    ...bodyProblems(spec, run, request),
  ];
  return { problems, unauthorized: unauthorized !== undefined };
}

function pathProblems(spec: PluginSpec, run: HttpRun, request: FixtureRequest): string[] {
  const values = pathValues(run, request.path);
  const find = parameterFinder(spec);
  return bound(run, 'path').flatMap((binding) => {
    const value = values[binding.name] ?? '';
    if (value === '') return [`path parameter ${binding.name} is empty`];
    const schema = find(run, binding)?.schema;
    if ((binding.style ?? 'simple') !== 'simple' || binding.json) return [];
    if (schema === undefined || !isScalar(schema, spec) || textFits(value, schema, spec)) return [];
    return [`path parameter ${binding.name} does not fit its schema: ${shown(value)}`];
  });
}

function queryProblems(spec: PluginSpec, run: HttpRun, request: FixtureRequest): string[] {
  const { searchParams } = request.url;
  const find = parameterFinder(spec);
  const problems: string[] = [];
  const known = new Set([...Object.keys(run.query), ...credentialQueryNames(spec, run)]);
  let open = false;
  for (const binding of bound(run, 'query')) {
    known.add(binding.name);
    const parameter = find(run, binding);
    const spread = parameter !== undefined && !isScalar(parameter.schema, spec) && !binding.json;
    // An object in form style, exploded, has its own keys as names.
    if (spread) open = true;
    const given = searchParams.getAll(binding.name);
    if (given.length === 0) {
      if (parameter?.required && !spread)
        problems.push(`query parameter ${binding.name} is missing`);
      continue;
    }
    if (spread || parameter === undefined || binding.json) continue;
    for (const value of given) {
      if (textFits(value, parameter.schema, spec)) continue;
      problems.push(`query parameter ${binding.name} does not fit its schema: ${shown(value)}`);
    }
  }
  for (const [name, value] of Object.entries(run.query)) {
    if (!searchParams.getAll(name).includes(value))
      problems.push(`query must hold ${name}=${shown(value)}`);
  }
  const strange = [...new Set(searchParams.keys())].filter((name) => !known.has(name));
  if (!open) problems.push(...strange.map((name) => `query parameter ${shown(name)} is not known`));
  return problems;
}

function headerProblems(spec: PluginSpec, run: HttpRun, request: FixtureRequest): string[] {
  const find = parameterFinder(spec);
  const fixed = { ...spec.apis[run.api]?.headers, ...run.headers };
  const missing = bound(run, 'header')
    .filter((binding) => find(run, binding)?.required)
    .filter((binding) => request.headers[binding.name.toLowerCase()] === undefined)
    .map((binding) => `header ${binding.name} is missing`);
  const wrong = Object.entries(fixed)
    // A bound value may replace a fixed one, and a multipart type needs its boundary.
    .filter(([name]) => !/^(?:content-type|accept|user-agent)$/i.test(name))
    .filter(([name]) => !run.bind.some((each) => each.in === 'header' && sameName(each.name, name)))
    .filter(([name, value]) => request.headers[name.toLowerCase()] !== value.trim())
    .map(([name]) => `header ${name} does not have its fixed value`);
  return [...missing, ...wrong];
}

function cookieProblems(spec: PluginSpec, run: HttpRun, request: FixtureRequest): string[] {
  const find = parameterFinder(spec);
  const names = (request.headers.cookie ?? '').split(';').map((part) => part.split('=')[0]?.trim());
  return bound(run, 'cookie')
    .filter((binding) => find(run, binding)?.required && !names.includes(binding.name))
    .filter((binding) => isScalar(find(run, binding)?.schema ?? {}, spec))
    .map((binding) => `cookie ${binding.name} is missing`);
}

const bound = (run: HttpRun, place: Binding['in']) => run.bind.filter((each) => each.in === place);
const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const shown = (value: string) => JSON.stringify(value.slice(0, 100));
