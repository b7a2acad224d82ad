import * as z from 'zod';
import { COMPUTE_NAMES } from './compute-names.js';
import { httpRunSchema } from './http-run.js';
import { envName, id, label, parameterSchema, pointer, text, upperSnake } from './spec-fields.js';
import { specLimits } from './spec-limits.js';

/** Things that the agent keeps, in the runtime's own storage. */
export const collectionSchema = z.strictObject({
  item: text(40).describe('What one entry is called, in the singular: task, book, expense'),
  fields: z
    .array(parameterSchema)
    .min(1)
    .max(16)
    .describe('What an entry holds; the first names it'),
  scope: z
    .enum(['agent', 'room', 'user'])
    .default('room')
    .describe('Who shares the entries: everybody, one conversation, or one person'),
  maxItems: z.int().min(1).max(10_000).default(1000),
});

/** Works on a collection. Without `parameters`, the action gets those that the operation needs. */
export const collectionRunSchema = z.strictObject({
  kind: z.literal('collection'),
  collection: id.describe('Key of an entry under collections'),
  operation: z.enum([
    'add',
    'list',
    'get',
    'update',
    'complete',
    'reopen',
    'remove',
    'clear',
    'search',
  ]),
});

/** Computes without a network. Without `parameters`, the action gets those of the function. */
export const computeRunSchema = z.strictObject({
  kind: z.literal('compute'),
  function: z.enum(COMPUTE_NAMES),
  rates: httpRunSchema
    .optional()
    .describe(
      'Only for convertCurrency: a request that picks the rate of one unit of {from} in {to}, or an object with the rate under the code of {to}',
    ),
});

/** A parameter of the action, and its name on the wire. */
const named = z.strictObject({
  parameter: z.string().max(64).describe('Name of a parameter of the action'),
  name: z.string().min(1).max(256).describe('The name on the wire'),
});
const remote = {
  api: id.describe('Key of an entry under apis'),
  path: z
    .string()
    .regex(/^\/[^\s?#]*$/)
    .max(2000)
    .describe('Behind the base URL'),
  auth: z
    .array(z.array(id).max(4))
    .max(8)
    .default([])
    .describe('Alternatives, as in an HTTP request'),
};
const pick = pointer.optional().describe('JSON pointer into the result; absent: all of it');
const example = z.unknown().optional().describe('The result that the test server answers with');

/** One GraphQL query or mutation (GraphQL over HTTP, POST with JSON). */
export const graphqlRunSchema = z.strictObject({
  kind: z.literal('graphql'),
  ...remote,
  document: text(specLimits.text * 2).describe('One operation; values only as $variables'),
  variables: z.array(named).max(64).default([]),
  pick: pick.describe('JSON pointer into "data"; absent: all of it'),
  example: z
    .record(z.string().max(256), z.unknown())
    .optional()
    .describe('The "data" that the test server answers with: always an object'),
});

/** One JSON-RPC 2.0 call over HTTP. */
export const jsonrpcRunSchema = z.strictObject({
  kind: z.literal('jsonrpc'),
  ...remote,
  method: text(256),
  params: z.enum(['positional', 'named']).default('positional'),
  bind: z
    .array(named)
    .max(64)
    .default([])
    .describe('positional: in this order, before the fixed ones; the names are for people'),
  fixed: z
    .union([z.array(z.unknown()).max(64), z.record(z.string().min(1).max(256), z.unknown())])
    .optional()
    .describe('positional: a list that follows the bound values; named: an object'),
  pick,
  example,
});

/** One tool of an MCP server (streamable HTTP, protocol 2025-03-26 or later). */
export const mcpRunSchema = z.strictObject({
  kind: z.literal('mcp'),
  ...remote,
  tool: text(256),
  bind: z
    .array(named)
    .max(64)
    .optional()
    .describe('absent: every parameter is an argument under its own name'),
  example: example.describe('Structured content or text that the test server answers with'),
});

/** What the agent knows of a collection. */
export const collectionProviderRunSchema = z.strictObject({
  kind: z.literal('collection'),
  collection: id.describe('Key of an entry under collections'),
  limit: z.int().min(1).max(200).default(20).describe('Entries shown, open and newest first'),
});

/** The agent's own model judges each message. */
export const modelEvaluatorRunSchema = z.strictObject({
  kind: z.literal('model'),
  criteria: text(2000).describe('What to look for, as a question or a rule'),
  labels: z
    .array(label)
    .min(2)
    .max(32)
    .optional()
    .describe('The verdict is one of these; absent: yes or no'),
  remember: z.boolean().default(true).describe("Keeps the verdict in the agent's memory"),
});

/**
 * Where a piece of news goes. `template` has placeholders: the fields of the news (see
 * `notifyPlaceholders`). The inputs of an action have the same, and `{text}` for the filled template.
 */
export const notifySchema = z.strictObject({
  to: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('room'),
      env: envName.describe('Variable with the id of the room'),
    }),
    z.strictObject({
      kind: z.literal('action'),
      action: upperSnake,
      input: z.record(z.string().max(64), z.string().max(specLimits.text)).default({}),
    }),
  ]),
  template: text(specLimits.text).describe('What is said, with {field} placeholders'),
});

