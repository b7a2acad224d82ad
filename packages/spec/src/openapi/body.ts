import type { JsonSchema } from '../json-schema.js';
import { flattenObject } from './flatten.js';
import { encodingOf, preferred, sendable, type Encoding } from './media-types.js';
import { bindProperty } from './form-field.js';
import { bareSchema } from './bind-parameter.js';
import { styleOf } from './parameter-style.js';
import { plainText, shortenText } from './plain-text.js';
import {
  note,
  Unusable,
  type BoundParameter,
  type HttpBody,
  type NameOf,
  type Reading,
} from './reading.js';
import type { Located } from './reference.js';
import { isRaw, isUsableKey, own, ownRecord, ownText, type Raw } from './value.js';

export interface ReadBody {
  body: HttpBody | undefined;
  parameters: BoundParameter[];
}

const NONE: ReadBody = { body: undefined, parameters: [] };

const ignored = (reading: Reading, at: Located, message: string): ReadBody => {
  note(reading, { code: 'PW_OPENAPI_BODY_IGNORED', message }, at);
  return NONE;
};

/** The body of an OpenAPI 3 operation (`requestBody`). */
export function readRequestBody(
  reading: Reading,
  operation: Located,
  method: string,
  nameOf: NameOf,
): ReadBody {
  const at = reading.references.child(operation, 'requestBody');
  if (at === undefined || !isRaw(at.value)) return NONE;
  const content = reading.references.child(at, 'content');
  const chosen = preferred(Object.keys(ownRecord(at.value, 'content')));
  const media =
    content === undefined || chosen === undefined
      ? undefined
      : reading.references.child(content, chosen.mediaType);
  if (!sendsBody(method)) {
    // Some generators give every GET an empty form.
    const isEmpty = Object.keys(ownRecord(own(media?.value, 'schema'), 'properties')).length === 0;
    return isEmpty && own(at.value, 'required') !== true
      ? NONE
      : ignored(reading, at, `${method} requests are sent without a body.`);
  }
  if (chosen === undefined || media === undefined)
    return ignored(reading, at, 'The body has no content.');
  const schema: Located = {
    value: own(media.value, 'schema') ?? {},
    pointer: own(media.value, 'schema') === undefined ? media.pointer : `${media.pointer}/schema`,
    file: media.file,
  };
  const flag = own(at.value, 'required');
  const hint =
    ownText(operation.value, 'x-codegen-request-body-name') ?? ownText(at.value, 'x-name');
  return readContent(reading, nameOf, {
    ...chosen,
    schema,
    required: flag === true,
    // Most documents leave the flag out and mean yes: then the properties decide.
    lenient: flag === false,
    description: ownText(at.value, 'description'),
    name: hint,
    encodings: ownRecord(media.value, 'encoding'),
    example: own(media.value, 'example'),
  });
}

/** The body of a Swagger 2.0 operation: one `body` parameter, or `formData` ones. */
export function readSwaggerBody(
  reading: Reading,
  operation: Located,
  method: string,
  { body, form }: { body: Located | undefined; form: readonly Located[] },
  nameOf: NameOf,
): ReadBody {
  const [first] = form;
  const at = body ?? first;
  if (at === undefined) return NONE;
  if (!sendsBody(method))
    return ignored(reading, at, `${method} requests are sent without a body.`);
  const listed = own(operation.value, 'consumes') ?? own(reading.document.root, 'consumes');
  const consumes = (Array.isArray(listed) ? listed : []).filter(
    (type): type is string => typeof type === 'string',
  );
  if (body !== undefined) {
    const chosen = preferred(
      consumes.filter((type) => !['form', 'multipart'].includes(encodingOf(type) ?? '')),
    ) ?? {
      mediaType: 'application/json',
      encoding: 'json' as const,
    };
    const schema = {
      value: own(body.value, 'schema') ?? {},
      pointer: `${body.pointer}/schema`,
      file: body.file,
    };
    return readContent(reading, nameOf, {
      ...chosen,
      schema,
      required: own(body.value, 'required') === true,
      lenient: false,
      description: ownText(body.value, 'description'),
      name: undefined,
      encodings: {},
      example: undefined,
    });
  }
  const files = form.some((field) => ownText(field.value, 'type') === 'file');
  const encoding =
    files || consumes.some((type) => encodingOf(type) === 'multipart') ? 'multipart' : 'form';
  const parameters = form.flatMap((field): BoundParameter[] => {
    const name = ownText(field.value, 'name') ?? '';
    const required = own(field.value, 'required') === true;
    if (!isUsableKey(name)) return [];
    const bound = bindProperty(
      reading,
      nameOf,
      { name, at: bareSchema(field), required },
      encoding,
      {},
    );
    const text = shortenText(plainText(ownText(field.value, 'description') ?? ''), 200);
    bound.parameter.description = text || bound.parameter.description;
    const schema = bound.parameter.schema;
    return [
      {
        ...bound,
        binding: {
          ...bound.binding,
          ...styleOf(reading.document.version, field.value as Raw, 'body', schema),
        },
      },
    ];
  });
  return {
    body: {
      mediaType: encoding === 'form' ? 'application/x-www-form-urlencoded' : 'multipart/form-data',
      encoding,
      required: parameters.some(({ parameter }) => parameter.required),
    },
    parameters,
  };
}

