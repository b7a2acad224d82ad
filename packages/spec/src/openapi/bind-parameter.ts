import { plainText, shortenText } from './plain-text.js';
import { styleOf, type Place } from './parameter-style.js';
import type { BoundParameter, Reading } from './reading.js';
import type { Located } from './reference.js';
import { isRaw, own, ownRecord, ownText, type Raw } from './value.js';

/** A parameter with its schema, description and way of writing; its name is given later. */
export function bindParameter(
  reading: Reading,
  at: Located,
  target: { in: Place; name: string },
  required: boolean,
): BoundParameter {
  const raw = at.value as Raw;
  const content = Object.keys(ownRecord(raw, 'content'))[0];
  const media = content === undefined ? undefined : child(child(at, 'content'), content);
  const place = media ?? at;
  const schemaAt =
    own(place.value, 'schema') === undefined && media === undefined
      ? bareSchema(at)
      : child(place, 'schema');
  const schema = reading.convert(schemaAt, 'input');
  const description = shortenText(
    plainText(ownText(raw, 'description') ?? schema.description ?? ''),
    200,
  );
  const { description: _, ...rest } = schema;
  return {
    parameter: {
      name: '',
      description,
      required,
      schema: rest,
      examples: examplesOf(reading, at, place),
    },
    binding: {
      parameter: '',
      in: target.in,
      name: target.name,
      ...(media === undefined
        ? styleOf(reading.document.version, raw, target.in, schema)
        : /json/i.test(content ?? '')
          ? { json: true }
          : {}),
    },
  };
}

const child = (at: Located, key: string): Located => ({
  value: own(at.value, key),
  pointer: `${at.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  file: at.file,
});

/** Swagger 2.0: a parameter is its own schema. */
export function bareSchema(at: Located): Located {
  const {
    name: _name,
    in: _in,
    required: _required,
    description: _description,
    ...schema
  } = at.value as Raw;
  return { ...at, value: schema };
}

/** Example values next to a parameter (not inside its schema). */
function examplesOf(reading: Reading, at: Located, place: Located): unknown[] {
  const shown: unknown[] = [];
  for (const owner of place === at ? [at] : [at, place]) {
    const single = own(owner.value, 'example') ?? own(owner.value, 'x-example');
    if (single !== undefined) shown.push(single);
    const several = reading.references.child(owner, 'examples');
    if (Array.isArray(several?.value)) shown.push(several.value[0]);
    else if (isRaw(several?.value)) {
      for (const key of Object.keys(several.value).slice(0, 2)) {
        const example = reading.references.child(several, key);
        if (own(example?.value, 'value') !== undefined) shown.push(own(example?.value, 'value'));
      }
    }
  }
  return shown.filter((value) => JSON.stringify(value).length <= 300).slice(0, 2);
}
