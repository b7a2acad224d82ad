import {
  fitsSchema,
  type Action,
  type Binding,
  type HttpRun,
  type JsonSchema,
  type Parameter,
  type PluginSpec,
  exampleFor,
} from '@plugwright/spec';
import { defaultOf } from './default-of.js';

type Schemas = PluginSpec['schemas'];

const BASE64 = 'cGx1Z3dyaWdodA==';

/**
 * Input for a contract test: a value for every parameter that has one which fits its schema and can
 * travel where the request puts it. `undefined` when a required parameter has none.
 */
export function exampleInput(
  parameters: readonly Parameter[],
  run: HttpRun | undefined,
  schemas: Schemas,
): Record<string, unknown> | undefined {
  const input: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const bindings = run?.bind.filter((one) => one.parameter === parameter.name) ?? [];
    const whole = run?.body?.parameter === parameter.name ? run.body.encoding : undefined;
    const binary = whole === 'binary' || bindings.some((binding) => binding.binary === true);
    const value = candidates(parameter, schemas, binary).find(
      (candidate) =>
        fitsSchema(candidate, parameter.schema, schemas) &&
        bindings.every((binding) => canTravel(binding, candidate)) &&
        (!binary || isBase64(candidate)) &&
        (whole !== 'text' || typeof candidate === 'string'),
    );
    if (value !== undefined) input[parameter.name] = value;
    else if (parameter.required) return undefined;
  }
  return input;
}

/**
 * What is sent for `input` without everything that may be left out: its required values, and defaults. `undefined` when
 * nothing may be left out, or a default cannot travel.
 */
export function leastInput(
  action: Action,
  run: HttpRun | undefined,
  input: Readonly<Record<string, unknown>>,
  schemas: Schemas,
): { input: Record<string, unknown>; sent: Record<string, unknown> } | undefined {
  const required = action.parameters.filter((parameter) => parameter.required);
  if (required.length === Object.keys(input).length) return undefined;
  const given = Object.fromEntries(required.map(({ name }) => [name, input[name]]));
  const defaults: Record<string, unknown> = {};
  for (const parameter of action.parameters) {
    const value = defaultOf(action, parameter, schemas);
    if (value === undefined) continue;
    const bindings = run?.bind.filter((one) => one.parameter === parameter.name) ?? [];
    if (!isPrintable(value) || !bindings.every((binding) => canTravel(binding, value)))
      return undefined;
    defaults[parameter.name] = value;
  }
  return { input: given, sent: { ...defaults, ...given } };
}

function candidates(parameter: Parameter, schemas: Schemas, binary: boolean): unknown[] {
  const { schema, examples } = parameter;
  return [
    ...(binary ? [BASE64] : []),
    ...examples,
    ...(schema.examples ?? []),
    schema.default,
    exampleFor(schema, schemas),
    // Where the schema's own example cannot travel, such as an empty text in a path.
    'example',
    1,
    true,
    ['example'],
    { name: 'example' },
  ].filter((value) => value !== undefined && value !== null && isPrintable(value));
}

const isBase64 = (value: unknown): boolean =>
  typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value;

/** Half a surrogate pair does not survive UTF-8, and very long text makes unreadable tests. */
const isPrintable = (value: unknown): boolean => {
  const text = JSON.stringify(value);
  return text.length <= 8000 && !/\\ud[89a-f]/i.test(text);
};

/** Whether the value arrives as it was sent: no empty path segments, only what HTTP allows in headers. */
function canTravel(binding: Binding, value: unknown): boolean {
  if (orderShows(binding) && hasSeveralMembers(value)) return false;
  if (binding.in === 'body' || binding.in === 'query') return true;
  const texts = leaves(value);
  if (texts.length === 0) return false;
  if (binding.in === 'header')
    return texts.every((text) => /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text));
  return texts.every((text) => text !== '' && !/^\.+$/.test(text));
}

/** Members travel in one text, in an order that the plugin's schema may change. */
function orderShows({ in: place, style, explode, json }: Binding): boolean {
  if (json === true || (place !== 'body' && place !== 'query')) return true;
  return style !== 'deepObject' && !(explode ?? (style === undefined || style === 'form'));
}

const hasSeveralMembers = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ((!Array.isArray(value) && Object.keys(value).length > 1) ||
    Object.values(value).some(hasSeveralMembers));

function leaves(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [String(value)];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...leaves(member),
  ]);
}

/** What the fixture server answers with. */
export interface FixtureAnswer {
  status: number;
  mediaType?: string;
  json?: unknown;
  text?: string;
  base64?: string;
}

const LONGEST_EXAMPLE = 16_000;

/** The documented answer, or one that fits its schema. */
export function exampleAnswer(run: HttpRun, schemas: Schemas): FixtureAnswer {
  const { status, mediaType, kind } = run.response;
  // These have no body, whatever is documented (RFC 9110, 6.4.1).
  if (run.method === 'HEAD' || status === 204 || status === 205 || status === 304)
    return { status };
  const typed = mediaType !== undefined && !mediaType.includes('*') ? { mediaType } : {};
  if (kind === 'empty') return { status };
  if (kind === 'binary') return { status, ...typed, base64: BASE64 };
  const value = answerValue(run, schemas);
  if (kind === 'text')
    return { status, ...typed, text: typeof value === 'string' ? value : JSON.stringify(value) };
  return { status, ...typed, json: value };
}

function answerValue({ response }: HttpRun, schemas: Schemas): unknown {
  const made = (schema: JsonSchema) => exampleFor(schema, schemas);
  // `null` is also what a schema gives that nothing fits.
  const values = [response.example, (response.schema && made(response.schema)) ?? undefined];
  const usable = values.find(
    (value) => value !== undefined && JSON.stringify(value).length <= LONGEST_EXAMPLE,
  );
  if (usable !== undefined) return usable;
  if (response.kind === 'text') return 'example';
  return response.schema?.type === 'array' ? [] : {};
}

/** An answer that holds `value` where the request looks for it, and below that at `pointer`; `undefined` when it cannot. */
export function nestedAnswer(
  run: HttpRun,
  schemas: Schemas,
  value: unknown,
  pointer = '',
): FixtureAnswer | undefined {
  const { kind } = run.response;
  const { status, mediaType } = exampleAnswer(run, schemas);
  if (status === 204 || status === 205 || run.method === 'HEAD') return undefined;
  const typed = mediaType === undefined ? {} : { mediaType };
  const steps = `${run.pick ?? ''}${pointer}`.split('/').slice(1);
  if (kind === 'text' && steps.length === 0 && typeof value === 'string' && value !== '')
    return { status, ...typed, text: value };
  if (kind !== 'json') return undefined;
  let json = value;
  for (const step of steps.toReversed())
    json = { [step.replaceAll('~1', '/').replaceAll('~0', '~')]: json };
  return { status, ...typed, json };
}