/** What `fetch` refuses to send a body with, and what RFC 9110 (9.3) gives no meaning to. */
const sendsBody = (method: string): boolean => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method);

interface Content {
  mediaType: string;
  encoding: Encoding;
  schema: Located;
  required: boolean;
  lenient: boolean;
  description: string | undefined;
  name: string | undefined;
  encodings: Raw;
  example: unknown;
}

function readContent(reading: Reading, nameOf: NameOf, content: Content): ReadBody {
  const { encoding, schema, required } = content;
  const mediaType = sendable(content.mediaType, encoding);
  if (encoding === 'text' || encoding === 'binary') {
    const only: JsonSchema =
      encoding === 'text' ? { type: 'string' } : { type: 'string', format: 'byte' };
    const whole = wholeBody(
      nameOf,
      content,
      only,
      encoding === 'binary' ? 'The bytes to send, as base64 text.' : '',
    );
    const { parameter } = whole.binding;
    return { body: { mediaType, encoding, parameter, required }, parameters: [whole] };
  }
  const isForm = encoding !== 'json';
  const flat = flattenObject(reading.references, schema, isForm ? 60 : undefined);
  if (flat !== undefined) {
    const parameters = flat.properties.map((property) =>
      bindProperty(
        reading,
        nameOf,
        { ...property, required: property.required && !content.lenient },
        encoding,
        ownRecord(content.encodings, property.name),
      ),
    );
    return {
      body: {
        mediaType,
        encoding,
        required: required || parameters.some((bound) => bound.parameter.required),
      },
      parameters: sorted(parameters),
    };
  }
  const converted = reading.convert(schema, 'input');
  if (isForm && converted.type !== undefined && converted.type !== 'object')
    throw new Unusable('A form body must be an object.', schema);
  const whole = wholeBody(nameOf, content, converted, '');
  if (isForm && Object.keys(converted).length === 0) whole.parameter.schema = { type: 'object' };
  return {
    body: { mediaType, encoding, parameter: whole.binding.parameter, required },
    parameters: [whole],
  };
}

/** Required ones first: they are what a model must find. */
const sorted = (parameters: readonly BoundParameter[]): BoundParameter[] => [
  ...parameters.filter(({ parameter }) => parameter.required),
  ...parameters.filter(({ parameter }) => !parameter.required),
];

function wholeBody(
  nameOf: NameOf,
  content: Content,
  schema: JsonSchema,
  fallback: string,
): BoundParameter {
  const name = nameOf(content.name ?? 'body', 'body');
  const { description: own, ...rest } = schema;
  const description =
    shortenText(plainText(content.description ?? own ?? fallback), 200) || fallback;
  const shown = content.example !== undefined && JSON.stringify(content.example).length <= 1500;
  return {
    parameter: {
      name,
      description,
      required: content.required,
      schema: rest,
      examples: shown ? [content.example] : [],
    },
    binding: { parameter: name, in: 'body', name },
  };
}
