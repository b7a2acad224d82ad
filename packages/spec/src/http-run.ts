import * as z from 'zod';
import { jsonSchemaSchema } from './json-schema.js';
import { envName, headerName, headerValue, id } from './spec-fields.js';

/** Where a parameter goes in the request. Styles as in OpenAPI 3.1, 4.8.12. */
const binding = z.strictObject({
  parameter: z.string().max(64).describe('Name of a parameter of the action'),
  in: z.enum(['path', 'query', 'header', 'cookie', 'body']),
  name: z
    .string()
    .min(1)
    .max(256)
    .describe('The name on the wire; for "body" the property or form field'),
  style: z
    .enum(['simple', 'label', 'matrix', 'form', 'spaceDelimited', 'pipeDelimited', 'deepObject'])
    .optional()
    .describe('How lists and objects are written (OpenAPI 3.1, 4.8.12)'),
  explode: z.boolean().optional().describe('Each item or property on its own'),
  allowReserved: z.boolean().optional().describe('Reserved characters are not escaped'),
  json: z
    .boolean()
    .optional()
    .describe(
      'The value is sent as JSON text (an OpenAPI content parameter, a JSON part of a form)',
    ),
  binary: z
    .boolean()
    .optional()
    .describe('The value (base64 text) is sent as bytes: a file part of a multipart body'),
});

const httpBody = z.strictObject({
  mediaType: z
    .string()
    .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+(?:;.*)?$/)
    .max(256),
  encoding: z.enum(['json', 'form', 'multipart', 'text', 'binary']),
  parameter: z
    .string()
    .max(64)
    .optional()
    .describe(
      'The parameter that is the whole body; absent: an object of the bindings with in: body',
    ),
  required: z.boolean().default(false),
});

const httpResponse = z.strictObject({
  status: z.int().min(200).max(399).default(200).describe('Lowest documented success status'),
  kind: z.enum(['json', 'text', 'binary', 'empty']),
  mediaType: z.string().max(256).optional(),
  schema: jsonSchemaSchema.optional(),
  example: z.unknown().optional().describe('What the test server answers; it fits the schema'),
});

/** How the next page is asked for. */
const pagination = z.discriminatedUnion('style', [
  /** The parameter takes a number that grows by one. */
  z.strictObject({ style: z.literal('page'), parameter: z.string().max(64) }),
  /** The parameter takes the number of items to skip. */
  z.strictObject({ style: z.literal('offset'), parameter: z.string().max(64) }),
  /** The parameter takes the value found in the answer at `next` (JSON pointer). */
  z.strictObject({
    style: z.literal('cursor'),
    parameter: z.string().max(64),
    next: z.string().max(500),
  }),
  /** The answer's `Link` header, `rel="next"` (RFC 8288). */
  z.strictObject({ style: z.literal('link') }),
]);

const httpFields = {
  kind: z.literal('http'),
  api: id.describe('Key of an entry under apis'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']),
  path: z
    .string()
    .regex(/^\/[^\s?#]*$/)
    .max(2000)
    .describe('Behind the base URL, with {name} for each binding with in: path'),
  bind: z.array(binding).max(128).default([]).describe('Where each parameter goes'),
  settings: z
    .array(
      z.strictObject({
        env: envName.describe('Variable with the value'),
        in: z.enum(['path', 'query', 'header', 'body']),
        name: z.string().min(1).max(256).describe('The name on the wire'),
      }),
    )
    .max(16)
    .optional()
    .describe('Values that always come from a setting, such as the channel that news go to'),
  headers: z.record(headerName, headerValue).default({}).describe('Fixed header values'),
  query: z
    .record(z.string().min(1).max(256), z.string().max(1000))
    .default({})
    .describe('Fixed query values'),
  body: httpBody.optional(),
  auth: z
    .array(z.array(id).max(4))
    .max(8)
    .default([])
    .describe(
      'Alternatives, the first usable wins; each names entries of auth that are sent together, none: nothing is needed',
    ),
  response: httpResponse,
  pick: z
    .string()
    .regex(/^(?:\/[^/]*)*$/)
    .max(500)
    .optional()
    .describe('JSON pointer to the part of the answer that matters; absent: all of it'),
  pagination: pagination.optional(),
};

/** One HTTP request, described as data. */
export const httpRunSchema = z.strictObject(httpFields);

export type HttpRun = z.output<typeof httpRunSchema>;
export type Binding = HttpRun['bind'][number];
