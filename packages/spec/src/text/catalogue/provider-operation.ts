import * as z from 'zod';

const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.unknown()),
  z.record(z.string(), z.unknown()),
]);

/** One operation of a provider that people ask for, as its documentation describes it. */
export const providerOperationSchema = z.strictObject({
  provider: z.string().regex(/^[a-z0-9]+$/),
  /** What it does: a verb and what is done to, alternatives with `/`, anything with `*` (`get coin/token price`). */
  does: z.array(z.string().regex(/^[a-z_]+(?: (?:\*|[a-z0-9]+(?:\/(?:\*|[a-z0-9]+))*))+$/)).min(1),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  /** Behind the base URL of the provider. */
  path: z.string().regex(/^\/[^\s?#]*$/),
  /** Sent with every request of this operation. */
  query: z.record(z.string(), z.string()).optional(),
  parameters: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/),
        /** The name on the wire, where it is another. */
        wire: z.string().min(1).optional(),
        in: z.enum(['path', 'query', 'header', 'body']),
        description: z.string().min(1),
        required: z.literal(true).optional(),
        type: z.enum(['number', 'integer', 'boolean', 'array', 'object']).optional(),
        default: value.optional(),
        example: value.optional(),
        /** Holds the value where no conversation can: in a schedule, a poll, a notice. */
        setting: z
          .string()
          .regex(/^[A-Z][A-Z0-9_]*$/)
          .optional(),
      }),
    )
    .optional(),
  /** How the body is sent; absent: JSON. */
  encoding: z.enum(['form', 'text']).optional(),
  /** Absent: JSON. */
  response: z.enum(['text', 'binary']).optional(),
  /** `false`: answers without the provider's credentials. */
  auth: z.literal(false).optional(),
  /** Meant when nothing else is said. */
  main: z.literal(true).optional(),
  /** JSON pointer to the value that a watch compares; `{name}` is the value on the wire. */
  pickFixed: z
    .string()
    .regex(/^(?:\/[^/]+)+$/)
    .optional(),
  /** How a text names values: words and what they are on the wire, or the name of a place. */
  values: z
    .record(z.string(), z.union([z.literal('place'), z.record(z.string(), z.string())]))
    .optional(),
  /** Page that describes the operation. */
  source: z.url({ protocol: /^https$/ }),
});

export type ProviderOperation = z.output<typeof providerOperationSchema>;
export type OperationParameter = NonNullable<ProviderOperation['parameters']>[number];
