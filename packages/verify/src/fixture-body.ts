import { fitsSchema, type Binding, type HttpRun, type PluginSpec } from '@plugwright/spec';
import { isRecord } from './package-manifest.js';
import { isScalar, parameterFinder, textFits, type FixtureRequest } from './fixture-parameter.js';

/** What is wrong with the body of a request. */
export function bodyProblems(spec: PluginSpec, run: HttpRun, request: FixtureRequest): string[] {
  const { body } = run;
  const empty = request.body.length === 0;
  if (body === undefined) return empty ? [] : ['a body was sent, the operation has none'];
  const fields = run.bind.filter((each) => each.in === 'body');
  if (empty) return missingBody(spec, run, body, fields);
  const sent = plainType(request.headers['content-type'] ?? '');
  const wanted = plainType(body.mediaType);
  if (!sameType(sent, wanted, body.encoding))
    return [`content type ${sent || 'none'} instead of ${wanted}`];
  if (body.encoding === 'json')
    return jsonProblems(spec, run, fields, request.body.toString('utf8'));
  if (body.encoding === 'form') {
    const form = new URLSearchParams(request.body.toString('utf8'));
    return fieldProblems(spec, run, fields, (name) => form.getAll(name));
  }
  if (body.encoding === 'multipart') {
    const text = request.body.toString('latin1');
    return fieldProblems(spec, run, fields, (name) => (hasPart(text, name) ? [undefined] : []));
  }
  // One text or one file: there is nothing to compare it with.
  return [];
}

function missingBody(
  spec: PluginSpec,
  run: HttpRun,
  body: NonNullable<HttpRun['body']>,
  fields: readonly Binding[],
): string[] {
  const find = parameterFinder(spec);
  // Empty text is a body that cannot be told from none.
  if (/^(?:text|form|binary)$/.test(body.encoding)) return [];
  const whole = body.parameter === undefined ? [] : [wholeBody(body.parameter)];
  const required = [...fields, ...whole].filter((each) => find(run, each)?.required);
  return body.required && required.length > 0 ? ['the body is missing'] : [];
}

const wholeBody = (parameter: string): Binding => ({ parameter, in: 'body', name: parameter });

const plainType = (mediaType: string) => mediaType.replace(/;.*$/s, '').trim().toLowerCase();

function sameType(sent: string, wanted: string, encoding: string): boolean {
  if (sent === wanted) return true;
  if (encoding === 'multipart') return sent === 'multipart/form-data';
  // A documented range such as `image/*` leaves the choice to the sender.
  if (wanted.includes('*')) return true;
  return encoding === 'json' && /[/+]json$/.test(sent) && /[/+]json$/.test(wanted);
}

function jsonProblems(
  spec: PluginSpec,
  run: HttpRun,
  fields: readonly Binding[],
  text: string,
): string[] {
  const find = parameterFinder(spec);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return ['the body is not JSON'];
  }
  const whole = run.body?.parameter;
  if (whole !== undefined) {
    const parameter = find(run, wholeBody(whole));
    const fits =
      parameter === undefined ||
      fitsSchema(value, parameter.schema, spec.schemas, { overlap: true });
    return fits ? [] : [`the body does not fit the schema of ${whole}`];
  }
  if (!isRecord(value)) return ['the body is not an object'];
  const body = value;
  const known = new Set(fields.map((each) => each.name));
  return [
    ...Object.keys(body)
      .filter((name) => !known.has(name))
      .map((name) => `body property ${JSON.stringify(name.slice(0, 100))} is not known`),
    ...fields.flatMap((binding) => {
      const parameter = find(run, binding);
      const given = body[binding.name];
      if (given === undefined) {
        return parameter?.required ? [`body property ${binding.name} is missing`] : [];
      }
      if (parameter === undefined || binding.json) return [];
      return fitsSchema(given, parameter.schema, spec.schemas, { overlap: true })
        ? []
        : [`body property ${binding.name} does not fit its schema`];
    }),
  ];
}

function fieldProblems(
  spec: PluginSpec,
  run: HttpRun,
  fields: readonly Binding[],
  valuesOf: (name: string) => (string | undefined)[],
): string[] {
  const find = parameterFinder(spec);
  return fields.flatMap((binding) => {
    const parameter = find(run, binding);
    if (parameter === undefined || !isScalar(parameter.schema, spec)) return [];
    const values = valuesOf(binding.name);
    if (values.length === 0)
      return parameter.required ? [`form field ${binding.name} is missing`] : [];
    const wrong = values.filter(
      (value) => value !== undefined && !binding.json && !textFits(value, parameter.schema, spec),
    );
    return wrong.length > 0 ? [`form field ${binding.name} does not fit its schema`] : [];
  });
}

/** The name of a part as `FormData` writes it: quotes and line breaks percent-encoded (WHATWG HTML). */
const hasPart = (text: string, name: string): boolean => {
  const escaped = name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  return text.includes(`name="${Buffer.from(escaped).toString('latin1')}"`);
};