/** When an answer is news; it is compared with the last one. */
const whenSchema = z.strictObject({
  pointer: pointer.default('').describe('JSON pointer into the picked answer'),
  is: z.enum(['changed', 'new', 'above', 'below', 'contains']).default('changed'),
  value: z
    .union([z.string().max(1000), z.number(), z.boolean()])
    .optional()
    .describe('What to compare with; for above, below and contains'),
});

/** Repeats a request and emits `event` with the picked answer when it is news. */
export const pollRunSchema = z.strictObject({
  kind: z.literal('poll'),
  everyMs: z.int().min(1000).max(86_400_000),
  request: httpRunSchema,
  event: upperSnake,
  when: whenSchema.optional(),
  notify: notifySchema.optional(),
});

/** Reads RSS 2.0, RSS 1.0, Atom or JSON Feed again and again; each new entry is an `event`. */
export const feedRunSchema = z.strictObject({
  kind: z.literal('feed'),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  urlEnv: envName.optional().describe('Variable with the address; wins over url'),
  everyMs: z.int().min(1000).max(86_400_000).default(900_000),
  event: upperSnake,
  notify: notifySchema.optional(),
});

/** Runs actions at times of the clock, or every so often. */
export const scheduleRunSchema = z.strictObject({
  kind: z.literal('schedule'),
  cron: text(100).optional().describe('Five fields: minute hour day month weekday'),
  timeZone: text(64).optional().describe('IANA name, such as Europe/Berlin; absent: UTC'),
  everyMs: z
    .int()
    .min(1000)
    .max(86_400_000 * 31)
    .optional()
    .describe('Instead of cron'),
  steps: z
    .array(
      z.strictObject({
        action: upperSnake,
        input: z.record(z.string().max(64), z.unknown()).default({}),
      }),
    )
    .max(16)
    .default([]),
  digest: z
    .strictObject({ prompt: text(specLimits.text).describe('Prompt with {results}') })
    .optional()
    .describe("The agent's own model makes one text of the results"),
  notify: notifySchema.optional(),
});

/** Takes a message of another system, checks that it comes from there, and emits `event`. */
export const webhookRunSchema = z.strictObject({
  kind: z.literal('webhook'),
  secretEnv: envName.optional().describe('Variable with the shared secret'),
  verify: z
    .enum(['none', 'token', 'hmac-sha256', 'github', 'stripe', 'standard-webhooks'])
    .default('none'),
  header: z
    .string()
    .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/)
    .max(128)
    .optional()
    .describe('Header with the token or the signature, for token and hmac-sha256'),
  event: upperSnake,
  notify: notifySchema.optional(),
  pick: pointer.optional().describe('JSON pointer into the message; absent: all of it'),
});
