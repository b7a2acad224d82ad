import * as z from 'zod';

/** The scalar and container types of JSON Schema. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/**
 * The part of JSON Schema 2020-12 that a plugin spec may use. `$ref` only points into the spec's own
 * `schemas` (`#/schemas/<Name>`), so a spec is closed: reading it never fetches anything.
 */
export interface JsonSchema {
  $ref?: string | undefined;
  type?: JsonType | JsonType[] | undefined;
  title?: string | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  default?: unknown;
  examples?: unknown[] | undefined;
  format?: string | undefined;
  pattern?: string | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  exclusiveMinimum?: number | undefined;
  exclusiveMaximum?: number | undefined;
  multipleOf?: number | undefined;
  items?: JsonSchema | undefined;
  minItems?: number | undefined;
  maxItems?: number | undefined;
  uniqueItems?: boolean | undefined;
  properties?: Record<string, JsonSchema> | undefined;
  required?: string[] | undefined;
  additionalProperties?: boolean | JsonSchema | undefined;
  minProperties?: number | undefined;
  maxProperties?: number | undefined;
  allOf?: JsonSchema[] | undefined;
  anyOf?: JsonSchema[] | undefined;
  oneOf?: JsonSchema[] | undefined;
}

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const jsonType = z.enum(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);

/** Strict: an unknown keyword is refused, so that nobody believes a rule holds that we would ignore. */
export const jsonSchemaSchema: z.ZodType<JsonSchema> = z
  .lazy(() =>
    z.strictObject({
      $ref: z
        .string()
        .regex(/^#\/schemas\/[A-Za-z_][A-Za-z0-9_.-]{0,127}$/)
        .optional(),
      type: z.union([jsonType, z.array(jsonType).min(1).max(7)]).optional(),
      title: z.string().max(200).optional(),
      description: z.string().max(4000).optional(),
      enum: z.array(z.unknown()).min(1).max(1000).optional(),
      const: z.unknown().optional(),
      default: z.unknown().optional(),
      examples: z.array(z.unknown()).max(16).optional(),
      format: z.string().max(64).optional(),
      pattern: z.string().max(1000).optional(),
      minLength: count.optional(),
      maxLength: count.optional(),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
      exclusiveMinimum: z.number().optional(),
      exclusiveMaximum: z.number().optional(),
      multipleOf: z.number().positive().optional(),
      items: jsonSchemaSchema.optional(),
      minItems: count.optional(),
      maxItems: count.optional(),
      uniqueItems: z.boolean().optional(),
      properties: z.record(z.string().max(256), jsonSchemaSchema).optional(),
      required: z.array(z.string().max(256)).max(256).optional(),
      additionalProperties: z.union([z.boolean(), jsonSchemaSchema]).optional(),
      minProperties: count.optional(),
      maxProperties: count.optional(),
      allOf: z.array(jsonSchemaSchema).min(1).max(64).optional(),
      anyOf: z.array(jsonSchemaSchema).min(1).max(64).optional(),
      oneOf: z.array(jsonSchemaSchema).min(1).max(64).optional(),
    }),
  )
  .meta({ id: 'JsonSchema' });
