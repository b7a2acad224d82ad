import * as z from 'zod';
import { jsonSchemaSchema } from './json-schema.js';

export const text = (max: number) => z.string().min(1).max(max);
export const upperSnake = z
  .string()
  .regex(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/)
  .max(64);
export const envName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/)
  .max(128);
/** Keys people choose inside a spec: API ids, auth schemes, named schemas. */
export const id = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]*$/)
  .max(64);
export const kebab = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
  .max(64);
/** No `{placeholder}` and no control characters; what HTTP allows in a field name (RFC 9110, 5.6.2). */
export const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/)
  .max(128);
/** What arrives as it was sent: HTTP drops blanks at both ends (RFC 9110, 5.5). */
export const headerValue = z
  .string()
  .regex(/^(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?$/)
  .max(1000);
/** Followed by a value, so it may end with a blank. */
export const headerPrefix = z
  .string()
  .regex(/^(?:[\x21-\x7e\x80-\xff][\t\x20-\x7e\x80-\xff]*)?$/)
  .max(1000);
export const reason = text(500).describe('Why the plugin needs this, for whoever decides about it');

/** A value that a component needs: what it is called, what it may be. */
export const parameterSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]*$/)
    .max(64),
  description: z.string().max(1000).default('').describe('What the agent has to find out'),
  required: z.boolean().default(false),
  schema: jsonSchemaSchema.describe('JSON Schema of the value'),
  examples: z.array(z.unknown()).max(8).default([]).describe('Values that fit the schema'),
});
/** JSON pointer (RFC 6901). */
export const pointer = z
  .string()
  .regex(/^(?:\/[^/]*)*$/)
  .max(500);
/** What a model answers with: one line. */
export const label = z
  .string()
  .regex(/^[^\r\n]+$/)
  .max(100);
