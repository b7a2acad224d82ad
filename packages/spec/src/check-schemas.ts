import { choices, type Report } from './check-report.js';
import { reportReserved } from './check-components.js';
import { closest } from './closest.js';
import { fitsSchema } from './fits-schema.js';
import { pointerTo } from './json-pointer.js';
import type { JsonSchema } from './json-schema.js';
import { compilePattern } from './pattern.js';
import type { Action, PluginSpec } from './plugin-spec.js';
import { isReservedName } from './reserved-names.js';

/** Levels of a JSON Schema, its root included. */
const MAX_SCHEMA_DEPTH = 32;

/** The named schemas, and those of all answers. */
export function checkSchemas(spec: PluginSpec, report: Report): void {
  for (const [name, schema] of Object.entries(spec.schemas))
    checkSchema(schema, pointerTo('/schemas', name), spec, report);
  checkCycles(spec, report);
  const responses = [
    ...spec.actions.map(({ run }, index) => ({ run, path: `/actions/${index}/run` })),
    ...(spec.lazy?.operations ?? []).map(({ run }, index) => ({
      run,
      path: `/lazy/operations/${index}/run`,
    })),
    ...spec.providers.map(({ run }, index) => ({ run, path: `/providers/${index}/run` })),
    ...spec.models.map(({ run }, index) => ({ run, path: `/models/${index}/run` })),
    ...spec.services.map(({ run }, index) =>
      run.kind === 'poll'
        ? { run: run.request, path: `/services/${index}/run/request` }
        : { run, path: `/services/${index}/run` },
    ),
  ];
  for (const { run, path } of responses)
    if (run.kind === 'http' && run.response.schema)
      checkSchema(run.response.schema, `${path}/response/schema`, spec, report);
    else if (run.kind === 'compute' && run.rates?.response.schema)
      checkSchema(run.rates.response.schema, `${path}/rates/response/schema`, spec, report);
  for (const [id, { fields }] of Object.entries(spec.collections))
    for (const [index, { schema }] of fields.entries())
      checkSchema(schema, `${pointerTo('/collections', id)}/fields/${index}/schema`, spec, report);
}

/** Parameters of one action: distinct usable names, schemas that hold, examples that fit. */
export function checkParameters(
  action: Action,
  path: string,
  spec: PluginSpec,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const [index, { name, schema, examples }] of action.parameters.entries()) {
    const at = `${path}/parameters/${index}`;
    if (isReservedName(name)) reportReserved(name, `${at}/name`, report);
    if (seen.has(name))
      report(
        'PW_SPEC_DUPLICATE_NAME',
        `${at}/name`,
        `${action.name} has two parameters with the name "${name}".`,
        'Rename or remove one of them.',
      );
    seen.add(name);
    checkSchema(schema, `${at}/schema`, spec, report);
    for (const [inner, example] of examples.entries())
      if (!fitsSchema(example, schema, spec.schemas))
        report(
          'PW_SPEC_EXAMPLE_MISFIT',
          `${at}/examples/${inner}`,
          `This example does not fit the schema of "${name}".`,
          'Correct the example or the schema.',
          'warning',
        );
  }
}

function checkSchema(root: JsonSchema, rootPath: string, spec: PluginSpec, report: Report): void {
  const open: { schema: JsonSchema; path: string; depth: number }[] = [
    { schema: root, path: rootPath, depth: 1 },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const { schema, path, depth } = next;
    if (depth > MAX_SCHEMA_DEPTH) {
      report(
        'PW_SPEC_SCHEMA_TOO_DEEP',
        path,
        `This schema has more than ${MAX_SCHEMA_DEPTH} levels.`,
        'Move inner parts to schemas, and refer to them with $ref: "#/schemas/…".',
      );
      return;
    }
    checkKeywords(schema, path, spec, report);
    for (const { schema: child, path: below } of childrenOf(schema, path))
      open.push({ schema: child, path: below, depth: depth + 1 });
  }
}

function checkKeywords(schema: JsonSchema, path: string, spec: PluginSpec, report: Report): void {
  const { $ref, pattern } = schema;
  const target = $ref?.slice('#/schemas/'.length);
  const names = Object.keys(spec.schemas);
  if (target !== undefined && !Object.hasOwn(spec.schemas, target))
    report(
      'PW_SPEC_UNKNOWN_SCHEMA',
      `${path}/$ref`,
      `There is no schema "${target}" under schemas.`,
      choices(closest(target, names), names, 'schema'),
    );
  if (pattern !== undefined && !compilePattern(pattern))
    report(
      'PW_SPEC_REGEX_INVALID',
      `${path}/pattern`,
      `"${pattern.slice(0, 100)}" is not a regular expression of JavaScript.`,
      'Rewrite it, or remove the pattern; flags such as (?i) and POSIX classes do not exist here.',
    );
  if (schema.default !== undefined && !fitsSchema(schema.default, schema, spec.schemas))
    report(
      'PW_SPEC_DEFAULT_MISFIT',
      `${path}/default`,
      'The default does not fit the schema that it stands in.',
      'Correct the default or the schema.',
    );
}

interface Child {
  schema: JsonSchema;
  path: string;
}

function childrenOf(schema: JsonSchema, path: string): Child[] {
  const found: Child[] = sameValue(schema, path);
  for (const [key, child] of Object.entries(schema.properties ?? {}))
    found.push({ schema: child, path: pointerTo(`${path}/properties`, key) });
  if (schema.items) found.push({ schema: schema.items, path: `${path}/items` });
  if (typeof schema.additionalProperties === 'object')
    found.push({ schema: schema.additionalProperties, path: `${path}/additionalProperties` });
  return found;
}

/** Sub-schemas that describe the very same value, not a part of it. */
function sameValue(schema: JsonSchema, path: string): Child[] {
  return (['allOf', 'anyOf', 'oneOf'] as const).flatMap((key) =>
    (schema[key] ?? []).map((child, index) => ({ schema: child, path: `${path}/${key}/${index}` })),
  );
}

/** Named schemas that lead back to themselves without going into a part of the value: no value could ever be checked. */
function checkCycles(spec: PluginSpec, report: Report): void {
  const targets = (schema: JsonSchema): string[] => [
    ...(schema.$ref === undefined ? [] : [schema.$ref.slice('#/schemas/'.length)]),
    ...sameValue(schema, '').flatMap((child) => targets(child.schema)),
  ];
  const state = new Map<string, 'open' | 'done'>();
  for (const start of Object.keys(spec.schemas)) {
    if (state.has(start)) continue;
    // An own stack: chains of references may be longer than the call stack.
    const stack = [{ name: start, next: 0, to: targets(spec.schemas[start] ?? {}) }];
    state.set(start, 'open');
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const name = top.to[top.next++];
      if (name === undefined) {
        state.set(top.name, 'done');
        stack.pop();
        continue;
      }
      const schema = Object.hasOwn(spec.schemas, name) ? spec.schemas[name] : undefined;
      if (!schema || state.get(name) === 'done') continue;
      if (state.get(name) === 'open') {
        const loop = stack
          .slice(stack.findIndex((entry) => entry.name === name))
          .map((entry) => entry.name);
        report(
          'PW_SPEC_SCHEMA_CYCLE',
          pointerTo('/schemas', top.name),
          `Schemas refer to each other without end: ${[...loop, name].join(' → ')}.`,
          'Let one of them describe a property or an item before it refers on.',
        );
        continue;
      }
      state.set(name, 'open');
      stack.push({ name, next: 0, to: targets(schema) });
    }
  }
}
