import type { JsonSchema } from '../json-schema.js';
import type { Binding } from '../plugin-spec.js';
import { encodingOf, type Encoding } from './media-types.js';
import { styleOf } from './parameter-style.js';
import type { BoundParameter, NameOf, Reading } from './reading.js';
import type { Located } from './reference.js';
import { own, ownList, ownRecord, ownText, type Raw } from './value.js';

const isBytes = (value: unknown): boolean =>
  ownText(value, 'type') === 'file' ||
  ownText(value, 'format') === 'binary' ||
  (own(value, 'contentMediaType') !== undefined && !isJson(ownText(value, 'contentMediaType')));
const isJson = (type: string | undefined): boolean =>
  type !== undefined && encodingOf(type) === 'json';

/** One property of an object body as a parameter of its own. */
export function bindProperty(
  reading: Reading,
  nameOf: NameOf,
  { name, at, required }: { name: string; at: Located; required: boolean },
  encoding: Encoding,
  hints: Raw,
): BoundParameter {
  const schema = reading.convert(at, 'input');
  const parameterName = nameOf(name, 'body');
  const { description = '', ...rest } = schema;
  const binding: Binding = { parameter: parameterName, in: 'body', name };
  if (encoding !== 'json')
    Object.assign(binding, fieldEncoding(reading, at, schema, encoding, hints));
  if (binding.binary === true) delete rest.pattern;
  const text = binding.binary === true ? `${description} (base64)`.trim() : description;
  return {
    parameter: { name: parameterName, description: text, required, schema: rest, examples: [] },
    binding,
  };
}

/** How one field of a form is written (OpenAPI 3.1, 4.8.15). */
function fieldEncoding(
  reading: Reading,
  at: Located,
  schema: JsonSchema,
  encoding: Encoding,
  hints: Raw,
): Partial<Binding> {
  const target = reading.references.follow(at);
  const value = target?.value;
  const contentType = ownText(hints, 'contentType');
  if (encoding === 'multipart') {
    const items = ownRecord(value, 'items');
    const untyped =
      Object.keys(ownRecord(value, 'properties')).length === 0 && own(value, 'type') === undefined;
    if (isBytes(value) || isBytes(items) || (untyped && ownList(value, 'allOf').some(isBytes)))
      return { binary: true };
  }
  if (isJson(contentType)) return { json: true };
  const types = [schema.type ?? []].flat();
  const structured =
    schema.$ref !== undefined || types.includes('object') || schema.allOf !== undefined;
  const style = own(hints, 'style');
  if (encoding === 'multipart') return structured ? { json: true } : {};
  if (style === undefined && own(hints, 'explode') === undefined) {
    // Forms have no rule for nested values; servers that take them read brackets (`a[b]=c`).
    return structured ? { style: 'deepObject', explode: true } : {};
  }
  return styleOf(reading.document.version, hints, 'body', schema);
}
